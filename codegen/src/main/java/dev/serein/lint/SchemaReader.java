package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.ColumnKey;
import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Index;
import dev.serein.lint.SchemaState.Relation;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is there from the catalogs, in the transaction of the connection. Locks nothing but catalogs, and does not
 * depend on the {@code search_path}, which a migration may set.
 */
final class SchemaReader {
    /** What belongs to the application: not to the server, to an extension, or to Flyway. */
    private static final String OURS = """
            n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
            and c.relname !~ '^flyway_schema_history'
            and not exists (
                select 1 from pg_catalog.pg_depend d
                where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
            """;

    private static final String RELATIONS = """
            select c.oid, n.nspname, c.relname, c.relkind, c.relfilenode, c.reltablespace, c.relispartition,
                case when c.relkind in ('v', 'f') then pg_catalog.pg_relation_is_updatable(c.oid, true)
                     when c.relkind = 'm' then 0 else 28 end
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'i', 'I', 'v', 'm', 'S', 'f') and
            """ + OURS;

    /** The name of type {@code %1$s} with modifier {@code %2$s}; format_type's depends on the search_path. */
    private static final String TYPE = """
            (select case
                when t.typnamespace = 'pg_catalog'::regnamespace then pg_catalog.format_type(t.oid, %2$s)
                when t.typcategory = 'A' and t.typelem <> 0 then
                    (select tn.nspname || '.' || e.typname || '[]'
                     from pg_catalog.pg_type e join pg_catalog.pg_namespace tn on tn.oid = e.typnamespace
                     where e.oid = t.typelem)
                else tn.nspname || '.' || t.typname
                    || coalesce(substring(pg_catalog.format_type(t.oid, %2$s) from '\\(.*\\)$'), '')
                end
             from pg_catalog.pg_type t join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
             where t.oid = %1$s)
            """;

    private static final String COLUMNS = """
            with recursive domain (domain, type, kind, next, modifier, ofNext, required, filled) as (
                select oid, oid, typtype, typbasetype, -1, typtypmod, typnotnull, typdefault is not null
                from pg_catalog.pg_type where typtype = 'd'
                union all
                select d.domain, b.oid, b.typtype, b.typbasetype, d.ofNext, b.typtypmod,
                    d.required or (b.typtype = 'd' and b.typnotnull),
                    d.filled or (b.typtype = 'd' and b.typdefault is not null)
                from domain d join pg_catalog.pg_type b on b.oid = d.next
                where d.kind = 'd'
            )
            select c.oid, a.attnum, a.attname, %s, %s,
                a.attnotnull or coalesce(d.required, false),
                a.atthasdef or a.attidentity <> '' or a.attgenerated <> '' or coalesce(d.filled, false),
                a.attgenerated <> '' or a.attidentity = 'a'
            from pg_catalog.pg_class c
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join domain d on d.domain = a.atttypid and d.kind <> 'd'
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and %s
            order by c.oid, a.attnum
            """.formatted(
                    TYPE.formatted("a.atttypid", "a.atttypmod"),
                    TYPE.formatted("coalesce(d.type, a.atttypid)", "coalesce(d.modifier, a.atttypmod)"),
                    OURS);

    private static final String CONSTRAINTS = """
            select k.oid, k.conname, k.contype, k.conrelid,
                (select tn.nspname || '.' || t.typname from pg_catalog.pg_type t
                 join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace where t.oid = k.contypid),
                k.confrelid, k.conkey, k.conindid, k.convalidated, pg_catalog.pg_get_constraintdef(k.oid)
            from pg_catalog.pg_constraint k
            join pg_catalog.pg_namespace n on n.oid = k.connamespace
            left join pg_catalog.pg_class c on c.oid = k.conrelid
            where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                and (c.relname is null or c.relname !~ '^flyway_schema_history')
            order by k.oid
            """;

