package dev.guestward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that takes every connection and never says a word. */
public final class SilentProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> taken = new CopyOnWriteArrayList<>();

    public SilentProxy() throws IOException {
        Thread thread = new Thread(this::take, "silent-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    public URI address() {
        return URI.create("http://localhost:" + server.getLocalPort());
    }

    private void take() {
        try {
            while (!server.isClosed()) {
                taken.add(server.accept());
            }
        } catch (IOException closed) {
            // nobody needs it any more
        }
    }

    /** How many connections it has taken. */
    public int taken() {
        return taken.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : taken) {
            socket.close();
        }
    }
}
