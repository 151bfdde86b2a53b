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

/** A CometD server that reports what becomes of its sessions. */
final class WatchedServer extends BayeuxServerImpl
        implements BayeuxServer.SessionListener, BayeuxServer.SubscriptionListener {
    static final String AGENT = "agent";
    private final Consumer<Map<String, ?>> report;

    WatchedServer(Consumer<Map<String, ?>> report) {
        this.report = report;
        addListener(this);
        addExtension(new BayeuxServer.Extension.Adapter() {
            @Override
            public boolean sendMeta(ServerSession to, ServerMessage.Mutable message) {
                if (to != null && Channel.META_CONNECT.equals(message.getChannel())) report(to, "answered", "");
                return true;
            }
        });
    }

    private void report(ServerSession session, String event, String of) {
        report.accept(Map.of("session", session.getId(), "event", event, "of", of));
    }

    /** Messages travel in replies to /meta/connect alone, so a poll that is held proves that all before it arrived. */
    @Override
    public ServerSessionImpl newServerSession() {
        ServerSessionImpl session = new ServerSessionImpl(this) {
            @Override
            public void setScheduler(AbstractServerTransport.Scheduler scheduler) {
                if (scheduler != null && getQueue().isEmpty()) WatchedServer.this.report(this, "held", "");
                super.setScheduler(scheduler);
            }

            @Override
            public void deliver(org.cometd.bayeux.Session from, String channel, Object data) {
                WatchedServer.this.report(this, "answered", "");
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
        report(session, "added", agent == null ? "" : agent);
    }

    @Override
    public void sessionRemoved(ServerSession session, boolean timedOut) {
        report(session, "removed", "");
    }

    @Override
    public void subscribed(ServerSession session, ServerChannel channel, ServerMessage message) {
        report(session, "subscribed", channel.getId());
    }

    @Override
    public void unsubscribed(ServerSession session, ServerChannel channel, ServerMessage message) {
        report(session, "unsubscribed", channel.getId());
    }
}
