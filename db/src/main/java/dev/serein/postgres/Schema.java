package dev.serein.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All of a database but its rows, as its catalogs have it. Of most catalogs it is enough to know how many rows there
 * are, and that none is newer: a change makes a new one.
 *
 * @param relations by their numbers
 * @param counts of each catalog, how many rows
 * @param newer of each catalog, whether it has rows of transactions that began after the baseline
 * @param settings of the database itself, and what else of it all databases' catalogs have
 */
record Schema(Map<Long, Relation> relations, Map<String, Long> counts, Map<String, Boolean> newer, String settings) {
    private static final int MOST_NAMED = 5;

    /** Changed by analyze and by replication, or compared otherwise. */
    private static final String CATALOGS = """
            select c.relname, coalesce(max(a.attname) filter (where a.attname = 'oid'), '') <> ''
              from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
             where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind = 'r' and not c.relisshared
               and c.relname not in ('pg_class', 'pg_sequence', 'pg_statistic', 'pg_statistic_ext_data', 'pg_depend',
                   'pg_largeobject', 'pg_largeobject_metadata', 'pg_subscription_rel')
             group by c.relname order by c.relname
            """;

    private static final String SETTINGS = """
            select concat_ws(',', d.datdba, d.datacl, d.datconnlimit, d.datallowconn, d.dattablespace,
                   pg_catalog.shobj_description(d.oid, 'pg_database'),
                   (select string_agg(concat_ws(',', s.setrole, s.setconfig), ',' order by s.setrole)
                      from pg_catalog.pg_db_role_setting s where s.setdatabase = d.oid),
                   (select string_agg(concat_ws(',', s.oid, s.xmin), ',' order by s.oid)
                      from pg_catalog.pg_subscription s where s.subdbid = d.oid))
              from pg_catalog.pg_database d where d.datname = current_database()
            """;

    /** What belongs to tables of one session, and to what holds long values, comes and goes. */
    private static final Map<String, String> OF_TABLES = Map.of(
            "pg_attribute", "attrelid",
            "pg_attrdef", "adrelid",
            "pg_constraint", "conrelid",
            "pg_index", "indrelid",
            "pg_inherits", "inhrelid",
            "pg_rewrite", "ev_class",
            "pg_trigger", "tgrelid");

