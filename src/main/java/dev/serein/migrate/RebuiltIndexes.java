package dev.serein.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code reindex … concurrently}. An interrupted one leaves the index in the making, {@code …_ccnew}, or the one that
 * it replaces, {@code …_ccold}; PostgreSQL's manual says to drop either. The index itself is as it was.
 *
 * @param kind index, table, schema or database
 * @param name as it stands in the statement; null for the database
 */
record RebuiltIndexes(String sql, String kind, @Nullable String name, StepSession session) implements Interruptible {
    private static final String LEFT_OVER = "not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$'";

    /** Names are cut to 63 bytes. */
    private static final String OF_INDEX = """
             and exists (select from pg_class o join pg_index oi on oi.indexrelid = o.oid
                  where oi.indrelid = i.indrelid
                  and (o.oid = to_regclass(?) or o.oid in (select relid from pg_partition_tree(to_regclass(?))))
                  and starts_with(o.relname, regexp_replace(c.relname, '_cc(new|old)[0-9]*$', ''))
                  and (octet_length(c.relname) >= 60
                       or o.relname = regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '')))
            """;

    private static final String OF_TABLE = """
             and exists (select from pg_class o
                  where (o.oid = to_regclass(?) or o.oid in (select relid from pg_partition_tree(to_regclass(?))))
                  and t.oid in (o.oid, o.reltoastrelid))
            """;

    private static final String OF_SCHEMA =
            " and exists (select from pg_class o where o.relnamespace = to_regnamespace(?)"
                    + " and t.oid in (o.oid, o.reltoastrelid))";

    @Override
    public Rest rest(boolean again) throws SQLException {
        for (IndexState each : leftOver()) {
            each.waitWhileBuilt(session);
            each.drop(session, true);
        }
        return new Rest(sql, true);
    }

    @Override
    public void abandon() throws SQLException {
        for (IndexState each : leftOver()) {
            if (each.builders(session).isEmpty()) {
                each.drop(session, false);
            }
        }
    }

    private List<IndexState> leftOver() throws SQLException {
        List<Object> arguments = new ArrayList<>();
        String condition = LEFT_OVER;
        if (name != null && (kind.equals("index") || kind.equals("table"))) {
            condition += kind.equals("index") ? OF_INDEX : OF_TABLE;
            arguments.addAll(List.of(name, name));
        } else if (name != null && kind.equals("schema")) {
            condition += OF_SCHEMA;
            arguments.add(name);
        }
        return IndexState.where(session, condition, arguments.toArray());
    }
}
