package dev.serein.lint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * What the transaction of a connection has locked and read up to a moment.
 *
 * @param locks the strongest on each relation
 * @param reads of each table
 */
record Activity(Map<Long, LockMode> locks, Map<Long, Reads> reads) {
    static final Activity NONE = new Activity(Map.of(), Map.of());

    private static final String LOCKS = """
            select l.relation, l.mode from pg_catalog.pg_locks l
            where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted
                and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
            """;

    private static final String READS = """
            select relid, seq_scan, seq_tup_read, coalesce(idx_scan, 0), coalesce(idx_tup_fetch, 0),
                n_tup_upd + n_tup_del
            from pg_catalog.pg_stat_xact_user_tables
            """;

    /**
     * Counted from some moment on.
     *
     * @param scans that were begun without an index
     * @param scanned rows, by them
     * @param lookups that were begun with an index
     * @param fetched rows, by them
     * @param changed rows, updated and deleted
     */
    record Reads(long scans, long scanned, long lookups, long fetched, long changed) {
        static final Reads NONE = new Reads(0, 0, 0, 0, 0);

        Reads since(Reads before) {
            return new Reads(
                    scans - before.scans,
                    scanned - before.scanned,
                    lookups - before.lookups,
                    fetched - before.fetched,
                    changed - before.changed);
        }

        /** Rows that came together, by way of an index. What comes one by one was looked up. */
        long together() {
            return fetched > lookups ? fetched - lookups + 1 : 0;
        }
    }

    static Activity of(Connection connection) throws SQLException {
        Map<Long, LockMode> locks = new HashMap<>();
        SchemaReader.each(
                connection,
                LOCKS,
                row -> locks.merge(row.getLong(1), LockMode.of(row.getString(2)), Activity::stronger));
        Map<Long, Reads> reads = new HashMap<>();
        SchemaReader.each(
                connection,
                READS,
                row -> reads.put(
                        row.getLong(1),
                        new Reads(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6))));
        return new Activity(locks, reads);
    }

    static LockMode stronger(LockMode one, LockMode other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    Reads reads(long table) {
        return reads.getOrDefault(table, Reads.NONE);
    }
}
