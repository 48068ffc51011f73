package dev.serein.migrate;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looks who is waited for. Each look is one short statement. */
final class Blockers {
    private static final String SESSION = "coalesce(nullif(application_name, ''), backend_type, 'not known'),"
            + " usename::text, host(client_addr), state,"
            + " (extract(epoch from clock_timestamp() - coalesce(xact_start, backend_start)) * 1000000)::bigint";

    private static final String PREPARED = "prepared transaction ";

    /** Those that are prepared have no process, and the server does not say which it is: all that there are. */
    private static final String OF_PROCESSES =
            "with blocking as (select distinct unnest(pg_blocking_pids(pid)) as pid from unnest(?::int[]) as waiting (pid))"
                    + " select pid, " + SESSION + " from blocking join pg_stat_activity using (pid)"
                    + " union all select 0, '" + PREPARED + "' || gid, owner::text, null, null,"
                    + " (extract(epoch from clock_timestamp() - prepared) * 1000000)::bigint"
                    + " from pg_prepared_xacts where database = current_database()"
                    + " and 0 in (select pid from blocking)"
                    + " order by 1";

    private static final String OF_KEY = "select pid, " + SESSION + " from pg_locks join pg_stat_activity using (pid)"
            + " where locktype = 'advisory' and granted and objsubid = 1"
            + " and pg_locks.database = (select oid from pg_database where datname = current_database())"
            + " and (classid::bigint << 32) | objid::bigint = ? and pid <> pg_backend_pid() order by 1";

    private Blockers() {}

    /** Who holds the locks that these processes wait for; empty if they do not wait. */
    static List<Blocker> of(Connection connection, List<Integer> processes) throws SQLException {
        if (processes.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement(OF_PROCESSES)) {
            Array waiting = connection.createArrayOf("int4", processes.toArray());
            statement.setArray(1, waiting);
            return read(statement);
        }
    }

    /** Who else holds an advisory lock. */
    static List<Blocker> holding(Connection connection, long key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_KEY)) {
            statement.setLong(1, key);
            return read(statement);
        }
    }

    private static List<Blocker> read(PreparedStatement statement) throws SQLException {
        List<Blocker> blockers = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                long micros = row.getLong(6);
                Duration age = row.wasNull() ? null : Duration.of(Math.max(micros, 0), ChronoUnit.MICROS);
                blockers.add(new Blocker(
                        row.getInt(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5), age));
            }
        }
        return List.copyOf(blockers);
    }

    /** The statements that end them, to be sent by whoever decides to. */
    static String ending(List<Blocker> blockers) {
        return blockers.stream().map(Blockers::ending).collect(Collectors.joining("; "));
    }

    private static String ending(Blocker blocker) {
        return blocker.pid() == 0
                ? "rollback prepared '" + blocker.application().substring(PREPARED.length()) + "'"
                : "select pg_terminate_backend(" + blocker.pid() + ")";
    }

    /** One a line. */
    static String text(List<Blocker> blockers) {
        return blockers.stream().map(Blocker::toString).collect(Collectors.joining("\n"));
    }
}
