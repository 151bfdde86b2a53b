package interop;

import java.util.Map;
import java.util.function.Consumer;

import org.cometd.bayeux.Channel;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.AbstractServerTransport;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.ServerSessionImpl;

/** A CometD server that tells what becomes of its sessions. */
final class WatchedServer extends BayeuxServerImpl
        implements BayeuxServer.SessionListener, BayeuxServer.SubscriptionListener {
    static final String AGENT = "agent";
    private final Consumer<Map<String, ?>> tell;

    WatchedServer(Consumer<Map<String, ?>> tell) {
        this.tell = tell;
        addListener(this);
        addExtension(new BayeuxServer.Extension.Adapter() {
            @Override
            public boolean sendMeta(ServerSession to, ServerMessage.Mutable message) {
                if (to != null && Channel.META_CONNECT.equals(message.getChannel())) tell(to, "answered", "");
                return true;
            }
        });
    }

    private void tell(ServerSession session, String event, String of) {
        tell.accept(Map.of("session", session.getId(), "event", event, "of", of));
    }

    /** Messages travel in replies to /meta/connect alone, so a poll that is held proves that all before it arrived. */
    @Override
    public ServerSessionImpl newServerSession() {
        ServerSessionImpl session = new ServerSessionImpl(this) {
            @Override
            public void setScheduler(AbstractServerTransport.Scheduler scheduler) {
                if (scheduler != null && getQueue().isEmpty()) WatchedServer.this.tell(this, "held", "");
                super.setScheduler(scheduler);
            }

            @Override
            public void deliver(org.cometd.bayeux.Session from, String channel, Object data) {
                WatchedServer.this.tell(this, "answered", "");
                super.deliver(from, channel, data);
            }
        };
        session.setMetaConnectDeliveryOnly(true);
        return session;
    }

    @Override
    public void sessionAdded(ServerSession session, ServerMessage message) {
        String agent = getContext().getHeader("X-Agent");
        session.setAttribute(AGENT, agent);
        tell(session, "added", agent == null ? "" : agent);
    }

    @Override
    public void sessionRemoved(ServerSession session, boolean timedOut) {
        tell(session, "removed", "");
    }

    @Override
    public void subscribed(ServerSession session, ServerChannel channel, ServerMessage message) {
        tell(session, "subscribed", channel.getId());
    }

    @Override
    public void unsubscribed(ServerSession session, ServerChannel channel, ServerMessage message) {
        tell(session, "unsubscribed", channel.getId());
    }
}
