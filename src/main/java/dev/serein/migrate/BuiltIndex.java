package dev.serein.migrate;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code create index concurrently} with a name. An interrupted build leaves an index that is not valid, whose name is
 * taken, and which {@code if not exists} takes for the index.
 *
 * @param name as it stands in the statement
 * @param table as it stands in the statement
 */
record BuiltIndex(String sql, String name, String table, StepSession session) implements Interruptible {
    @Override
    public @Nullable Rest rest(boolean again) throws SQLException {
        IndexState index = find();
        if (index != null && !index.valid() && index.waitWhileBuilt(session)) {
            index = find();
        }
        if (index != null && index.valid()) {
            return again ? null : new Rest(sql, true);
        }
        if (index != null) {
            index.drop(session, true);
        }
        return new Rest(sql, true);
    }

    @Override
    public boolean isThere() throws SQLException {
        IndexState index = find();
        return index != null && index.valid();
    }

    @Override
    public void abandon() throws SQLException {
        IndexState index = find();
        if (index != null && !index.valid() && index.builders(session).isEmpty()) {
            index.drop(session, false);
        }
    }

    private @Nullable IndexState find() throws SQLException {
        String unquoted =
                name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
        List<IndexState> found =
                IndexState.where(session, "t.oid = to_regclass(?) and c.relname = cast(? as name)", table, unquoted);
        return found.isEmpty() ? null : found.get(0);
    }
}
