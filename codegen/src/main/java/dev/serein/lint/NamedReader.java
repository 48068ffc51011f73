package dev.serein.lint;

import dev.serein.lint.SchemaState.Named;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads from the catalogs what programs name beside tables and views. */
final class NamedReader {
    private static final String ROUTINES = """
            select n.nspname || '.' || p.proname
            from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
            where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
                and not exists (
                    select 1 from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
            """;

    /** Owned by a column, or named by a default. */
    private static final String SEQUENCES = """
            select n.nspname || '.' || c.relname
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'S'
                and not exists (
                    select 1 from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i'))
                and not exists (
                    select 1 from pg_catalog.pg_depend d
                    where d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = c.oid
                        and d.classid = 'pg_catalog.pg_attrdef'::regclass)
                and
            """ + SchemaReader.OURS;

    private static final String ATTRIBUTES =
            """
            select n.nspname || '.' || c.relname, a.attname || ' ' || %s
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relkind = 'c' and %s
            order by 1, a.attnum
            """.formatted(SchemaReader.TYPE.formatted("a.atttypid", "a.atttypmod"), SchemaReader.OURS);

    private static final String GRANTS = """
            select c.oid, coalesce(r.rolname, 'public'), lower(g.privilege_type)
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            cross join lateral pg_catalog.aclexplode(c.relacl) g
            left join pg_catalog.pg_roles r on r.oid = g.grantee
            where g.grantee <> c.relowner and g.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE') and
            """ + SchemaReader.OURS;

    private static final String OWNERS = """
            select c.oid, r.rolname
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_roles r on r.oid = c.relowner
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and
            """ + SchemaReader.OURS;

    private static final String SECURED = """
            select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.relrowsecurity and
            """ + SchemaReader.OURS;

    private NamedReader() {}

    static Named read(Connection connection) throws SQLException {
        Set<String> routines = new TreeSet<>();
        SchemaReader.each(connection, ROUTINES, row -> routines.add(row.getString(1)));
        Set<String> sequences = new TreeSet<>();
        SchemaReader.each(connection, SEQUENCES, row -> sequences.add(row.getString(1)));
        Map<String, List<String>> attributes = new TreeMap<>();
        SchemaReader.each(connection, ATTRIBUTES, row -> attributes
                .computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                .add(row.getString(2)));
        Map<Long, Map<String, Set<String>>> grants = new HashMap<>();
        SchemaReader.each(connection, GRANTS, row -> grants.computeIfAbsent(row.getLong(1), any -> new TreeMap<>())
                .computeIfAbsent(row.getString(2), any -> new TreeSet<>())
                .add(row.getString(3)));
        Map<Long, String> owners = new HashMap<>();
        SchemaReader.each(connection, OWNERS, row -> owners.put(row.getLong(1), row.getString(2)));
        Set<Long> secured = new HashSet<>();
        SchemaReader.each(connection, SECURED, row -> secured.add(row.getLong(1)));
        return new Named(routines, sequences, attributes, grants, owners, secured);
    }
}
