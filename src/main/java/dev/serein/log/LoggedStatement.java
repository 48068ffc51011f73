package dev.serein.log;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * A statement that has run. Holds no value.
 *
 * @param sql its text, with placeholders for the values; what is inlined as a string is left out
 * @param name what a prepared query or a method of a DAO calls it; null where there is none, as of jOOQ's
 * @param callSite the line of the application that ran it: {@code com.acme.Orders.list(Orders.java:42)}; of a result
 *     that is read row by row, the line that asked for it
 * @param duration from when it was prepared until it was over, without the wait for a connection
 * @param rows how many were read, or inserted, updated and deleted; -1 if the driver does not say
 * @param error what it has thrown; null if it did not fail
 * @param inTransaction whether it was part of a transaction with others
 */
public record LoggedStatement(
        String sql,
        @Nullable String name,
        String callSite,
        Duration duration,
        long rows,
        @Nullable DataAccessException error,
        boolean inTransaction) {

    /**
     * Whether it is about something.
     *
     * @param part of its SQL, in any case and without quotes: {@code public.users}, {@code insert into}
     * @return whether its SQL holds that
     */
    public boolean isAbout(String part) {
        return plain(sql).contains(plain(part));
    }

    private static String plain(String text) {
        return text.replace("\"", "").toLowerCase(Locale.ROOT);
    }

    /**
     * Statements as a table: for each that a line has run, how often, for how long, how many rows.
     *
     * @param statements in the order in which they are listed
     * @return several lines
     */
    public static String table(List<LoggedStatement> statements) {
        return StatementTable.of(statements);
    }

    /** {@return line, duration, rows and SQL, in one line} */
    @Override
    public String toString() {
        return callSite + ": " + (name == null ? "" : name + ", ") + duration.toMillis() + " ms, "
                + (rows < 0 ? "" : rows + " rows, ")
                + (error == null ? "" : error.getClass().getSimpleName() + ", ") + StatementTable.line(sql);
    }
}
