package dev.serein.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The transactions of a database that had written when a baseline was made, and had not ended. What they wrote, and go
 * on to write, is as old as what was there; only if they are rolled back is it certain that none of it is.
 *
 * @param numbers as an array's text
 */
record OpenTransactions(String numbers) {
    private static final String NONE = "{}";

    /** Their numbers as they are listed have no epoch. */
    private static final String OPEN = """
            select coalesce(array_agg((s.number::text::bigint + age(s.number::xid) - age(t.xid))::text), '{}')
              from (select a.backend_xid from pg_catalog.pg_stat_activity a
                     where a.datname = current_database() and a.backend_xid is not null
                    union all
                    select p.transaction from pg_catalog.pg_prepared_xacts p
                     where p.database = current_database()) t (xid),
                   pg_snapshot_xmax(pg_current_snapshot()) s (number)
            """;

    static OpenTransactions of(Statement statement) throws SQLException {
        return new OpenTransactions(text(statement, OPEN));
    }

    boolean areRolledBack(Statement statement) throws SQLException {
        return numbers.equals(NONE)
                || text(
                                statement,
                                "select bool_and(pg_xact_status(x) is not distinct from 'aborted') from unnest('"
                                        + numbers + "'::xid8[]) x")
                        .equals("t");
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
