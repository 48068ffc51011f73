package dev.serein;

import java.io.IOException;
import java.net.Socket;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * One connection, who holds it, and until when. What it does comes in turns: a statement, the time until the next one,
 * that statement. The holder changes the turn, the {@link Watch} may end one; a request to cancel that is on its way is
 * waited for before the next turn, or it would hit that.
 */
final class Slot {
    static final long NEVER = Long.MAX_VALUE;
    private static final Duration OUR_PATIENCE = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = 100_000;

    /** The state's lower bits; above them is the number of the turn. */
    private static final int FREE = 0;

    private static final int HELD = 1;
    private static final int CANCELLING = 2;
    private static final int CUT = 3;
    private static final int NEXT_TURN = 4;

    /** Why the watch ended a turn. */
    enum Ended {
        LATE,
        INTERRUPTED,
        CLOSED
    }

    private final PgConnection connection;
    private final @Nullable Socket socket;
    private final @Nullable String incarnation;
    private final boolean pooled;
    private final AtomicLong state = new AtomicLong(FREE);

    private volatile @Nullable Thread holder;
    private volatile @Nullable Throwable where;
    private volatile long since;
    // set lazily: what the watch sees late, it sees before it could act on the turn
    /** When the turn has to be over, in the time of {@link System#nanoTime()}. */
    private final AtomicLong deadline = new AtomicLong(NEVER);

    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable Ended ended;
    private volatile long endedTurn;

    // of the holder's thread
    private int lent;
    private long holdersDeadline = NEVER;
    private long started;
    private @Nullable Duration raisedTo;
    private boolean changedInServer;
    private boolean changedInDriver;
    private boolean stale;

    /**
     * @param socket what lies under the connection; null if it is not known, as of another's pool
     * @param incarnation of the server; null if it is not known
     * @param pooled whether a session may be another client's after each transaction
     */
    Slot(PgConnection connection, @Nullable Socket socket, @Nullable String incarnation, boolean pooled) {
        this.connection = connection;
        this.socket = socket;
        this.incarnation = incarnation;
        this.pooled = pooled;
    }

    // of the holder

    /**
     * Another's data source may lend one connection twice, the second time within the first.
     *
     * @param from where it is borrowed; null if the holder's stack shows it for as long as the connection is held
     * @return the deadline until now, to be said when it is given back
     */
    long take(long until, @Nullable Throwable from) {
        long outer = lent == 0 ? NEVER : holdersDeadline;
        if (lent++ == 0) {
            since = System.nanoTime();
            where = from;
            holder = Thread.currentThread();
        }
        holdersDeadline = earlier(outer, until);
        turn(HELD, holdersDeadline, false);
        return outer;
    }

    /**
     * Begins a statement.
     *
     * @param allowed nanoseconds that it may take, or {@link #NEVER}
     * @return false if the holder's time is over already
     */
    boolean begin(long allowed) {
        long now = System.nanoTime();
        long until = earlier(holdersDeadline, allowed == NEVER ? NEVER : now + allowed);
        started = now;
        turn(HELD, until, true);
        return until == NEVER || until - now > 0;
    }

    void end() {
        turn(HELD, holdersDeadline, false);
    }

    /**
     * Ends the last turn, and a transaction that is left open, and takes back what {@link #allow} changed.
     *
     * @param outer what {@link #take} returned
     * @param silence what the driver allows by itself
     * @param traces of the holder; null if nobody looks for them
     * @throws SQLException if the connection is not as it was, and not to be lent again
     */
    void giveBack(long outer, Duration silence, @Nullable Traces traces) throws SQLException {
        holdersDeadline = outer;
        if (--lent > 0) {
            end();
            return;
        }
        try {
            endTransaction();
            prepareAnew();
            allowNoMore(silence);
            if (traces != null && traces.areLasting()) {
                begin(OUR_PATIENCE.toNanos());
                traces.undo();
            }
        } finally {
            turn(FREE, NEVER, false);
            holder = null;
            where = null;
        }
    }

    /** The same, of a connection that is not lent again, and to which nothing more is said. */
    void drop(long outer) {
        holdersDeadline = outer;
        if (--lent > 0) {
            end();
            return;
        }
        turn(FREE, NEVER, false);
        holder = null;
        where = null;
    }

