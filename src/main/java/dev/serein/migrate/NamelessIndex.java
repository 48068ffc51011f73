package dev.serein.migrate;

import dev.serein.flyway.ScriptStatement;
import dev.serein.flyway.SqlWord;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code create index concurrently} without a name. Which index an interrupted build has left is known by what
 * PostgreSQL itself would call and define it: the same index on an empty table that is made like this one, and rolled
 * back, says so.
 *
 * @param table as it stands in the statement
 */
record NamelessIndex(ScriptStatement statement, String table, StepSession session) implements Interruptible {
    private static final Logger LOG = LoggerFactory.getLogger(NamelessIndex.class);

    @Override
    public @Nullable Rest rest(boolean again) throws SQLException {
        List<IndexState> alike = alike();
        for (IndexState each : alike) {
            if (!each.valid() && each.waitWhileBuilt(session)) {
                alike = alike();
                break;
            }
        }
        if (again && alike.stream().anyMatch(IndexState::valid)) {
            return null;
        }
        for (IndexState each : alike) {
            if (!each.valid() && each.builders(session).isEmpty()) {
                each.drop(session, true);
            }
        }
        return new Rest(statement.sql(), true);
    }

    @Override
    public boolean isThere() throws SQLException {
        return alike().stream().anyMatch(IndexState::valid);
    }

    @Override
    public void abandon() throws SQLException {
        for (IndexState each : alike()) {
            if (!each.valid() && each.builders(session).isEmpty()) {
                each.drop(session, false);
            }
        }
    }

    /** The indexes of the table that are what the statement makes. */
    private List<IndexState> alike() throws SQLException {
        if (session.rows("select where to_regclass(?) is not null", table).isEmpty()) {
            return List.of(); // the server will say so
        }
        List<List<String>> model = List.of();
        try {
            model = session.rolledBack(this::model);
        } catch (SQLException e) {
            LOG.debug("Cannot see what index it would be: {}", statement.sql(), e);
        }
        if (model.isEmpty()) {
            IndexState.where(session, "t.oid = to_regclass(?) and not i.indisvalid", table)
                    .forEach(each -> LOG.warn(
                            "The index {} is invalid, and may be what an interrupted run has left of a statement"
                                    + " that does not name its index; it is not dropped",
                            each.name()));
            return List.of();
        }
        return IndexState.where(
                session,
                "t.oid = to_regclass(?) and regexp_replace(c.relname, '[0-9]+$', '') = regexp_replace(?, '[0-9]+$', '')"
                        + " and i.indisunique::text = ? and substring(pg_get_indexdef(c.oid) from ' USING .*') = ?",
                table,
                model.get(0).get(0),
                model.get(0).get(1),
                model.get(0).get(2));
    }

    private List<List<String>> model() throws SQLException {
        String name = session.text("select quote_ident(relname) from pg_class where oid = to_regclass(?)", table);
        session.execute("create temporary table " + name + " (like " + table + ")");
        session.execute(ofModel(name));
        return session.rows(
                "select c.relname, i.indisunique::text, substring(pg_get_indexdef(c.oid) from ' USING .*')"
                        + " from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = to_regclass(?)",
                "pg_temp." + name);
    }

    /** Built in a transaction, and of the other table. */
    private String ofModel(String name) {
        StringBuilder sql = new StringBuilder(statement.sql());
        List<SqlWord> words = statement.words();
        int on = 0;
        while (!words.get(on).text().equals("on")) {
            on++;
        }
        int first = words.get(on + 1).text().equals("only") ? on + 2 : on + 1;
        int last = first;
        while (words.get(last + 1).text().equals(".")) {
            last += 2;
        }
        sql.replace(words.get(first).start(), words.get(last).end(), "pg_temp." + name);
        SqlWord concurrently = words.stream()
                .filter(word -> word.text().equals("concurrently"))
                .findFirst()
                .orElseThrow();
        return sql.delete(concurrently.start(), concurrently.end()).toString();
    }
}
