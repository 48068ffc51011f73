package dev.serein.codegen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.meta.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What jOOQ's model does not tell of tables, or not all of it: what fills a column that nobody sets, and what is
 * unique. Asked of the catalogs, once for all tables.
 */
final class Catalog {
    private static final String TABLES = """
            select n.nspname, c.relname, c.relkind::text
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f')
            """;

    /** A domain may be over another, which adds its own "not null"; but a default is the column's or its domain's. */
    private static final String COLUMNS = """
            with recursive chain (oid, base, not_null) as (
                select oid, typbasetype, typnotnull from pg_catalog.pg_type where typtype = 'd'
                union all
                select c.oid, t.typbasetype, t.typnotnull
                from chain c join pg_catalog.pg_type t on t.oid = c.base and t.typtype = 'd'
            ),
            domain (oid, base, not_null) as (
                select c.oid, max(t.typname::text) filter (where t.typtype <> 'd'), bool_or(c.not_null)
                from chain c join pg_catalog.pg_type t on t.oid = c.base
                group by c.oid
            )
            select n.nspname, c.relname, a.attname,
                coalesce(d.not_null, false) as domain_not_null,
                a.atthasdef or t.typdefault is not null as has_default,
                a.attidentity::text, a.attgenerated::text, coalesce(d.base, t.typname::text) as type
            from pg_catalog.pg_attribute a
            join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v', 'm', 'f')
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_type t on t.oid = a.atttypid
            left join domain d on d.oid = t.oid
            where a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema')
            """;

    /** Without those over expressions. What is checked at the end of a transaction only is no target of a conflict. */
    private static final String UNIQUE_INDEXES = """
            select n.nspname, c.relname, i.relname as index, x.indisprimary, x.indimmediate and not x.indisexclusion,
                pg_catalog.pg_get_expr(x.indpred, x.indrelid),
                array(
                    select a.attname::text
                    from unnest(x.indkey::int2[]) with ordinality k (number, place)
                    join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.number
                    where k.place <= x.indnkeyatts
                    order by k.place)
            from pg_catalog.pg_index x
            join pg_catalog.pg_class c on c.oid = x.indrelid
            join pg_catalog.pg_class i on i.oid = x.indexrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where x.indisunique and x.indisvalid and x.indexprs is null
            and n.nspname not in ('pg_catalog', 'information_schema')
            """;

    private static final String FOREIGN_KEYS = """
            select n.nspname, c.relname, k.conname,
                array(
                    select a.attname::text
                    from unnest(k.conkey) with ordinality u (number, place)
                    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number
                    order by u.place)
            from pg_catalog.pg_constraint k
            join pg_catalog.pg_class c on c.oid = k.conrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where k.contype = 'f' and k.conparentid = 0
            """;

    /**
     * A column.
     *
     * @param domainNotNull whether its domain, or one below, says so
     * @param hasDefault its own, its domain's, or what it is generated from
     * @param type the name in PostgreSQL; of a domain, that of the type below
     */
    record Column(
            boolean domainNotNull,
            boolean hasDefault,
            boolean identity,
            boolean identityAlways,
            boolean generated,
            String type) {}

    /**
     * A unique index, of a constraint or not.
     *
     * @param arbiter whether {@code on conflict} may name it
     * @param predicate of a partial index
     */
    record UniqueIndex(
            String name,
            boolean primary,
            boolean arbiter,
            @Nullable String predicate,
            List<String> columns) {}

    record ForeignKey(String name, List<String> columns) {}

    private record Table(String schema, String name) {}

    private final Map<Table, String> kinds = new HashMap<>();
    private final Map<Table, Map<String, Column>> columns = new HashMap<>();
    private final Map<Table, List<UniqueIndex>> uniqueIndexes = new HashMap<>();
    private final Map<Table, List<ForeignKey>> foreignKeys = new HashMap<>();

    Catalog(DSLContext database) {
        for (Record row : database.resultQuery(TABLES).fetch()) {
            kinds.put(table(row), text(row, 2));
        }
        for (Record row : database.resultQuery(COLUMNS).fetch()) {
            String identity = text(row, 5);
            columns.computeIfAbsent(table(row), table -> new HashMap<>())
                    .put(
                            text(row, 2),
                            new Column(
                                    is(row, 3),
                                    is(row, 4),
                                    !identity.isEmpty(),
                                    identity.equals("a"),
                                    !text(row, 6).isEmpty(),
                                    text(row, 7)));
        }
        for (Record row : database.resultQuery(UNIQUE_INDEXES).fetch()) {
            uniqueIndexes
                    .computeIfAbsent(table(row), table -> new ArrayList<>())
                    .add(new UniqueIndex(
                            text(row, 2), is(row, 3), is(row, 4), row.get(5, String.class), texts(row, 6)));
        }
        for (Record row : database.resultQuery(FOREIGN_KEYS).fetch()) {
            foreignKeys
                    .computeIfAbsent(table(row), table -> new ArrayList<>())
                    .add(new ForeignKey(text(row, 2), texts(row, 3)));
        }
        // not in SQL, where the order of text is the server's
        uniqueIndexes
                .values()
                .forEach(indexes -> indexes.sort(Comparator.comparing((UniqueIndex index) -> !index.primary())
                        .thenComparing(UniqueIndex::name)));
        foreignKeys.values().forEach(keys -> keys.sort(Comparator.comparing(ForeignKey::name)));
    }

    private static Table table(Record row) {
        return new Table(text(row, 0), text(row, 1));
    }

    private static Table table(TableDefinition table) {
        return new Table(table.getSchema().getName(), table.getName());
    }

    private static String text(Record row, int index) {
        return Objects.requireNonNull(row.get(index, String.class));
    }

    private static boolean is(Record row, int index) {
        return Objects.requireNonNull(row.get(index, Boolean.class));
    }

    private static List<String> texts(Record row, int index) {
        return List.of(Objects.requireNonNull(row.get(index, String[].class)));
    }

    boolean isMaterializedView(TableDefinition table) {
        return "m".equals(kinds.get(table(table)));
    }

    Column column(TableDefinition table, String name) {
        return columns.getOrDefault(table(table), Map.of())
                .getOrDefault(name, new Column(false, false, false, false, false, ""));
    }

    /** The primary key first, then by name. */
    List<UniqueIndex> uniqueIndexes(TableDefinition table) {
        return uniqueIndexes.getOrDefault(table(table), List.of());
    }

    /** By name. */
    List<ForeignKey> foreignKeys(TableDefinition table) {
        return foreignKeys.getOrDefault(table(table), List.of());
    }
}
