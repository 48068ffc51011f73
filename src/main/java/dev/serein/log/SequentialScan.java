package dev.serein.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that a statement can only read from end to end, as no index serves its conditions.
 *
 * @param table with its schema; of partitions the table that they are of
 * @param rows how many rows it has, as far as it is read; 100,000 may be more
 * @param condition what each row is looked at for, in the server's words; null if all are wanted
 * @param sql the statement, without values
 * @param callSite the line that has run it first
 */
public record SequentialScan(
        String table, long rows, @Nullable String condition, String sql, String callSite) {

    /**
     * Those that statements need, in tables of more rows than that.
     *
     * @param statements that have run
     * @param moreThanRows how many rows such a table may have
     * @param connection of pgjdbc; as it was afterwards, in a transaction or not
     * @return each SQL and table once
     * @throws IllegalArgumentException if the number is less than zero
     * @throws IllegalStateException if a statement cannot be planned there
     * @throws SQLException if the server cannot be asked
     */
    public static List<SequentialScan> among(List<LoggedStatement> statements, long moreThanRows, Connection connection)
            throws SQLException {
        if (moreThanRows < 0) {
            throw new IllegalArgumentException("A table has no less than 0 rows, not " + moreThanRows);
        }
        return new ScanSearch(connection, moreThanRows).among(statements);
    }

    /** {@return table, rows, condition, line and SQL, in one line} */
    @Override
    public String toString() {
        return table + ", " + rows + (rows == 1 ? " row" : " rows")
                + (condition == null ? "" : ", for " + condition) + ", at " + callSite + ": "
                + StatementTable.line(sql);
    }
}
