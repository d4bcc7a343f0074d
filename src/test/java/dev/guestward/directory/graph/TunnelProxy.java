package dev.guestward.directory.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that opens tunnels, or refuses to. */
final class TunnelProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<String> tunnels = new CopyOnWriteArrayList<>();
    private volatile boolean refuses;

    TunnelProxy() throws IOException {
        thread(this::accept);
    }

    TunnelProxy refusing() {
        refuses = true;
        return this;
    }

    URI address() {
        return URI.create("http://localhost:" + server.getLocalPort());
    }

    /** Where tunnels were asked to lead. */
    List<String> tunnels() {
        return tunnels;
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            thread(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            String[] request = head(client.getInputStream()).split(" ", 3);
            tunnels.add(request[1]);
            if (refuses) {
                answer(client, "403 Forbidden");
                return;
            }
            int colon = request[1].lastIndexOf(':');
            try (Socket target =
                    new Socket(request[1].substring(0, colon), Integer.parseInt(request[1].substring(colon + 1)))) {
                answer(client, "200 Connection established");
                thread(() -> client.getInputStream().transferTo(target.getOutputStream()));
                target.getInputStream().transferTo(client.getOutputStream());
            }
        }
    }

    private static void answer(Socket client, String status) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // one side has closed; the other is closed with it
                    }
                },
                "tunnel");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