    /** Such catalogs as this server has, and whether their rows have numbers. */
    static Map<String, Boolean> catalogs(Connection connection) throws SQLException {
        Map<String, Boolean> catalogs = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CATALOGS)) {
            while (rows.next()) {
                catalogs.put(rows.getString(1), rows.getBoolean(2));
            }
        }
        return catalogs;
    }

    static Schema unknown() {
        return new Schema(Map.of(), Map.of(), Map.of(), "");
    }

    /** @param since a transaction; {@link #newer} says what is not older */
    static Schema of(Connection connection, Map<String, Boolean> catalogs, String since) throws SQLException {
        List<String> each = new ArrayList<>();
        for (String catalog : catalogs.keySet()) {
            each.add("select '" + catalog + "', count(*), " + anyNewer(since) + " from pg_catalog." + catalog + " x"
                    + where(catalog));
        }
        each.add("select 'pg_depend', count(*), " + anyNewer(since)
                + " from pg_catalog.pg_depend x where deptype in ('a', 'e', 'x')"
                + " and classid = 'pg_catalog.pg_class'::regclass and objid not in (select oid from passing)");
        String sql = Relation.ALL
                + ";with passing as materialized (select oid from pg_catalog.pg_class where relpersistence = 't'"
                + " or relnamespace = 'pg_toast'::regnamespace) " + String.join(" union all ", each) + ";" + SETTINGS;
        Map<Long, Relation> relations = new LinkedHashMap<>();
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Boolean> newer = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    Relation relation = Relation.of(rows);
                    relations.put(relation.oid(), relation);
                }
            }
            statement.getMoreResults();
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                    newer.put(rows.getString(1), rows.getBoolean(3));
                }
            }
            statement.getMoreResults();
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return new Schema(relations, counts, newer, row.getString(1));
            }
        }
    }

    /** Of this number; the schema was compared before. */
    Relation relation(Long oid) {
        Relation relation = relations.get(oid);
        if (relation == null) {
            throw new IllegalStateException("there is no relation " + oid);
        }
        return relation;
    }

    private static String anyNewer(String since) {
        return "coalesce(min(age(x.xmin)) <= age('" + since + "'::xid), false)";
    }

    /** Whether a row's transaction is this one or a later one. */
    static String newer(String alias, String since) {
        return "age(" + alias + ".xmin) <= age('" + since + "'::xid)";
    }

    private static String where(String catalog) {
        String table = OF_TABLES.get(catalog);
        if (table != null) {
            return " where " + table + " not in (select oid from passing)";
        }
        return switch (catalog) {
            case "pg_type" ->
                " where typrelid not in (select oid from passing) and typnamespace not in"
                        + " (select oid from pg_catalog.pg_namespace where nspname ~ '^pg_(toast_)?temp_')";
            case "pg_namespace" -> " where nspname !~ '^pg_(toast_)?temp_'";
            default -> "";
        };
    }

    /** What is not as it was, in words; empty if all is. */
    List<String> changesSince(Schema before, Connection connection, Map<String, Boolean> catalogs, String since)
            throws SQLException {
        List<String> changes = new ArrayList<>();
        before.relations.forEach((oid, relation) -> {
            Relation now = relations.get(oid);
            if (now == null) {
                changes.add(relation.described() + " is gone");
            } else if (!now.form().equals(relation.form())) {
                changes.add(relation.described() + " was altered");
            }
        });
        relations.forEach((oid, relation) -> {
            if (!before.relations.containsKey(oid)) {
                changes.add(relation.described() + " is new");
            }
        });
        if (!settings.equals(before.settings)) {
            changes.add("the database itself, its settings or its subscriptions were altered");
        }
        if (changes.isEmpty()) {
            for (Map.Entry<String, Long> each : counts.entrySet()) {
                String catalog = each.getKey();
                if (newer.getOrDefault(catalog, false)) {
                    changes.addAll(described(catalog, connection, catalogs.getOrDefault(catalog, false), since));
                } else if (!each.getValue().equals(before.counts.get(catalog))) {
                    changes.add("something is gone from " + catalog);
                }
            }
        }
        List<String> each = changes.stream().distinct().toList();
        return each.size() <= MOST_NAMED ? each : List.of(String.join(", ", each.subList(0, MOST_NAMED)) + " and more");
    }

    private static List<String> described(String catalog, Connection connection, boolean numbered, String since)
            throws SQLException {
        String object =
                switch (catalog) {
                    case "pg_attribute" -> "pg_describe_object('pg_class'::regclass, x.attrelid, x.attnum)";
                    case "pg_attrdef" -> "pg_describe_object('pg_class'::regclass, x.adrelid, x.adnum)";
                    case "pg_index" -> "pg_describe_object('pg_class'::regclass, x.indexrelid, 0)";
                    case "pg_enum" -> "'value ' || x.enumlabel || ' of type ' || format_type(x.enumtypid, null)";
                    case "pg_description" -> "pg_describe_object(x.classoid, x.objoid, x.objsubid)";
                    default -> numbered ? "pg_describe_object(x.tableoid, x.oid, 0)" : "'something in " + catalog + "'";
                };
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("with passing as (select oid from pg_catalog.pg_class"
                        + " where relpersistence = 't' or relnamespace = 'pg_toast'::regnamespace)"
                        + " select distinct coalesce(" + object + ", 'something in " + catalog + "') || ' was altered'"
                        + " from (select *, tableoid, xmin from pg_catalog." + catalog + where(catalog) + ") x where "
                        + newer("x", since) + " order by 1 limit " + (MOST_NAMED + 1))) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
