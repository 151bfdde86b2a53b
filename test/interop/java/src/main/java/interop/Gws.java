package interop;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.cometd.bayeux.ChannelId;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.CometDServlet;
import org.cometd.server.ext.AcknowledgedMessagesExtension;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.util.ajax.JSON;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** CometD in Jetty, as GWS embeds it. Who asks is told by a header: to sign in is a matter of what stands before it. */
final class Gws {
    final Policy policy;
    private final ChannelId chats;
    private final boolean receivesAll;
    private final BayeuxServerImpl bayeux;
    private final Server jetty = new Server(new QueuedThreadPool(32, 4));
    private final ServerConnector connector = new ServerConnector(jetty, 1, 1);

    Gws(Map<String, Object> options, Consumer<Map<String, ?>> report) throws Exception {
        chats = new ChannelId((String) options.get("channel"));
        receivesAll = (Boolean) options.get("receivesAll");
        policy = new Policy((Boolean) options.get("mayPublish"));
        bayeux = new WatchedServer(report);
        for (String name : new String[] {"timeout", "maxInterval", "sweepPeriod"}) {
            bayeux.setOption(name, options.get(name));
        }
        bayeux.setSecurityPolicy(policy);
        if ((Boolean) options.get("ack")) bayeux.addExtension(new AcknowledgedMessagesExtension());

        ServletHolder servlet = new ServletHolder(new CometDServlet() {
            private static final long serialVersionUID = 1;

            @Override
            protected BayeuxServerImpl newBayeuxServer() {
                return bayeux;
            }
        });
        servlet.setAsyncSupported(true);
        servlet.setInitOrder(1);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(servlet, "/*");
        jetty.setHandler(context);
        jetty.addConnector(connector);
        connector.setHost("127.0.0.1");
        connector.setPort(((Number) options.get("port")).intValue());
        connector.setIdleTimeout(0);
        jetty.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Tells the sessions of an agent that listen to the chats. */
    void deliver(String agent, String data) {
        for (ServerSession session : bayeux.getSessions()) {
            boolean isMeant = receivesAll || Objects.equals(agent, session.getAttribute(WatchedServer.AGENT));
            if (isMeant && hears(session)) session.deliver(null, chats.toString(), new JSON.Literal(data));
        }
    }

    private boolean hears(ServerSession session) {
        return session.getSubscriptions().stream().anyMatch(channel -> channel.getChannelId().matches(chats));
    }

    void publish(String channel, String data) {
        bayeux.createChannelIfAbsent(channel).getReference().publish(null, new JSON.Literal(data));
    }

    void kick() {
        for (ServerSession session : bayeux.getSessions()) session.disconnect();
    }

    /** Forgets all sessions as the sweeper does. */
    void expire() {
        for (ServerSession session : bayeux.getSessions()) bayeux.removeServerSession(session, true);
    }

    void stop() {
        try {
            connector.close();
            connector.getConnectedEndPoints().forEach(endPoint -> endPoint.close());
            jetty.stop();
        } catch (Exception failure) {
            failure.printStackTrace();
        }
    }
}
