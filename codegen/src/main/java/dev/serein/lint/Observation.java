package dev.serein.lint;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a statement of a new migration did on a real server. Relations are named by their oids; all but those of
 * {@code before} and {@code after} are of what is released: what the release itself has made, nobody uses yet.
 *
 * @param file as a person at the prompt would name it
 * @param line in which the statement begins, from 1
 * @param sql the statement, with the comments before it
 * @param inTransaction whether it runs in the transaction of its file, so that locks are held until that ends
 * @param released what the older version of the application finds
 * @param before what was there before the statement
 * @param after what is there after it
 * @param held the strongest lock on each relation at its end; outside of a transaction, while it ran
 * @param taken those of them that this statement took or strengthened
 * @param rewritten tables and indexes that were written anew, tables that were moved to another tablespace among them
 * @param emptied tables that were truncated
 * @param scanned tables that were read whole
 * @param changed how many rows were updated and deleted, of each table
 * @param rows how many rows each table had before
 * @param failure why it failed; null if it did not
 */
record Observation(
        String file,
        int line,
        String sql,
        boolean inTransaction,
        SchemaState released,
        SchemaState before,
        SchemaState after,
        Map<Long, LockMode> held,
        Map<Long, LockMode> taken,
        Set<Long> rewritten,
        Set<Long> emptied,
        Set<Long> scanned,
        Map<Long, Long> changed,
        Map<Long, Long> rows,
        @Nullable ServerErrorMessage failure) {

    Observation failedFor(ServerErrorMessage why) {
        return new Observation(
                file,
                line,
                sql,
                inTransaction,
                released,
                before,
                after,
                held,
                taken,
                rewritten,
                emptied,
                scanned,
                changed,
                rows,
                why);
    }

    /** Whether it takes the longer, the more rows a table has that is in use. */
    boolean isLong() {
        return !rewritten.isEmpty()
                || !scanned.isEmpty()
                || changed.values().stream().anyMatch(count -> count > 0);
    }

    /** {@return where it is} */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
