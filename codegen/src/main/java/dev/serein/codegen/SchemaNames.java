package dev.serein.codegen;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jooq.impl.DSL;

/**
 * What there is in the schemas, by name only. Asked of the catalogs rather than of jOOQ's model, which asks for Java
 * names while it is being filled.
 */
final class SchemaNames {
    private static final String OBJECTS = """
            select n.nspname, x.name, x.key
            from (
                select relnamespace as namespace, relname::text as name, false as key from pg_catalog.pg_class
                union all
                select typnamespace, typname::text, false from pg_catalog.pg_type
                union all
                select pronamespace, proname::text, false from pg_catalog.pg_proc
                union all
                select connamespace, case contype when 'f' then r.relname || '__' || conname else conname end, true
                from pg_catalog.pg_constraint c join pg_catalog.pg_class r on r.oid = c.conrelid
            ) x join pg_catalog.pg_namespace n on n.oid = x.namespace
            where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
            """;

    private final Map<String, Set<String>> objects = new HashMap<>();
    private final Map<String, Set<String>> keys = new HashMap<>();

    SchemaNames(DSLContext database) {
        var rows = database.resultQuery(OBJECTS)
                .fetch()
                .into(
                        DSL.field("nspname", String.class),
                        DSL.field("name", String.class),
                        DSL.field("key", Boolean.class));
        for (Record3<String, String, Boolean> row : rows) {
            (row.value3() ? keys : objects)
                    .computeIfAbsent(row.value1(), schema -> new HashSet<>())
                    .add(row.value2());
        }
    }

    /** Tables, views, sequences, indexes, types and routines. */
    Set<String> objects(String schema) {
        return objects.getOrDefault(schema, Set.of());
    }

    /** Constraints; a foreign key with its table, because only there its name is its own. */
    Set<String> keys(String schema) {
        return keys.getOrDefault(schema, Set.of());
    }
}
