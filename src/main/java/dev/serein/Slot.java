package dev.serein;

import java.io.IOException;
import java.net.Socket;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * One connection, who holds it, and until when. The holder writes, the {@link Watch} reads; the one thing they do
 * against each other is to give back and to cancel: a cancel that is on its way is waited for, or it would hit the next
 * holder's statement.
 */
final class Slot {
    static final long NEVER = Long.MAX_VALUE;
    private static final Duration OUR_PATIENCE = Duration.ofSeconds(2);
    /** The state's lower bits; above them is the number of the holding, lest a late watch hits the next holder. */
    private static final int FREE = 0;

    private static final int HELD = 1;
    private static final int CANCELLING = 2;
    private static final int CUT = 3;
    private static final int NEXT_HOLDING = 4;

    /** Why the watch ended what ran. */
    enum Ended {
        LATE,
        INTERRUPTED,
        CLOSED
    }

    private final PgConnection connection;
    private final @Nullable Socket socket;
    private final boolean pooled;
    private final AtomicLong state = new AtomicLong(FREE);

    private volatile @Nullable Thread holder;
    private volatile @Nullable Throwable where;
    private volatile long since;
    /** When what runs now has to be over; before {@link System#nanoTime()} or {@link #NEVER}. */
    private volatile long deadline = NEVER;

    private volatile boolean running;
    private volatile @Nullable Ended ended;

    private long holdersDeadline = NEVER;
    private long started;
    private @Nullable Duration raisedTo;

    /**
     * @param socket what lies under the connection; null if it is not known, as of another's pool
     * @param pooled whether a session may be another client's after each transaction
     */
    Slot(PgConnection connection, @Nullable Socket socket, boolean pooled) {
        this.connection = connection;
        this.socket = socket;
        this.pooled = pooled;
    }

    // of the holder

    void take(long until, Throwable from) {
        long now = System.nanoTime();
        ended = null;
        holdersDeadline = until;
        deadline = until;
        since = now;
        where = from;
        holder = Thread.currentThread();
        state.set((state.get() & -NEXT_HOLDING) + NEXT_HOLDING + HELD);
    }

    void begin(long until) {
        started = System.nanoTime();
        deadline = holdersDeadline == NEVER || until - holdersDeadline < 0 ? until : holdersDeadline;
        running = true;
    }

    void end() {
        running = false;
        deadline = holdersDeadline;
    }

    void giveBack() {
        running = false;
        deadline = NEVER;
        long holding = state.get() & -NEXT_HOLDING;
        while (!state.compareAndSet(holding + HELD, holding + FREE) && state.get() == holding + CANCELLING) {
            LockSupport.parkNanos(100_000);
        }
        state.set(holding + FREE);
        holder = null;
        where = null;
    }

    boolean isPooled() {
        return pooled;
    }

    /** How long the statement has run that began last. */
    Duration ran() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Has the server, and the driver, allow more than they do by themselves, until the connection is given back. */
    void allow(Duration longer, Duration byItself) throws SQLException {
        Duration now = raisedTo == null ? byItself : raisedTo;
        if (longer.compareTo(now) <= 0) {
            return;
        }
        raisedTo = longer;
        long silence = longer.plus(OUR_PATIENCE).toMillis();
        connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, silence));
        if (!pooled) {
            execute("set statement_timeout = " + longer.toMillis());
        }
    }

    /** To be called before it is given back. */
    void allowNoMore(Duration silence) throws SQLException {
        if (raisedTo != null && !connection.isClosed()) {
            raisedTo = null;
            if (!pooled) {
                execute("reset statement_timeout");
            }
            connection.setNetworkTimeout(Runnable::run, (int) silence.toMillis());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Whether the server has said something although nobody asked: most likely that it ends the session. Costs a look
     * at the socket, not a round trip.
     */
    boolean hasUnreadMessage() {
        try {
            return socket != null && socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    // of the watch

    /** The number of the present holding; 0 when nobody holds it. */
    long holding() {
        long now = state.get();
        return (now & (NEXT_HOLDING - 1)) == FREE ? 0 : now & -NEXT_HOLDING;
    }

    boolean isRunning() {
        return running;
    }

    boolean isClosed() {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    @Nullable
    Thread holder() {
        return holder;
    }

    @Nullable
    Throwable where() {
        return where;
    }

    long since() {
        return since;
    }

    long deadline() {
        return deadline;
    }

    @Nullable
    Ended ended() {
        return ended;
    }

    /** Asks the server, on a connection of its own, to give up what runs; unless the holding is over. */
    void cancel(long holding, Ended reason) {
        if (state.compareAndSet(holding + HELD, holding + CANCELLING)) {
            ended = reason;
            try {
                connection.getQueryExecutor().sendQueryCancel();
            } catch (SQLException e) {
                // not reached: the connection is cut next
            } finally {
                state.compareAndSet(holding + CANCELLING, holding + HELD);
            }
        }
    }

    /** Ends every wait on the connection, whatever the server and the network do; unless the holding is over. */
    void cut(long holding, Ended reason) {
        if (state.compareAndSet(holding + HELD, holding + CUT)
                || state.compareAndSet(holding + CANCELLING, holding + CUT)) {
            ended = reason;
            try {
                if (socket != null) {
                    socket.close();
                } else {
                    connection.abort(Runnable::run);
                }
            } catch (IOException | SQLException e) {
                // then nobody waits on it either
            }
        }
    }

    /** The holder's thread has gone from the connection already. */
    void cancelOrphan() {
        try {
            connection.getQueryExecutor().sendQueryCancel();
        } catch (SQLException e) {
            // its own timeout will end it
        }
    }
}
