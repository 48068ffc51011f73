package dev.serein.postgres.fault;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A network that fails when told to: a TCP proxy on loopback, in front of a PostgreSQL server. Thread-safe; its threads
 * are daemons. It listens on 127.0.0.1 only. After {@link #close}, whatever would change something throws an
 * {@link IllegalStateException}.
 *
 * <pre>{@code
 * try (FaultyProxy proxy = FaultyProxy.before(url)) {
 *     connectTo(proxy.url());
 *     proxy.blackHole(); // nothing arrives any more, and nobody is told
 *     proxy.heal();
 * }
 * }</pre>
 */
public final class FaultyProxy implements AutoCloseable {
    private static final Duration LONGEST_DELAY = Duration.ofDays(1);

    private final Target target;
    private final Messages messages;
    private final Links links;
    private final Listener listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FaultyProxy(Target target) {
        this.target = target;
        this.messages = new Messages(this::open);
        this.links = new Links(target, messages);
        this.listener = new Listener(links::add);
    }

    /**
     * A proxy before the server of this database. It forwards everything.
     *
     * @param url {@code postgresql://user:password@host:port/database}, with or without {@code jdbc:}; one host
     * @return the proxy, which the caller closes
     * @throws IllegalArgumentException if the URL is not one of a single host; the message does not hold it
     * @throws IllegalStateException if nothing answers there
     */
    public static FaultyProxy before(String url) {
        return new FaultyProxy(Target.parse(url));
    }

    /**
     * A proxy before a server. It forwards everything.
     *
     * @param host the server's name or address
     * @param port the server's port
     * @return the proxy, which the caller closes
     * @throws IllegalArgumentException if that is no port
     * @throws IllegalStateException if nothing answers there
     */
    public static FaultyProxy before(String host, int port) {
        return new FaultyProxy(Target.of(host, port));
    }

    /**
     * The same database by way of this proxy. A certificate of the server is not one for the address in it.
     *
     * @return the URL that the proxy was made before, at 127.0.0.1 and {@link #port}
     * @throws IllegalStateException if the proxy was made before a host and a port
     */
    public String url() {
        return target.urlBy(port());
    }

    /** {@return where it listens, on 127.0.0.1} */
    public int port() {
        return listener.port();
    }

    /** {@return how many connections have not ended on both sides} */
    public int connections() {
        return links.open();
    }

    /** {@return how many connections it was ever asked for, in a black hole too} */
    public int accepted() {
        return links.accepted();
    }

    /**
     * The faults that know what is said. They need clear text: from the first call on, the proxy itself answers that
     * there is no TLS. Who goes on without gets it so, which is what {@code sslmode=prefer} does.
     *
     * @return one object, always the same
     * @throws IllegalStateException if the URL insists on TLS, or a connection is encrypted already
     */
    public Messages messages() {
        return messages.read();
    }

    /** Ends all connections at once, on both sides, with a reset. */
    public void cut() {
        open().reset();
    }

    /**
     * Ends the connection that is open longest, on both sides, with a reset.
     *
     * @return whether there was one
     */
    public boolean cutOne() {
        return open().resetOldest();
    }

    /**
     * Cuts each connection that is made from now on after exactly so many bytes: who receives has them all and then the
     * end, who sends sees a reset. Through TLS too.
     *
     * @param bytes how many are forwarded, from the connection's start
     * @param direction to whom
     * @throws IllegalArgumentException if that is none
     */
    public void cutAfter(long bytes, Direction direction) {
        open().cutEach(direction, positive(bytes, "bytes after which a connection is cut"));
    }

    /**
     * The same for the next connection only.
     *
     * @param bytes how many are forwarded, from the connection's start
     * @param direction to whom
     * @throws IllegalArgumentException if that is none
     */
    public void cutNextAfter(long bytes, Direction direction) {
        open().cutNext(direction, positive(bytes, "bytes after which a connection is cut"));
    }

    /** From now on nothing listens: new connections are refused. Those that were {@link #accepted} stay. */
    public void refuse() {
        open();
        listener.refuse();
    }

    /**
     * Listens again, on the same port.
     *
     * @throws IllegalStateException if somebody else has taken it meanwhile
     */
    public void accept() {
        open();
        listener.accept();
    }

    /**
     * From now on nothing is forwarded, not even the end of a connection; it is held back until {@link #heal}. New
     * connections are accepted, and get no answer. What was on its way before may still arrive.
     *
     * @param only the direction that this is true of; without one, both
     */
    public void blackHole(Direction... only) {
        open().change(only, Way::hold);
    }

    /**
     * From now on what is sent is thrown away, the end of a connection too; the sender does not have to wait.
     *
     * @param only the direction that this is true of; without one, both
     */
    public void drop(Direction... only) {
        open().change(only, Way::drop);
    }

    /**
     * From now on each chunk arrives so much later, in order: latency, which costs no throughput below 4 MiB under way.
     * It is true of what is on its way, too.
     *
     * @param latency of one direction, a day at most; zero for none
     * @param only the direction that this is true of; without one, both
     * @throws IllegalArgumentException if it is negative or longer
     */
    public void delay(Duration latency, Direction... only) {
        if (latency.isNegative() || latency.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("A delay is from zero to a day, not " + latency);
        }
        open().change(only, way -> way.delay(latency));
    }

    /**
     * From now on each connection carries no more than this.
     *
     * @param bytesPerSecond of each connection, in one direction
     * @param only the direction that this is true of; without one, both
     * @throws IllegalArgumentException if that is none
     */
    public void throttle(long bytesPerSecond, Direction... only) {
        long rate = positive(bytesPerSecond, "bytes per second");
        open().change(only, way -> way.throttle(rate));
    }

    /**
     * Ends black holes, drops, delays and throttles, and cuts no more connections to come: first comes what was held
     * back, and connections that were made in a black hole are served. Those of which something was dropped are reset,
     * as it would be missing.
     */
    public void heal() {
        open().heal();
    }

    private static long positive(long number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException("The number of " + what + " is at least 1, not " + number);
        }
        return number;
    }

    private Links open() {
        if (closed.get()) {
            throw new IllegalStateException("This proxy is closed\n  fix: close it after the last connection");
        }
        return links;
    }

    /** Stops listening and cuts all connections. Does nothing the second time. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            listener.refuse();
            links.close();
        }
    }

    /** {@return from where to where, without credentials} */
    @Override
    public String toString() {
        return "127.0.0.1:" + port() + " before " + target;
    }
}
