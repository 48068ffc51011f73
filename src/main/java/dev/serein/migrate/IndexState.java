package dev.serein.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * An index of the database.
 *
 * @param name with its schema, quoted
 * @param valid whether queries may use it; false while it is built, and of a build that came to no end
 * @param definition as the server writes it, from the method on
 */
record IndexState(long oid, String name, boolean valid, boolean unique, String definition) {

    /** @param condition on {@code c}, the index, and {@code t}, its table */
    static List<IndexState> where(StepSession session, String condition, Object... arguments) throws SQLException {
        List<IndexState> found = new ArrayList<>();
        for (List<String> row : session.rows(
                "select c.oid, format('%I.%I', n.nspname, c.relname), i.indisvalid and i.indisready and i.indislive,"
                        + " i.indisunique, substring(pg_get_indexdef(c.oid) from ' USING .*')"
                        + " from pg_index i join pg_class c on c.oid = i.indexrelid"
                        + " join pg_namespace n on n.oid = c.relnamespace join pg_class t on t.oid = i.indrelid"
                        + " where c.relkind = 'i' and " + condition + " order by c.oid",
                arguments)) {
            found.add(new IndexState(
                    Long.parseLong(row.get(0)),
                    row.get(1),
                    row.get(2).equals("t"),
                    row.get(3).equals("t"),
                    row.get(4)));
        }
        return found;
    }

    /**
     * Waits while a session is at work on it: that of a client that is gone, which the server has yet to see, or
     * somebody's whom it is not for us to stop.
     *
     * @return whether there was one, so that the index is to be looked at anew
     */
    boolean waitWhileBuilt(StepSession session) throws SQLException {
        List<Blocker> builders = builders(session);
        boolean built = !builders.isEmpty();
        while (!builders.isEmpty()) {
            session.look(builders);
            builders = builders(session);
        }
        return built;
    }

    /** What a session builds is not told to everybody, but that it builds, and what it has locked. */
    List<Blocker> builders(StepSession session) throws SQLException {
        List<Blocker> builders = new ArrayList<>();
        for (List<String> row : session.rows(
                "select p.pid, coalesce(a.application_name, '') from pg_stat_progress_create_index p"
                        + " join pg_locks l on l.pid = p.pid and l.locktype = 'relation' and l.granted"
                        + " join pg_index i on i.indrelid = l.relation"
                        + " join pg_database d on d.oid = l.database and d.datname = current_database()"
                        + " left join pg_stat_activity a on a.pid = p.pid"
                        + " where i.indexrelid = ? and coalesce(p.index_relid, 0) in (0, i.indexrelid)"
                        + " and l.mode = 'ShareUpdateExclusiveLock'",
                oid)) {
            builders.add(new Blocker(Integer.parseInt(row.get(0)), row.get(1), null, null, null, null));
        }
        return builders;
    }

    /** @param toBuildAgain whether that is what it is for, and is told */
    void drop(StepSession session, boolean toBuildAgain) throws SQLException {
        if (toBuildAgain) {
            session.rebuild(name);
        }
        session.send("drop index concurrently if exists " + name, true);
    }
}
