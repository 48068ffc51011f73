package dev.serein.postgres.fault;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults of a {@link FaultyProxy} that know what is said: which round trips there are, what was executed, and what
 * becomes of it. For connections in clear text; to be had from {@link FaultyProxy#messages}. Thread-safe.
 *
 * <pre>{@code
 * proxy.messages().once(RoundTrip::commits, Fate.EAT_ANSWER);
 * transfer(); // is committed, and does not hear so
 * }</pre>
 */
public final class Messages {
    private static final Logger LOG = LoggerFactory.getLogger(FaultyProxy.class);

    private final Supplier<Links> open;
    private final Map<Fate, AtomicInteger> done = new ConcurrentHashMap<>();
    private final Set<Queue<RoundTrip>> recordings = ConcurrentHashMap.newKeySet();
    private final MessageCuts cuts = new MessageCuts();
    private volatile Function<RoundTrip, Fate> fates = trip -> Fate.PASS;
    private volatile boolean read;

    Messages(Supplier<Links> open) {
        this.open = open;
    }

    /**
     * What somebody does while round trips are watched.
     *
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Work<E extends Exception> {
        /**
         * Does it.
         *
         * @throws E if it fails
         */
        void run() throws E;
    }

    /**
     * From now on this says what becomes of each round trip. It is asked by the threads of the connections, several at
     * once, and may take its time: nothing moves on that connection meanwhile. What it throws ends the connection, and
     * goes to the handler of that thread's uncaught exceptions.
     *
     * @param script a fate for each round trip
     */
    public void follow(Function<RoundTrip, Fate> script) {
        links();
        fates = script;
    }

    /**
     * The next round trip of a kind has this fate; all others pass.
     *
     * @param kind which it is, such as {@code RoundTrip::commits}
     * @param fate what becomes of it
     */
    public void once(Predicate<RoundTrip> kind, Fate fate) {
        AtomicBoolean over = new AtomicBoolean();
        follow(trip -> kind.test(trip) && over.compareAndSet(false, true) ? fate : Fate.PASS);
    }

    /** From now on everything passes, and no message is waited for at which to cut. */
    public void pass() {
        follow(trip -> Fate.PASS);
        cuts.clear();
    }

    /**
     * Cuts a connection before a message, once: who receives has all before it and then the end, who sends sees a
     * reset. Messages that are forwarded are counted from now on, those of all connections together; one with a fate of
     * its own is not.
     *
     * @param nth at which message of that type, from 1
     * @param type the message's first byte, such as {@code 'Q'} or {@code 'E'} (Execute) of a client and {@code 'Z'}
     *     (ReadyForQuery) of a server
     * @param direction to whom it is sent
     * @throws IllegalArgumentException if there is no such message
     */
    public void cutBefore(int nth, char type, Direction direction) {
        links();
        cuts.add(MessageCuts.Place.BEFORE, nth, type, direction);
    }

    /**
     * The same after that message, which arrives. Of a request, what the server answers is thrown away.
     *
     * @param nth at which message of that type, from 1
     * @param type the message's first byte
     * @param direction to whom it is sent
     * @throws IllegalArgumentException if there is no such message
     */
    public void cutAfter(int nth, char type, Direction direction) {
        links();
        cuts.add(MessageCuts.Place.AFTER, nth, type, direction);
    }

    /** Lets all answers go that wait, see {@link Fate#HOLD_ANSWER}. */
    public void release() {
        links().release();
    }

    /**
     * What is executed on all connections while some work is done.
     *
     * @param work what to do
     * @param <E> what it throws
     * @return the round trips in which something was executed, in their order
     * @throws E if the work does
     */
    public <E extends Exception> List<RoundTrip> during(Work<E> work) throws E {
        links();
        Queue<RoundTrip> seen = new ConcurrentLinkedQueue<>();
        recordings.add(seen);
        try {
            work.run();
            return List.copyOf(seen);
        } finally {
            recordings.remove(seen);
        }
    }

    /**
     * How many round trips had a fate, from the proxy's start.
     *
     * @param fate which
     * @return how many
     */
    public int done(Fate fate) {
        return done.getOrDefault(fate, new AtomicInteger()).get();
    }

    /** {@return how many round trips had any fate but {@link Fate#PASS}} */
    public int faults() {
        return done.entrySet().stream()
                .filter(each -> each.getKey() != Fate.PASS)
                .mapToInt(each -> each.getValue().get())
                .sum();
    }

    Fate fateOf(RoundTrip trip) {
        if (trip.executes()) {
            recordings.forEach(seen -> seen.add(trip));
        }
        Fate fate = Objects.requireNonNull(fates.apply(trip), "The script knows no fate for a round trip");
        done.computeIfAbsent(fate, any -> new AtomicInteger()).incrementAndGet();
        return fate;
    }

    MessageCuts cuts() {
        return cuts;
    }

    private Links links() {
        return open.get();
    }

    /** From now on somebody wants to read along. */
    Messages read() {
        Links links = links();
        String mode = links.target().insistsOnTls();
        if (mode != null) {
            throw unreadable("the URL of the server says sslmode=" + mode);
        }
        read = true;
        if (links.areEncrypted()) {
            throw unreadable("a connection through the proxy is encrypted");
        }
        return this;
    }

    private static IllegalStateException unreadable(String why) {
        return new IllegalStateException("Messages can be read in clear text only, but " + why
                + "\n  fix: connect with sslmode=disable, after the first call of messages(); or use the faults that go"
                + " through TLS: cut, cutAfter, blackHole, drop, delay, throttle");
    }

    /** Whether somebody wants to read along, so that no TLS may be offered. */
    boolean areRead() {
        return read;
    }

    /** The client cannot be told: its driver has words of its own for that. */
    void tellThatClientInsistsOnTls() {
        LOG.warn("A client wants TLS or nothing, but messages can be read in clear text only"
                + "\n  fix: connect with sslmode=disable");
    }
}
