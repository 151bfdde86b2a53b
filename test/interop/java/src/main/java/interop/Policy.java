package interop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.DefaultSecurityPolicy;

/** Who may what. */
final class Policy extends DefaultSecurityPolicy {
    private final boolean mayPublish;
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private volatile boolean deniesHandshakes;

    Policy(boolean mayPublish) {
        this.mayPublish = mayPublish;
    }

    void deny(String channel) {
        denied.add(channel);
    }

    void denyHandshakes() {
        deniesHandshakes = true;
    }

    @Override
    public boolean canHandshake(BayeuxServer server, ServerSession session, ServerMessage message) {
        return !deniesHandshakes && super.canHandshake(server, session, message);
    }

    @Override
    public boolean canSubscribe(BayeuxServer server, ServerSession client, ServerChannel channel, ServerMessage message) {
        return !denied.contains(channel.getId()) && super.canSubscribe(server, client, channel, message);
    }

    /** As on GWS, the topics are the server's to publish on. */
    @Override
    public boolean canPublish(BayeuxServer server, ServerSession client, ServerChannel channel, ServerMessage message) {
        return mayPublish && super.canPublish(server, client, channel, message);
    }
}
