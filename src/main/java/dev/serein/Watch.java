package dev.serein;

import dev.serein.connection.Link;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that looks over all connections, again and again: what is over its deadline, or whose thread was
 * interrupted, is cancelled in the server; what does not end then is cut off. A statement costs it two writes; there is
 * no timer for each, and no lock.
 */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long LOOK_NANOS = Duration.ofMillis(25).toNanos();
    /** Between two requests to cancel: the first may have come before the statement did. */
    private static final long AGAIN_NANOS = Duration.ofMillis(250).toNanos();
    /** What a server that can be reached needs to obey. */
    private static final long OBEY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<PgConnection, Slot> slots = new ConcurrentHashMap<>();
    private final Map<Slot, Offence> offences = new ConcurrentHashMap<>();
    private final ExecutorService messengers = Executors.newCachedThreadPool(daemons("serein-cancel"));
    private final Thread thread = daemons("serein-watch").newThread(this::look);
    private final long reportAfterNanos;
    private final Consumer<Holder> forgotten;
    private volatile boolean closed;

    /** What the watch remembers of a slot from one look to the next; only its thread uses it. */
    private static final class Offence {
        private final long holding;
        private boolean reported;
        private boolean ending;
        private long cancelAt;
        private long cutAt;

        Offence(long holding) {
            this.holding = holding;
        }
    }

    /** @param reportAfter how long a connection may be held before it is taken for forgotten */
    Watch(Duration reportAfter) {
        this(reportAfter, holder -> LOG.warn("A connection has not been given back; it is held {}", holder));
    }

    Watch(Duration reportAfter, Consumer<Holder> forgotten) {
        this.reportAfterNanos = reportAfter.toNanos();
        this.forgotten = forgotten;
        thread.start();
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    void add(Link link) {
        slots.put(link.connection(), new Slot(link.connection(), link.socket(), link.pooled()));
    }

    /** The slot of a borrowed connection; one of another's pool gets its slot when it is first seen. */
    Slot slotOf(Connection borrowed) throws SQLException {
        PgConnection connection = borrowed.unwrap(PgConnection.class);
        Slot slot = slots.get(connection);
        return slot != null ? slot : slots.computeIfAbsent(connection, unknown -> new Slot(unknown, null, false));
    }

    Collection<Slot> slots() {
        return slots.values();
    }

    /** The thread of the holder has been thrown off the connection; the server does not know yet. */
    void cancelOrphan(Slot slot) {
        messengers.execute(slot::cancelOrphan);
    }

    private void look() {
        while (!closed) {
            long now = System.nanoTime();
            slots.values().removeIf(slot -> slot.holding() == 0 && slot.isClosed());
            offences.keySet().removeIf(slot -> slot.holding() == 0);
            for (Slot slot : slots.values()) {
                long holding = slot.holding();
                if (holding != 0) {
                    look(slot, holding, now);
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void look(Slot slot, long holding, long now) {
        Slot.Ended reason = reasonToEnd(slot, now);
        boolean forgotten = now - slot.since() >= reportAfterNanos;
        if (reason == null && !forgotten) {
            return;
        }
        Offence offence = offences.get(slot);
        if (offence == null || offence.holding != holding) {
            offence = new Offence(holding);
            offences.put(slot, offence);
        }
        if (forgotten && !offence.reported) {
            offence.reported = true;
            report(slot);
        }
        if (reason != null) {
            end(slot, reason, offence, now);
        }
    }

    private static Slot.@Nullable Ended reasonToEnd(Slot slot, long now) {
        if (slot.deadline() != Slot.NEVER && now - slot.deadline() >= 0) {
            return Slot.Ended.LATE;
        }
        Thread holder = slot.holder();
        return slot.isRunning() && holder != null && holder.isInterrupted() ? Slot.Ended.INTERRUPTED : null;
    }

    private void end(Slot slot, Slot.Ended reason, Offence offence, long now) {
        if (!offence.ending) {
            offence.ending = true;
            offence.cancelAt = now;
            offence.cutAt = now + OBEY_NANOS;
        }
        if (now - offence.cutAt >= 0) {
            slot.cut(offence.holding, reason);
        } else if (now - offence.cancelAt >= 0) {
            offence.cancelAt = now + AGAIN_NANOS;
            messengers.execute(() -> slot.cancel(offence.holding, reason));
        }
    }

    private void report(Slot slot) {
        Holder holder = Holder.of(slot);
        if (holder != null) {
            forgotten.accept(holder);
        }
    }

    /** Ends what all holders wait for, at once. */
    void endAll() {
        for (Slot slot : slots.values()) {
            long holding = slot.holding();
            if (holding != 0) {
                slot.cancel(holding, Slot.Ended.CLOSED);
                slot.cut(holding, Slot.Ended.CLOSED);
            }
        }
    }

    boolean isAnyHeld() {
        return slots.values().stream().anyMatch(slot -> slot.holding() != 0);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        messengers.shutdown();
    }
}
