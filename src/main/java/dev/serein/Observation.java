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
            listeners.tell(new StatementEvent(name, shown, duration, count, error, inTransaction));
        }
    }
}
