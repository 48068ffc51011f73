package dev.serein.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands for PgBouncer 1.18 in transaction mode, the last version of Debian 12, with {@code server_round_robin}: every
 * transaction runs on the server connection that was free for the longest time. So what a session keeps is not there in
 * the next transaction, and is there for somebody else: prepared statements (26000, 42P05), settings, locks, temporary
 * tables; LISTEN hears nothing. As with PgBouncer,
 *
 * <ul>
 *   <li>TLS and GSSAPI are declined, and every password is right;
 *   <li>a startup parameter that it does not know is refused with 08P01, {@code options} too, unless it was told to
 *       ignore it;
 *   <li>those that the server reports on change ({@code TimeZone} and the like) do follow the client;
 *   <li>a client has a process number and a key of the pooler's, with which it can cancel what runs for it;
 *   <li>a client that ends within a transaction takes its server connection with it.
 * </ul>
 *
 * <p>Compared with PgBouncer 1.18 itself once, by hand: the same answers to the same statements, and the same errors.
 *
 * <p>The server asks for no password, or for a clear one, as the embedded one does. Thread-safe; daemon threads.
 */
public final class TransactionPooler implements AutoCloseable {
    private final URI server;
    private final ServerSocket listener;
    private final Semaphore permits;
    private final Deque<PoolerServer> free = new ArrayDeque<>();
    private final Map<Integer, PoolerClient> clients = new ConcurrentHashMap<>();
    private final Set<PoolerServer> servers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<String> ignored = ConcurrentHashMap.newKeySet();
    private final Map<String, String> welcome;

    private TransactionPooler(URI server, int serverConnections) throws IOException {
        this.server = server;
        this.permits = new Semaphore(serverConnections, true);
        ignore("extra_float_digits");
        for (int i = 0; i < serverConnections; i++) {
            free.add(connect());
        }
        this.welcome = Map.copyOf(free.element().reported());
        this.listener = new ServerSocket(0, 1_000, InetAddress.getByName("127.0.0.1"));
        start("accept", this::accept);
    }

    /**
     * A pooler that listens, on 127.0.0.1.
     *
     * @param url the database behind it, {@code postgresql://user:password@host:port/name} without escapes
     * @param serverConnections how many connections it shares out
     */
    public static TransactionPooler before(String url, int serverConnections) {
        try {
            return new TransactionPooler(URI.create(url), serverConnections);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The database's URL by way of the pooler. */
    public String url() {
        return "postgresql://" + server.getRawUserInfo() + "@127.0.0.1:" + port() + server.getRawPath();
    }

    /**
     * From now on it accepts this startup parameter and forgets it, as PgBouncer's ignore_startup_parameters has it.
     */
    public void ignore(String parameter) {
        ignored.add(parameter);
    }

    boolean ignores(String parameter) {
        return ignored.contains(parameter);
    }

    /** The clients it ever accepted, those that it refused and those that only came to cancel among them. */
    public int accepted() {
        return accepted.get();
    }

    static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "transaction-pooler-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                PoolerClient client = new PoolerClient(this, socket, accepted.incrementAndGet());
                clients.put(client.pid(), client);
                start("client", client::serve);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private PoolerServer connect() throws IOException {
        PoolerServer connection = PoolerServer.connect(server);
        servers.add(connection);
        return connection;
    }

    /** What the server reported of itself, for a client's welcome. */
    Map<String, String> welcome() {
        return welcome;
    }

    /** A free server connection; waits for one. */
    PoolerServer take() throws IOException {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        try {
            PoolerServer connection;
            synchronized (free) {
                connection = free.poll();
            }
            if (connection != null && connection.isOpen()) {
                return connection;
            }
            servers.removeIf(ended -> !ended.isOpen());
            return connect();
        } catch (IOException e) {
            permits.release();
            throw e;
        }
    }

    void giveBack(PoolerServer connection) {
        if (connection.isOpen()) {
            synchronized (free) {
                free.add(connection);
            }
        }
        permits.release();
    }

    void cancel(int pid, int key) throws IOException {
        PoolerClient client = clients.get(pid);
        if (client != null) {
            client.cancel(key);
        }
    }

    void forget(PoolerClient client) {
        clients.remove(client.pid());
    }

    /** Ends all connections, on both sides. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        clients.values().forEach(PoolerClient::end);
        servers.forEach(PoolerServer::end);
    }
}