    private static final String INDEXES = """
            select i.indexrelid, i.indrelid, i.indisunique, i.indisvalid, pg_catalog.pg_get_indexdef(i.indexrelid)
            from pg_catalog.pg_index i
            join pg_catalog.pg_class c on c.oid = i.indrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where
            """ + OURS;

    private static final String LABELS = """
            select n.nspname || '.' || t.typname, e.enumlabel
            from pg_catalog.pg_enum e
            join pg_catalog.pg_type t on t.oid = e.enumtypid
            join pg_catalog.pg_namespace n on n.oid = t.typnamespace
            where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
            order by 1, e.enumsortorder
            """;

    private SchemaReader() {}

    static SchemaState read(Connection connection) throws SQLException {
        // definitions name what is not in the search_path with its schema; a migration's own goes on after this
        String local = String.valueOf(!connection.getAutoCommit());
        String[] path = new String[1];
        each(connection, "select current_setting('search_path')", row -> path[0] = row.getString(1));
        set(connection, "public", local);
        SchemaState state = readAll(connection);
        set(connection, path[0], local);
        return state;
    }

    private static void set(Connection connection, String path, String local) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_catalog.set_config('search_path', ?, ?::boolean)")) {
            statement.setString(1, path);
            statement.setString(2, local);
            statement.execute();
        }
    }

    private static SchemaState readAll(Connection connection) throws SQLException {
        Map<Long, Relation> relations = new LinkedHashMap<>();
        each(connection, RELATIONS, row -> {
            Relation relation = relation(row);
            relations.put(relation.oid(), relation);
        });
        Map<ColumnKey, Column> columns = new LinkedHashMap<>();
        each(connection, COLUMNS, row -> {
            Column column = column(row);
            columns.put(column.key(), column);
        });
        Map<Long, Constraint> constraints = new LinkedHashMap<>();
        each(connection, CONSTRAINTS, row -> {
            Constraint constraint = constraint(row);
            constraints.put(constraint.oid(), constraint);
        });
        Map<Long, Index> indexes = new LinkedHashMap<>();
        each(
                connection,
                INDEXES,
                row -> indexes.put(
                        row.getLong(1),
                        new Index(
                                row.getLong(1),
                                row.getLong(2),
                                row.getBoolean(3),
                                row.getBoolean(4),
                                row.getString(5))));
        Map<String, List<String>> labels = new HashMap<>();
        each(connection, LABELS, row -> labels.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                .add(row.getString(2)));
        return new SchemaState(relations, columns, constraints, indexes, labels);
    }

    private static Relation relation(ResultSet row) throws SQLException {
        return new Relation(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4).charAt(0),
                row.getLong(5),
                row.getLong(6),
                row.getBoolean(7),
                row.getInt(8));
    }

    private static Column column(ResultSet row) throws SQLException {
        return new Column(
                new ColumnKey(row.getLong(1), row.getInt(2)),
                row.getString(3),
                withoutPublic(row.getString(4)),
                withoutPublic(row.getString(5)),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8));
    }

    private static String withoutPublic(String type) {
        return type.startsWith("public.") ? type.substring("public.".length()) : type;
    }

    private static Constraint constraint(ResultSet row) throws SQLException {
        return new Constraint(
                row.getLong(1),
                row.getString(2),
                row.getString(3).charAt(0),
                row.getLong(4),
                row.getString(5),
                row.getLong(6),
                numbers(row.getArray(7)),
                row.getLong(8),
                row.getBoolean(9),
                row.getString(10));
    }

    private static List<Integer> numbers(@Nullable Array array) throws SQLException {
        return array == null
                ? List.of()
                : Arrays.stream((Number[]) array.getArray())
                        .map(Number::intValue)
                        .toList();
    }

    /** What is done with a row. */
    @FunctionalInterface
    interface RowUse {
        void accept(ResultSet row) throws SQLException;
    }

    static void each(Connection connection, String sql, RowUse use) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                use.accept(rows);
            }
        }
    }
}
