package dev.serein.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network that fails when told to: a TCP proxy on loopback, in front of a server. Thread-safe; its threads are
 * daemons.
 *
 * <pre>{@code
 * try (FaultyProxy proxy = FaultyProxy.before("127.0.0.1", port)) {
 *     connectTo(proxy.port());
 *     proxy.blackHole();
 *     // nothing arrives any more, and nobody is told
 *     proxy.heal();
 * }
 * }</pre>
 */
public final class FaultyProxy implements AutoCloseable {
    private static final int BACKLOG = 1_000;

    private final String host;
    private final int targetPort;
    private final int port;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Gate gate = new Gate();
    private ServerSocket listener;
    private Thread accepting;

    private FaultyProxy(String host, int targetPort) throws IOException {
        this.host = host;
        this.targetPort = targetPort;
        listen(0);
        this.port = listener.getLocalPort();
    }

    /** A proxy that forwards everything. */
    public static FaultyProxy before(String host, int port) {
        try {
            return new FaultyProxy(host, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The connections that have not ended on both sides. */
    public int connections() {
        return links.size();
    }

    /** The connections it was ever asked for, in a black hole too. */
    public int accepted() {
        return accepted.get();
    }

    /**
     * From now on nothing is forwarded, neither way, not even the end of a connection. New ones are accepted, and get
     * no answer. What was on its way before may still arrive.
     */
    public void blackHole() {
        gate.shut();
    }

    /** Forwards again: first what was held back. Connections that were made in the black hole are served. */
    public void heal() {
        gate.open();
    }

    /** Ends all connections at once, on both sides, with a reset. */
    public void cut() {
        links.forEach(Link::reset);
    }

    /** From now on nothing listens: new connections are refused. Those that were {@link #accepted} stay. */
    public synchronized void refuse() {
        try {
            listener.close();
            accepting.join(); // until it lets go, the port still answers
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens again, on the same port. */
    public synchronized void accept() {
        if (listener.isClosed()) {
            try {
                listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket(wanted, BACKLOG, InetAddress.getByName("127.0.0.1"));
        listener = socket;
        accepting = start("accept", () -> acceptFrom(socket));
    }

    private void acceptFrom(ServerSocket socket) {
        while (true) {
            try {
                Link link = new Link(socket.accept());
                accepted.incrementAndGet();
                links.add(link);
                start("forward", link::serve);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, "faulty-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Stops listening and cuts all connections. */
    @Override
    public void close() {
        refuse();
        cut();
    }

    /** Whether anything may pass. */
    private static final class Gate {
        private boolean open = true;

        synchronized void open() {
            open = true;
            notifyAll();
        }

        synchronized void shut() {
            open = false;
        }

        synchronized void await(Link link) throws IOException {
            while (!open && !link.isReset) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            if (link.isReset) {
                throw new IOException("reset");
            }
        }

        synchronized void letGo(Link link) {
            link.isReset = true;
            notifyAll();
        }
    }

    /** A client's connection, and the one to the server that belongs to it. */
    private final class Link {
        private final Socket client;
        private final Socket server = new Socket();
        private boolean isReset; // guarded by the gate

        Link(Socket client) {
            this.client = client;
        }

        void serve() {
            try {
                gate.await(this);
                server.connect(new InetSocketAddress(host, targetPort));
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread back = start("back", () -> forward(server, client));
                forward(client, server);
                back.join();
                client.close();
                server.close();
            } catch (IOException | InterruptedException e) {
                reset();
            } finally {
                links.remove(this);
            }
        }

        private void forward(Socket from, Socket to) {
            byte[] bytes = new byte[16_384];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int count;
                do {
                    count = in.read(bytes);
                    gate.await(this);
                    out.write(bytes, 0, Math.max(count, 0));
                } while (count >= 0);
                to.shutdownOutput();
            } catch (IOException e) {
                reset();
            }
        }

        void reset() {
            gate.letGo(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException e) {
                    // closed already
                }
            }
            links.remove(this);
        }
    }
}
