package dev.serein.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client with one connection and its server, and counts how often the client spoke after the server
 * had. The client speaks again only when an answer is through, so the count is exact.
 */
final class RoundTrips implements AutoCloseable {
    private final ServerSocket door;
    private final URI server;
    private final AtomicLong count = new AtomicLong();
    private volatile boolean hasServerSpoken = true;

    RoundTrips(String url) throws IOException {
        this.server = URI.create(url);
        this.door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        start(this::welcome);
    }

    /** {@return where the server seems to be; whoever connects has one connection} */
    String url() {
        return "postgresql://" + server.getRawUserInfo() + "@127.0.0.1:" + door.getLocalPort() + server.getRawPath()
                + "?connection_limit=1";
    }

    long count() {
        return count.get();
    }

    private void welcome() throws IOException {
        while (true) {
            Socket client = door.accept();
            Socket upstream = new Socket(server.getHost(), server.getPort());
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            start(() -> pass(client, upstream, false));
            start(() -> pass(upstream, client, true));
        }
    }

    private void pass(Socket from, Socket to, boolean isServer) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!isServer && hasServerSpoken) {
                    count.incrementAndGet();
                }
                hasServerSpoken = isServer;
                out.write(buffer, 0, read);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // then the other end is closed, too: who waits for it hears of that
                    }
                },
                "round-trips");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
