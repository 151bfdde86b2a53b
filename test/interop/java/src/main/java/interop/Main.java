package interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Serves CometD servers on demand: each connection to the port that it prints is one of them, which lives as long as
 * the connection. It ends when its standard input does.
 */
public final class Main {
    public static void main(String[] arguments) throws IOException {
        Thread parent = new Thread(Main::awaitEnd);
        parent.setDaemon(true);
        parent.start();
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println(listening.getLocalPort());
            while (true) {
                Socket control = listening.accept();
                control.setTcpNoDelay(true);
                new Thread(new Control(control)).start();
            }
        }
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException gone) {
            // The end all the same.
        }
        System.exit(0);
    }
}
