package dev.serein.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A network that reads along: a proxy on loopback, in front of a PostgreSQL, that knows which round trip it has before
 * it, says what was sent, and loses what it is told to. Without TLS. Thread-safe; its threads are daemons.
 *
 * <pre>{@code
 * try (WireProxy wire = WireProxy.before(url); Database db = Database.open(wire.url())) {
 *     wire.once(RoundTrip::commits, Fate.EAT_ANSWER);
 *     db.transaction(…); // is committed, and does not hear so
 * }
 * }</pre>
 */
public final class WireProxy implements AutoCloseable {
    private static final int BACKLOG = 1_000;

    private final URI target;
    private final int port;
    private final Set<WireLink> links = ConcurrentHashMap.newKeySet();
    private final Queue<Socket> stranded = new ConcurrentLinkedQueue<>();
    private final Map<Fate, AtomicInteger> done = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<RoundTrip> seen = new ConcurrentLinkedQueue<>();
    private volatile boolean recording;
    private volatile Function<RoundTrip, Fate> script = trip -> Fate.PASS;
    private ServerSocket listener;
    private Thread accepting;

    private WireProxy(String url) throws IOException {
        this.target = URI.create(url);
        listen(0);
        this.port = listener.getLocalPort();
    }

    /** A proxy before this server, that forwards everything. */
    public static WireProxy before(String url) {
        try {
            return new WireProxy(url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same database, by way of this. */
    public String url() {
        return target.toString().replace(":" + target.getPort() + "/", ":" + port + "/");
    }

    /**
     * From now on this says what becomes of each round trip. It is asked by the threads of the connections, several at
     * once, and may take its time: nothing moves on that connection meanwhile.
     */
    public void follow(Function<RoundTrip, Fate> fates) {
        script = fates;
    }

    /** The next one of this kind has this fate; all others pass. */
    public void once(Predicate<RoundTrip> kind, Fate fate) {
        AtomicBoolean over = new AtomicBoolean();
        follow(trip -> kind.test(trip) && over.compareAndSet(false, true) ? fate : Fate.PASS);
    }

    /** From now on everything passes. */
    public void pass() {
        follow(trip -> Fate.PASS);
    }

    /** How many round trips had this fate. */
    public int done(Fate fate) {
        return done.getOrDefault(fate, new AtomicInteger()).get();
    }

    /** How many had any fate but {@link Fate#PASS}. */
    public int faults() {
        return done.entrySet().stream()
                .filter(each -> each.getKey() != Fate.PASS)
                .mapToInt(each -> each.getValue().get())
                .sum();
    }

    /** What is executed while this runs, on all connections. */
    public List<RoundTrip> during(ThrowingCallable work) {
        seen.clear();
        recording = true;
        try {
            work.call();
            return List.copyOf(seen);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            recording = false;
        }
    }

    Fate fateOf(RoundTrip trip) {
        if (recording && trip.executes()) {
            seen.add(trip);
        }
        Fate fate = script.apply(trip);
        done.computeIfAbsent(fate, any -> new AtomicInteger()).incrementAndGet();
        return fate;
    }

    /** Lets all answers go that wait. */
    public void release() {
        links.forEach(WireLink::release);
    }

    /** The connections that are open. */
    public int connections() {
        return links.size();
    }

    /** The connections it was ever asked for. */
    public int accepted() {
        return accepted.get();
    }

    /** Ends one of the connections with a reset, chosen by chance; whether there was one. */
    public boolean cutOne() {
        List<WireLink> open = new ArrayList<>(links);
        if (open.isEmpty()) {
            return false;
        }
        open.get(ThreadLocalRandom.current().nextInt(open.size())).reset();
        return true;
    }

    /** Ends all connections with a reset. */
    public void cut() {
        links.forEach(WireLink::reset);
    }

    /** From now on nothing listens; open connections stay. */
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
        accepting = run("accept", () -> acceptFrom(socket));
    }

    private void acceptFrom(ServerSocket socket) {
        while (true) {
            try {
                Socket client = socket.accept();
                int number = accepted.incrementAndGet();
                run("requests", () -> connect(number, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(int number, Socket client) {
        try {
            WireLink link = new WireLink(this, number, client, new Socket(target.getHost(), target.getPort()));
            links.add(link);
            link.serve();
        } catch (IOException e) {
            WireLink.reset(client); // the server is away
        }
    }

    Thread run(String name, Runnable work) {
        Thread thread = new Thread(work, "wire-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    void forget(WireLink link) {
        links.remove(link);
    }

    void keep(Socket server) {
        stranded.add(server);
    }

    /** Stops listening and ends all connections, those too that it has left on the server. */
    @Override
    public void close() {
        refuse();
        cut();
        stranded.forEach(WireLink::reset);
    }
}
