package interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.eclipse.jetty.util.ajax.JSON;

/** One server under the orders of one connection: a line of JSON is an order, and answered when it is carried out. */
final class Control implements Runnable {
    private final Socket socket;
    private final Writer out;
    private Gws gws;

    Control(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
    }

    @Override
    public void run() {
        // The end of the connection tells that the server has stopped.
        try (socket) {
            try {
                obeyAll();
            } finally {
                if (gws != null) gws.stop();
            }
        } catch (IOException gone) {
            // Killed, as by a crash.
        } catch (Exception failure) {
            failure.printStackTrace();
        }
    }

    private void obeyAll() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            @SuppressWarnings("unchecked")
            Map<String, Object> order = (Map<String, Object>) JSON.parse(line);
            int port = obey(order);
            report(Map.of("done", order.get("id"), "port", port));
        }
    }

    private int obey(Map<String, Object> order) throws Exception {
        switch ((String) order.get("do")) {
            case "open" -> gws = new Gws(order, this::report);
            case "deliver" -> gws.deliver((String) order.get("agent"), (String) order.get("data"));
            case "publish" -> gws.publish((String) order.get("channel"), (String) order.get("data"));
            case "deny" -> gws.policy.deny((String) order.get("channel"));
            case "denyHandshake" -> gws.policy.denyHandshakes();
            case "kick" -> gws.kick();
            case "expire" -> gws.expire();
            case "sync" -> {}
            default -> throw new IllegalArgumentException(order.toString());
        }
        return gws.port();
    }

    private synchronized void report(Map<String, ?> event) {
        try {
            out.write(JSON.toString(event));
            out.write('\n');
            out.flush();
        } catch (IOException gone) {
            // Nobody listens any more.
        }
    }
}
