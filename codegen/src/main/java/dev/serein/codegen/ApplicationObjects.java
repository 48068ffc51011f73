package dev.serein.codegen;

import java.util.HashSet;
import java.util.Set;
import org.jooq.Record;
import org.jooq.meta.Database;
import org.jooq.meta.Definition;
import org.jooq.meta.DomainDefinition;
import org.jooq.meta.EnumDefinition;
import org.jooq.meta.RoutineDefinition;
import org.jooq.meta.SequenceDefinition;
import org.jooq.meta.TableDefinition;
import org.jooq.meta.UDTDefinition;

/**
 * Leaves out what the application does not use by name: Flyway's own table, the objects of extensions, and the
 * partitions of tables. And the constants of domains over arrays, which jOOQ writes so that they do not compile;
 * columns of such a domain stay.
 */
final class ApplicationObjects implements Database.Filter {
    /** Section 36.17, "Packaging Related Objects into an Extension", and pg_depend in PostgreSQL's manual. */
    private static final String NOT_THE_APPLICATIONS = """
            select 'public.flyway_schema_history' as name
            union all
            select n.nspname || '.' || c.relname
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.relispartition
            union all
            select n.nspname || '.' || t.typname
            from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
            join pg_catalog.pg_type base on base.oid = t.typbasetype and base.typcategory = 'A'
            where t.typtype = 'd'
            union all
            select n.nspname || '.' || x.name
            from (
                select oid, relnamespace as namespace, relname::text as name, 'pg_class'::regclass as catalog
                from pg_catalog.pg_class
                union all
                select oid, pronamespace, proname::text, 'pg_proc'::regclass from pg_catalog.pg_proc
                union all
                select oid, typnamespace, typname::text, 'pg_type'::regclass from pg_catalog.pg_type
            ) x
            join pg_catalog.pg_namespace n on n.oid = x.namespace
            join pg_catalog.pg_depend d on d.objid = x.oid and d.classid = x.catalog and d.deptype = 'e'
            """;

    private final Set<String> left = new HashSet<>();

    ApplicationObjects(Database database) {
        for (Record row : database.create().resultQuery(NOT_THE_APPLICATIONS).fetch()) {
            left.add(row.get(0, String.class));
        }
    }

    @Override
    public boolean exclude(Definition definition) {
        boolean object = definition instanceof TableDefinition
                || definition instanceof RoutineDefinition
                || definition instanceof DomainDefinition
                || definition instanceof EnumDefinition
                || definition instanceof SequenceDefinition
                || definition instanceof UDTDefinition;
        return object && left.contains(definition.getSchema().getName() + "." + definition.getName());
    }
}