    private void turn(int next, long until, boolean runs) {
        // whoever sees the new number sees none of the old turn's deadline
        running.lazySet(false);
        deadline.lazySet(NEVER);
        while (true) {
            long now = state.get();
            int status = status(now);
            if (status == CUT && next == HELD) {
                return;
            }
            if (status != CANCELLING && state.compareAndSet(now, number(now) + NEXT_TURN + next)) {
                break;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        deadline.lazySet(until);
        running.lazySet(runs);
    }

    private static int status(long state) {
        return (int) (state & (NEXT_TURN - 1));
    }

    private static long number(long state) {
        return state & -NEXT_TURN;
    }

    private static long earlier(long one, long other) {
        return one == NEVER || other != NEVER && other - one < 0 ? other : one;
    }

    boolean isPooled() {
        return pooled;
    }

    PgConnection connection() {
        return connection;
    }

    /** Of the server that it was made to; null if it is not known. */
    @Nullable
    String incarnation() {
        return incarnation;
    }

    /** As the driver knows it, from the server's last word. */
    TransactionState transactionState() {
        return connection.getTransactionState();
    }

    /** Whether its holder has a transaction on it that is not over, begun by jOOQ's or our means, or by JDBC. */
    boolean isInTransaction() {
        try {
            return !connection.isClosed()
                    && (!connection.getAutoCommit() || connection.getTransactionState() != TransactionState.IDLE);
        } catch (SQLException e) {
            return false; // closed meanwhile
        }
    }

    boolean isLate() {
        long until = deadline.get();
        return until != NEVER && System.nanoTime() - until >= 0;
    }

    /** Of the holder's time; the usual if it has no such limit. */
    Duration left(Duration usual) {
        return holdersDeadline == NEVER ? usual : Duration.ofNanos(holdersDeadline - System.nanoTime());
    }

    /** How long the statement has run that began last. */
    Duration ran() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Has the server, and the driver, allow more than they do by themselves, until the connection is given back. */
    void allow(Duration longer, Duration byItself) throws SQLException {
        if (!allowInTransaction(longer, byItself)) {
            return;
        }
        if (!pooled) {
            changedInServer = true;
            execute("set statement_timeout = " + longer.toMillis());
        } else if (!connection.getAutoCommit()) {
            execute("set local statement_timeout = " + longer.toMillis());
        }
    }

    /** The driver only. {@return whether the server has to be told as well} */
    boolean allowInTransaction(Duration longer, Duration byItself) throws SQLException {
        if (longer.compareTo(raisedTo == null ? byItself : raisedTo) <= 0) {
            return false;
        }
        connection.setNetworkTimeout(Runnable::run, silence(longer));
        raisedTo = longer;
        changedInDriver = true;
        return true;
    }

    private static int silence(Duration allowed) {
        return (int) Math.min(Integer.MAX_VALUE, allowed.plus(OUR_PATIENCE).toMillis());
    }

    /** To be called when a savepoint is rolled back to: what was set since then is as before. */
    void forgetWhatIsAllowed() {
        raisedTo = null;
    }

    private void allowNoMore(Duration silence) throws SQLException {
        boolean changed = changedInDriver || changedInServer;
        raisedTo = null;
        changedInDriver = false;
        if (!changed || connection.isClosed()) {
            return;
        }
        begin(OUR_PATIENCE.toNanos());
        if (changedInServer) {
            execute("reset statement_timeout");
            changedInServer = false;
        }
        connection.setNetworkTimeout(Runnable::run, (int) silence.toMillis());
    }

    /**
     * A table has changed since statements were prepared. The driver prepares a single one anew; one that is a part of
     * a text of several would fail for as long as the connection lives.
     */
    void forgetPrepared() {
        stale = true;
    }

    private void prepareAnew() throws SQLException {
        if (stale && !connection.isClosed() && connection.getTransactionState() == TransactionState.IDLE) {
            begin(OUR_PATIENCE.toNanos());
            execute("deallocate all"); // which the driver sees
            stale = false;
        }
    }

    /**
     * Rolls back what a text of several statements has begun and, as one of them failed, not ended; or the holder's own
     * SQL. Costs nothing where there is none.
     */
    private void endTransaction() throws SQLException {
        if (connection.getTransactionState() != TransactionState.IDLE
                && !connection.isClosed()
                && connection.getAutoCommit()) {
            begin(OUR_PATIENCE.toNanos());
            execute("rollback");
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

    /** Why the watch ended the present turn; null if it did not. */
    @Nullable
    Ended ended() {
        return endedTurn == number(state.get()) ? ended : null;
    }

    // of the watch

    boolean isHeld() {
        return status(state.get()) != FREE;
    }

    /** The number of the present turn; 0 when there is none that could be ended. */
    long turn() {
        long now = state.get();
        return status(now) == FREE || status(now) == CUT ? 0 : number(now);
    }

    boolean isInterrupted() {
        Thread thread = holder;
        return running.get() && thread != null && thread.isInterrupted();
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

    /** Asks the server, on a connection of its own, to give up what runs; unless the turn is over. */
    void cancel(long turn, Ended reason) {
        if (state.compareAndSet(turn + HELD, turn + CANCELLING)) {
            endedBy(turn, reason);
            try {
                sendCancel();
            } finally {
                state.compareAndSet(turn + CANCELLING, turn + HELD);
            }
        }
    }

    /** Ends every wait on the connection, whatever the server and the network do; unless the turn is over. */
    void cut(long turn, Ended reason) {
        if (state.compareAndSet(turn + HELD, turn + CUT) || state.compareAndSet(turn + CANCELLING, turn + CUT)) {
            endedBy(turn, reason);
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

    private void endedBy(long turn, Ended reason) {
        ended = reason;
        endedTurn = turn;
    }

    /** For a holder whose thread has been thrown off the connection; the server does not know yet. */
    void sendCancel() {
        try {
            connection.getQueryExecutor().sendQueryCancel();
        } catch (SQLException e) {
            // not reached: the connection is cut next, and the server's own timeout ends what it runs
        }
    }
}
