package dev.serein.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is open still.
 *
 * @param kind what it is
 * @param callSite the line of the application that borrowed the connection, or ran the statement; of a transaction, and
 *     of a call that is not over, the line where its thread is now
 * @param thread the name of that thread
 * @param held for how long
 * @param sql of a statement its text, without values; null of all else
 */
public record LeftOpen(
        Kind kind,
        String callSite,
        String thread,
        Duration held,
        @Nullable String sql) {

    /** What is open. */
    public enum Kind {
        /** A connection that was borrowed and not given back, outside of a transaction. */
        CONNECTION,
        /** A transaction that is neither committed nor rolled back. */
        TRANSACTION,
        /** A statement that runs, or whose result can be read on: a cursor, or a stream that nobody has closed. */
        STATEMENT
    }

    /** {@return kind, time, thread, line and SQL, in one line} */
    @Override
    public String toString() {
        String what =
                switch (kind) {
                    case CONNECTION -> "a connection";
                    case TRANSACTION -> "a transaction";
                    case STATEMENT -> "a statement";
                };
        return what + ", for " + held.toMillis() + " ms by thread " + thread + ", at " + callSite
                + (sql == null ? "" : ": " + StatementTable.line(sql));
    }
}
