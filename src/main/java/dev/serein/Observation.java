package dev.serein;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One statement, from its beginning, for those who listen. Made only if somebody does. Its thread's alone. */
final class Observation {
    private final Listeners listeners;
    private final boolean listened;
    private final @Nullable FlightRecord record;
    private final boolean inTransaction;
    private final long begun = System.nanoTime();
    private long rows;
    private @Nullable DatabaseException error;
    /** Null unless a log was open when it began; others may look at this one then. */
    private volatile @Nullable Logged logged;

    private volatile String text = "";

    /**
     * Where it began.
     *
     * @param line of the application
     * @param slot of its connection
     * @param lentAt when the connection was lent
     * @param thread that runs it
     */
    record Logged(String line, Slot slot, long lentAt, Thread thread) {}

    /**
     * @param listened whether listeners are told
     * @param record null if the flight recorder is off
     */
    Observation(Listeners listeners, boolean listened, @Nullable FlightRecord record, boolean inTransaction) {
        this.listeners = listeners;
        this.listened = listened;
        this.record = record;
        this.inTransaction = inTransaction;
    }

    /** A log wants to know what is not over, and the line of a result is that which asked for it. */
    void isLogged(String line, Slot slot) {
        logged = new Logged(line, slot, slot.since(), Thread.currentThread());
    }

    /** Null unless a log was open when it began. */
    @Nullable
    Logged logged() {
        return logged;
    }

    /** For a log, which may ask before it is over. */
    void runs(@Nullable String sql) {
        text = sql == null ? "" : sql;
    }

    /** {@return without what is inlined as a string} */
    String text() {
        return SqlText.whole(text);
    }

    long begun() {
        return begun;
    }

    /** The last word counts. */
    void rows(long readOrChanged) {
        rows = readOrChanged;
    }

    /** Each error that is made has a text of its own; the first is that of the statement. */
    void failed(DatabaseException failure) {
        if (error == null) {
            error = failure;
        }
    }

    /** To be called once, when the connection is given back. */
    void over(@Nullable String name, String sql) {
        Duration duration = Duration.ofNanos(System.nanoTime() - begun);
        long count = error != null && rows < 0 ? 0 : rows;
        String shown = SqlText.whole(sql);
        if (record != null) {
            record.over(name, shown, count, error, inTransaction);
        }
        if (listened) {
            Logged known = logged;
            if (known != null) {
                listeners.over(this);
            }
            listeners.tell(new StatementEvent(
                    name, shown, duration, count, error, inTransaction, begun, known == null ? null : known.line));
        }
    }
}
