package dev.serein;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A statement that is over. Holds no parameter and nothing of a row. Immutable, thread-safe. */
public final class StatementEvent {
    private final @Nullable String name;
    private final String sql;
    private final Duration duration;
    private final long rows;
    private final @Nullable DatabaseException error;
    private final boolean inTransaction;
    private final long begun;
    /** Null once the listeners have returned; the stack shows the caller only until then. */
    private volatile @Nullable Thread running = Thread.currentThread();

    private volatile @Nullable String callSite;

    /**
     * @param begun when, in the time of {@link System#nanoTime()}
     * @param callSite null if it is to be looked for when it is asked for
     */
    StatementEvent(
            @Nullable String name,
            String sql,
            Duration duration,
            long rows,
            @Nullable DatabaseException error,
            boolean inTransaction,
            long begun,
            @Nullable String callSite) {
        this.name = name;
        this.sql = sql;
        this.duration = duration;
        this.rows = rows;
        this.error = error;
        this.inTransaction = inTransaction;
        this.begun = begun;
        this.callSite = callSite;
    }

    /**
     * What the statement is called in the program.
     *
     * @return the name that a prepared query or a method of a DAO gives it; null where there is none, as of jOOQ's
     */
    public @Nullable String name() {
        return name;
    }

    /**
     * The statement.
     *
     * @return its text, with placeholders for the values; what is inlined as a string is left out
     */
    public String sql() {
        return sql;
    }

    /**
     * The line of the application that ran it. Looked for when it is asked for first, which costs a walk up the stack.
     *
     * @return such as {@code com.acme.Orders.list(Orders.java:42)}
     * @throws IllegalStateException if it is asked for first when the listener has returned, or on another thread: then
     *     the stack does not show it any more
     */
    public String callSite() {
        String known = callSite;
        if (known == null) {
            if (running != Thread.currentThread()) {
                throw new IllegalStateException(
                        "The line that ran a statement is known only to who asks while the listener runs, on its thread");
            }
            known = CallSite.below(Listeners.class);
            callSite = known;
        }
        return known;
    }

    long begun() {
        return begun;
    }

    void delivered() {
        running = null;
    }

    /**
     * How long it took, from when it was prepared until it was over. The wait for a connection is not part of it; what
     * was done with rows while they came, as in a stream, is.
     *
     * @return the time
     */
    public Duration duration() {
        return duration;
    }

    /**
     * How many rows were read, or inserted, updated and deleted.
     *
     * @return the number; of a statement that failed, what was read before; -1 if the driver does not say, as of
     *     inserts that it has sent as one
     */
    public long rows() {
        return rows;
    }

    /**
     * Why it failed.
     *
     * @return what is thrown; null if it did not fail. What a converter, or what else of the application reads the
     *     rows, has thrown is no failure of the statement
     */
    public @Nullable DatabaseException error() {
        return error;
    }

    /**
     * Whether it was part of a transaction with others.
     *
     * @return false if it was one of its own
     */
    public boolean inTransaction() {
        return inTransaction;
    }

    /** {@return name, duration, rows and SQL, in one line} */
    @Override
    public String toString() {
        return (name == null ? "" : name + ": ") + duration.toMillis() + " ms, " + (rows < 0 ? "" : rows + " rows, ")
                + sql;
    }
}
