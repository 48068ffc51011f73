package dev.serein;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Why the table of Flyway's history was not found, or not read. Asked only then.
 *
 * @param searchPath where the table was looked for
 * @param role who looked, as SQL writes it
 * @param elsewhere a schema that has such a table, and is not looked into, as SQL writes it; null if none has
 * @param mayUseIt whether the role has the right to look into it
 */
record HistoryPlace(
        String searchPath, String role, @Nullable String elsewhere, boolean mayUseIt) {
    static final String TABLE = "flyway_schema_history";

    private static final Object[] NONE = {};

    /** The server's catalog is open to all. */
    private static final Sql ASK = Sql.of("""
            select current_setting('search_path'), quote_ident(current_user), quote_ident(nspname),
                has_schema_privilege(relnamespace, 'usage')
            from (values (1)) as always left join (pg_class join pg_namespace on pg_namespace.oid = relnamespace)
                on relname = '%s' and relkind in ('r', 'p') and not pg_table_is_visible(pg_class.oid)
            order by 4 desc nulls last, 3
            limit 1""".formatted(TABLE)).named("schema.place");

    static HistoryPlace ask(Executor executor) {
        return executor.query(ASK, NONE, 0, HistoryPlace::of);
    }

    private static HistoryPlace of(ResultSet rows) throws SQLException {
        rows.next();
        return new HistoryPlace(rows.getString(1), rows.getString(2), rows.getString(3), rows.getBoolean(4));
    }
}
