package dev.serein;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.serein.connection.ConnectFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lends connections, of our pool or of another data source, and knows who holds them. */
final class Lender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final DataSource source;
    private final @Nullable HikariDataSource pool;
    private final Watch watch;
    private final Limits limits;
    private final Misuse misuse;
    private final Bodies bodies;
    private volatile boolean closing;

    /** @param pool the source, if it is our pool and to be closed with this */
    Lender(DataSource source, @Nullable HikariDataSource pool, Watch watch, Limits limits, Misuse misuse) {
        this.source = source;
        this.pool = pool;
        this.watch = watch;
        this.limits = limits;
        this.misuse = misuse;
        this.bodies = new Bodies(misuse);
    }

    Limits limits() {
        return limits;
    }

    /** Of transactions on these connections. */
    Bodies bodies() {
        return bodies;
    }

    /** @param allowed for waiting and all that is done with the connection; null for no such limit */
    LentConnection borrow(@Nullable Duration allowed) {
        bodies.statement();
        return borrow(System.nanoTime(), allowed, new Throwable());
    }

    /** For a call that gives the connection back before it returns: where it is, its thread's stack says meanwhile. */
    LentConnection borrowForOneCall(@Nullable Duration allowed) {
        bodies.statement();
        return borrowForOneCall(System.nanoTime(), allowed);
    }

    /**
     * The same, for what is a transaction by itself, or for us.
     *
     * @param from since when the time runs that is allowed
     */
    LentConnection borrowForOneCall(long from, @Nullable Duration allowed) {
        return borrow(from, allowed, null);
    }

    /**
     * Makes one beside the pool, to be given to {@link #end}: for who must not wait until others give theirs back, as
     * these may wait for what they do. Another's pool has no such.
     *
     * @param from since when the time runs
     * @param allowed for all that is done with it
     */
    LentConnection connect(long from, Duration allowed) {
        if (pool == null) {
            return borrowForOneCall(from, allowed);
        }
        refuseIfClosed();
        try {
            Connection connection = connected(pool.getDataSource(), from + allowed.toNanos() - System.nanoTime());
            Slot slot = watch.slotOf(connection);
            return new LentConnection(connection, slot, slot.take(from + allowed.toNanos(), null), null);
        } catch (ConnectFailure e) {
            throw ConnectionFailed.of(e);
        } catch (TimeoutException e) {
            throw DeadlineExceeded.waitingForAConnection(allowed, status());
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot connect", e, null);
        }
    }

    /** Connecting has a timeout of its own, which may be longer; what comes too late is closed. */
    private static Connection connected(DataSource source, long nanos) throws SQLException, TimeoutException {
        CompletableFuture<Connection> made = new CompletableFuture<>();
        Thread connecting = new Thread(
                () -> {
                    try {
                        Connection connection = source.getConnection();
                        if (!made.complete(connection)) {
                            close(connection);
                        }
                    } catch (Throwable e) {
                        made.completeExceptionally(e);
                    }
                },
                "serein-connecting");
        connecting.setDaemon(true);
        connecting.start();
        try {
            return made.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException failure ? failure : new SQLException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("The thread was interrupted", "57014");
        } finally {
            made.cancel(false);
        }
    }

    /** Closes such a connection. */
    void end(LentConnection made) {
        if (pool == null) {
            takeBack(made);
            return;
        }
        made.drop();
        close(made);
    }

    private LentConnection borrow(long from, @Nullable Duration allowed, @Nullable Throwable where) {
        long deadline = allowed == null ? Slot.NEVER : from + allowed.toNanos();
        while (true) {
            Connection connection = wait(from, allowed);
            try {
                Slot slot = watch.slotOf(connection);
                if (pool != null && slot.hasUnreadMessage() && !connection.isValid(1)) {
                    LOG.info("A connection that was idle has been ended by the server; it is replaced");
                    pool.evictConnection(connection);
                    continue;
                }
                return new LentConnection(connection, slot, slot.take(deadline, where), traces(connection, slot));
            } catch (SQLException e) {
                close(connection);
                throw SqlErrors.translate("Cannot prepare a connection", e, null);
            }
        }
    }

    /** Behind a pooler, sessions are the pooler's; in another's transaction, the session is that one's. */
    private @Nullable Traces traces(Connection connection, Slot slot) throws SQLException {
        return slot.isPooled() || pool == null && !connection.getAutoCommit()
                ? null
                : new Traces(slot, misuse, pool != null);
    }

    private Connection wait(long from, @Nullable Duration allowed) {
        refuseIfClosed();
        try {
            Connection connection = get(from, allowed);
            if (closing) {
                close(connection);
                refuseIfClosed();
            }
            return connection;
        } catch (SQLException e) {
            throw notLent(e, Duration.ofNanos(System.nanoTime() - from), allowed);
        }
    }

    private void refuseIfClosed() {
        if (closing) {
            throw new IllegalStateException("The database is closed");
        }
    }

    private Connection get(long from, @Nullable Duration allowed) throws SQLException {
        if (pool == null || allowed == null) {
            return source.getConnection();
        }
        long left = allowed.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        long patience = Math.min(pool.getConnectionTimeout(), left);
        if (patience <= 0) {
            throw DeadlineExceeded.waitingForAConnection(allowed, status());
        }
        return ((HikariPool) pool.getHikariPoolMXBean()).getConnection(patience);
    }

    private RuntimeException notLent(SQLException e, Duration waited, @Nullable Duration allowed) {
        if (pool == null) {
            return notLentByAnother(e, waited);
        }
        if (Thread.currentThread().isInterrupted()) {
            return Cancelled.whileWaiting(waited);
        }
        PoolStatus status = status();
        if (e.getCause() instanceof ConnectFailure failure && status.total() == 0) {
            return ConnectionFailed.of(failure);
        }
        if (allowed != null && allowed.compareTo(waited) <= 0) {
            return DeadlineExceeded.waitingForAConnection(allowed, status);
        }
        return new PoolExhausted(waited, status, e);
    }

    /** A pool of another's says what it knows in causes, and of its own nothing with a state. */
    private RuntimeException notLentByAnother(SQLException e, Duration waited) {
        SQLException root = null;
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SQLException failure && failure.getSQLState() != null) {
                root = failure;
            }
        }
        if (root != null) {
            return ConnectionFailed.notMade(root);
        }
        return e instanceof SQLTransientException
                ? new PoolExhausted(waited, status(), e)
                : SqlErrors.translate("Cannot borrow a connection", e, null);
    }

    /**
     * Takes a connection back.
     *
     * @param failed whether an exception is on its way, which is not to be hidden
     * @throws IllegalStateException if something was left in its session, and the guard says so
     */
    void giveBack(LentConnection lent, boolean failed) {
        takeBack(lent);
        if (lent.traces() != null) {
            lent.traces().judge(failed);
        }
    }

    /** The same, for who asks later what was left. */
    void takeBack(LentConnection lent) {
        try {
            lent.giveBack(limits.silence());
        } catch (SQLException e) {
            LOG.debug("A connection could not be set back; it is not lent again", e);
            if (pool != null) {
                pool.evictConnection(lent.getDelegate());
            } else {
                close(lent.slot().connection());
            }
        }
        close(lent);
    }

    /** Gives back what nobody is to have again: it is broken, or nobody knows what state it is in. */
    void evict(LentConnection lent) {
        Slot slot = lent.slot();
        lent.drop();
        if (pool != null) {
            pool.evictConnection(lent.getDelegate()); // which closes it
        } else {
            close(slot.connection());
            close(lent);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection could not be given back", e);
        }
    }

    /** All that there are, lent or not. */
    Collection<Slot> slots() {
        return watch.slots();
    }

    PoolStatus status() {
        List<Holder> holders = watch.slots().stream()
                .map(Holder::of)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .sorted(Comparator.comparing(Holder::held).reversed())
                .toList();
        if (pool == null) {
            return new PoolStatus(0, 0, holders.size(), 0, 0, holders);
        }
        var numbers = pool.getHikariPoolMXBean();
        return new PoolStatus(
                pool.getMaximumPoolSize(),
                numbers.getTotalConnections(),
                numbers.getActiveConnections(),
                numbers.getIdleConnections(),
                numbers.getThreadsAwaitingConnection(),
                holders);
    }

    /** Lends no more; gives those who hold a connection some time; then cuts them off. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        if (pool != null) {
            if (!watch.awaitNoneHeld(limits.closeGrace())) {
                LOG.warn("The database is closed although connections are held: {}", status().holders());
                watch.endAll();
            }
            pool.close();
        }
        watch.close();
    }
}
