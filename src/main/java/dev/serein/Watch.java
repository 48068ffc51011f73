package dev.serein;

import dev.serein.connection.Link;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks over the connections of one database, again and again: what is over its deadline, or whose thread was
 * interrupted, is cancelled in the server; what does not end then is cut off. A statement costs it a few writes; there
 * is no timer for each, and no lock.
 */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** Between two requests to cancel: the first may have come before the statement did. */
    private static final long AGAIN_NANOS = Duration.ofMillis(250).toNanos();
    /** What a server that can be reached needs to obey. */
    private static final long OBEY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<PgConnection, Slot> slots = new ConcurrentHashMap<>();
    private final Map<Slot, Offence> offences = new ConcurrentHashMap<>();
    private final Map<Slot, Long> reported = new ConcurrentHashMap<>();
    private final long reportAfterNanos;
    private final Consumer<Holder> forgotten;
    private volatile boolean closed;

    /**
     * A turn that should be over.
     *
     * @param turn its number
     * @param cancelAt when to ask the server for the next time
     * @param cutAt when it has had its chance
     */
    private record Offence(long turn, long cancelAt, long cutAt) {}

    /** @param reportAfter how long a connection may be held before it is taken for forgotten */
    Watch(Duration reportAfter) {
        this(reportAfter, holder -> LOG.warn("A connection has not been given back; it is held {}", holder));
    }

    Watch(Duration reportAfter, Consumer<Holder> forgotten) {
        this.reportAfterNanos = reportAfter.toNanos();
        this.forgotten = forgotten;
        WatchThread.add(this);
    }

    void add(Link link) {
        slots.put(link.connection(), new Slot(link.connection(), link.socket(), link.incarnation(), link.pooled()));
    }

    /** The slot of a borrowed connection; one of another's pool gets its slot when it is first seen. */
    Slot slotOf(Connection borrowed) throws SQLException {
        PgConnection connection = borrowed.unwrap(PgConnection.class);
        Slot slot = slots.get(connection);
        return slot != null ? slot : slots.computeIfAbsent(connection, unknown -> new Slot(unknown, null, null, false));
    }

    Collection<Slot> slots() {
        return slots.values();
    }

    /** One look at all of them. */
    void look() {
        slots.values().removeIf(slot -> !slot.isHeld() && slot.isClosed());
        offences.keySet().removeIf(slot -> !slot.isHeld());
        reported.keySet().removeIf(slot -> !slot.isHeld());
        for (Slot slot : slots.values()) {
            long turn = slot.turn();
            if (turn != 0) {
                report(slot);
                Slot.Ended reason = slot.isLate() ? Slot.Ended.LATE : interrupted(slot);
                if (reason != null) {
                    end(slot, turn, reason);
                }
            }
        }
    }

    private static Slot.@Nullable Ended interrupted(Slot slot) {
        return slot.isInterrupted() ? Slot.Ended.INTERRUPTED : null;
    }

    private void end(Slot slot, long turn, Slot.Ended reason) {
        long now = System.nanoTime();
        Offence offence = offences.get(slot);
        if (offence == null || offence.turn != turn) {
            offence = new Offence(turn, now, now + OBEY_NANOS);
        }
        if (now - offence.cutAt >= 0) {
            slot.cut(turn, reason);
        } else if (now - offence.cancelAt >= 0) {
            offence = new Offence(turn, now + AGAIN_NANOS, offence.cutAt);
            WatchThread.send(() -> slot.cancel(turn, reason));
        }
        offences.put(slot, offence);
    }

    private void report(Slot slot) {
        Long since = slot.since();
        if (System.nanoTime() - since >= reportAfterNanos && !since.equals(reported.put(slot, since))) {
            Holder holder = Holder.of(slot);
            if (holder != null) {
                forgotten.accept(holder);
            }
        }
    }

    boolean isAnyHeld() {
        return slots.values().stream().anyMatch(Slot::isHeld);
    }

    /** Waits until nothing is held; false if the time is over before. */
    boolean awaitNoneHeld(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (isAnyHeld()) {
            if (System.nanoTime() - until >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(WatchThread.LOOK_NANOS);
        }
        return true;
    }

    /** Ends what all holders wait for: in the server, and where that does not help, here. */
    void endAll() {
        for (Slot slot : slots.values()) {
            long turn = slot.turn();
            if (turn != 0) {
                WatchThread.send(() -> slot.cancel(turn, Slot.Ended.CLOSED));
            }
        }
        if (!awaitNoneHeld(Duration.ofNanos(OBEY_NANOS))) {
            slots.values().forEach(slot -> slot.cut(slot.turn(), Slot.Ended.CLOSED));
        }
    }

    /** Whether it need not be looked at any more. */
    boolean isOver() {
        return closed && !isAnyHeld();
    }

    /** What is still held is looked after until it is given back. */
    @Override
    public void close() {
        closed = true;
    }
}
