package dev.serein.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * What outlives the code that made it, and would hold up or change what comes after: open transactions and advisory
 * locks of connections that nobody closed, prepared transactions, replication slots.
 *
 * @param sessions that have written, see an earlier state, or hold locks; with the transaction's beginning, or the lock
 */
record Leftovers(Set<String> sessions, Set<String> prepared, Set<String> slots) {
    /** Who is about to commit may do so. */
    private static final Duration GRACE = Duration.ofMillis(300);

    /** A session may hold a lock from before, and write later: each lock counts, and each transaction. */
    private static final String ALL = """
            with here as (select oid from pg_catalog.pg_database where datname = current_database()),
                 locks as materialized (
                   select * from pg_catalog.pg_locks
                    where granted and database = (select oid from here) and pid <> pg_backend_pid())
            select 1, a.pid || ' ' || a.xact_start
              from pg_catalog.pg_stat_activity a
             where a.datid = (select oid from here) and a.backend_type = 'client backend' and a.pid <> pg_backend_pid()
               -- one that has ended since its locks were looked at has no beginning any more
               and a.xact_start is not null
               and (a.backend_xid is not null or a.state like 'idle in transaction%' and a.backend_xmin is not null
                    or a.pid in (select pid from locks where locktype = 'relation' and relation >= 16384))
            union all
            select 1, concat_ws(' ', pid, 'locks', classid, objid, objsubid) from locks where locktype = 'advisory'
            union all
            select 2, gid from pg_catalog.pg_prepared_xacts where database = current_database()
            union all
            select 3, slot_name from pg_catalog.pg_replication_slots where database = current_database()
            """;

    static Leftovers of(Connection connection) throws SQLException {
        Leftovers found = new Leftovers(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Set<String> of =
                        switch (rows.getInt(1)) {
                            case 1 -> found.sessions;
                            case 2 -> found.prepared;
                            default -> found.slots;
                        };
                of.add(rows.getString(2));
            }
        }
        return found;
    }

    private boolean isEmpty() {
        return sessions.isEmpty() && prepared.isEmpty() && slots.isEmpty();
    }

    private Leftovers without(Leftovers others) {
        Leftovers rest = new Leftovers(new TreeSet<>(sessions), new TreeSet<>(prepared), new TreeSet<>(slots));
        rest.sessions.removeAll(others.sessions);
        rest.prepared.removeAll(others.prepared);
        rest.slots.removeAll(others.slots);
        return rest;
    }

    /** Removes what has come since: rolls back, cuts and drops. */
    static void removeSince(Leftovers before, Connection connection) throws SQLException {
        if (of(connection).without(before).isEmpty()) {
            return;
        }
        Wait.until(() -> sessionsSince(before, connection).isEmpty(), GRACE);
        Leftovers left = of(connection).without(before);
        try (Statement statement = connection.createStatement()) {
            Set<String> pids = new TreeSet<>();
            left.sessions.forEach(session -> pids.add(session.substring(0, session.indexOf(' '))));
            for (String pid : pids) {
                statement.execute("select pg_catalog.pg_terminate_backend(" + pid + ", 5000)");
            }
            for (String transaction : left.prepared) {
                statement.execute("rollback prepared " + literal(transaction));
            }
            for (String slot : left.slots) {
                statement.execute("select pg_catalog.pg_drop_replication_slot(" + literal(slot) + ")");
            }
        }
    }

    private static Set<String> sessionsSince(Leftovers before, Connection connection) {
        try {
            return of(connection).without(before).sessions;
        } catch (SQLException e) {
            throw new ScratchPostgresException("Cannot see who is connected: " + e.getMessage(), "", e);
        }
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
