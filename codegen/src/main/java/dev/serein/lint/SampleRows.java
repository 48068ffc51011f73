package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Index;
import dev.serein.lint.SchemaState.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts some rows into the tables that have none, so that what is long on a table with rows is seen to be. Row {@code k}
 * has the same value in every key of every table, so that what is unique is, and what refers to another row finds it,
 * also where a new migration begins to say so.
 */
final class SampleRows {
    /** Few enough for one digit. */
    static final int COUNT = 8;

    private static final Pattern LITERAL = Pattern.compile("'((?:[^']|'')*)'");
    /** Beside those of the application's own migrations, which begin low. */
    private static final int FIRST_KEY = 1_000_000;

    private final Connection connection;
    private final SchemaState schema;

    /** @param connection in autocommit, of a superuser if it may be */
    SampleRows(Connection connection, SchemaState schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** @return the tables that have none: their constraints refuse all that was tried */
    Set<Relation> fill() throws SQLException {
        boolean withoutTriggers = execute("set session_replication_role = replica");
        List<Relation> tables = schema.relations().values().stream()
                .filter(each -> (each.kind() == 'r' && !each.partition()) || each.kind() == 'p')
                .toList();
        Set<Relation> left = new LinkedHashSet<>(tables);
        // with foreign keys in force, a table may have to wait for the next round
        for (int round = 0; round < (withoutTriggers ? 1 : tables.size()) && !left.isEmpty(); round++) {
            int before = left.size();
            for (Relation each : List.copyOf(left)) {
                if (isFilled(each)) {
                    left.remove(each);
                }
            }
            if (left.size() == before) {
                break;
            }
        }
        execute("reset session_replication_role");
        moveSequences();
        return left;
    }

    private boolean isFilled(Relation table) throws SQLException {
        boolean[] empty = {true};
        SchemaReader.each(connection, "select 1 from " + Names.quoted(table) + " limit 1", row -> empty[0] = false);
        return !empty[0] || Stream.of(Boldness.values()).anyMatch(each -> execute(insert(table, each)));
    }

    /** What is tried, one after the other. */
    private enum Boldness {
        /** A value in every column. */
        ALL,
        /** In those under a check constraint none, if it may be. */
        CHECKED_ARE_NULL,
        /** Only what must have one. */
        REQUIRED
    }

    private String insert(Relation table, Boldness boldness) {
        Set<Integer> keys = keys(table);
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        boolean fewer = false;
        for (Column each : columnsOf(table)) {
            boolean key = keys.contains(each.key().number()) || each.name().endsWith("id");
            boolean generated = each.generated() && !key;
            if (generated || (each.filled() && !key) || (boldness == Boldness.REQUIRED && !each.required() && !key)) {
                continue;
            }
            List<Constraint> checks = checks(table, each);
            if (boldness == Boldness.CHECKED_ARE_NULL && !each.required() && !checks.isEmpty()) {
                continue;
            }
            String value = value(each, key, checks);
            if (value != null) {
                names.add(Names.quoted(each.name()));
                values.add(value);
            }
            fewer |= key && schema.labels().containsKey(qualified(each.baseType()));
        }
        if (names.isEmpty()) {
            return "insert into " + Names.quoted(table) + " default values";
        }
        return "insert into " + Names.quoted(table) + " (" + String.join(", ", names)
                + ") overriding system value select "
                + String.join(", ", values) + " from generate_series(1, " + (fewer ? 1 : COUNT) + ") k"
                + " on conflict do nothing";
    }

    private List<Column> columnsOf(Relation table) {
        return schema.columns().values().stream()
                .filter(each -> each.key().relation() == table.oid())
                .toList();
    }

    /** Columns of primary and unique keys, of foreign ones, and those to which they refer. */
    private Set<Integer> keys(Relation table) {
        Set<Integer> keys = new HashSet<>();
        for (Constraint each : schema.constraints().values()) {
            if (each.relation() == table.oid() && "pufx".indexOf(each.type()) >= 0) {
                keys.addAll(each.columns());
            }
        }
        for (Index each : schema.indexes().values()) {
            if (each.table() == table.oid() && each.unique()) {
                columnsOf(table).stream()
                        .filter(column -> each.definition().contains(column.name()))
                        .forEach(column -> keys.add(column.key().number()));
            }
        }
        return keys;
    }

    private List<Constraint> checks(Relation table, Column column) {
        return schema.constraints().values().stream()
                .filter(each -> each.type() == 'c')
                .filter(each -> each.relation() == table.oid()
                        ? each.columns().contains(column.key().number())
                        : column.type().equals(unqualified(each.domain())))
                .toList();
    }

    /** Of {@code k}; null if none is known for the type. */
    private @Nullable String value(Column column, boolean key, List<Constraint> checks) {
        String type = column.baseType();
        List<String> labels = schema.labels().get(qualified(type));
        if (labels != null) {
            return "(array[" + literals(labels) + "])[(k - 1) % " + labels.size() + " + 1]::" + typeName(type);
        }
        String cast = "::" + typeName(type);
        if (type.endsWith("[]")) {
            return "'{}'" + cast;
        }
        String plain = type.replaceFirst("\\(.*\\)", "");
        return switch (plain) {
            case "integer", "bigint", "numeric", "double precision", "real", "oid" ->
                "(" + (key ? FIRST_KEY + " + " : "") + "k)" + cast;
            case "smallint", "money" -> "k" + cast;
            case "boolean" -> "true";
            case "date", "timestamp without time zone", "timestamp with time zone" -> "('2020-01-0' || k)" + cast;
            case "time without time zone", "time with time zone" -> "('0' || k || ':00')" + cast;
            case "interval" -> "(k || ' days')" + cast;
            case "uuid" -> "('00000000-0000-4000-8000-00000000000' || k)" + cast;
            case "json", "jsonb" -> "('{\"k\": ' || k || '}')" + cast;
            case "bytea" -> "('k' || k)" + cast;
            case "inet", "cidr" -> "('10.0.0.' || k)" + cast;
            case "macaddr" -> "('08:00:2b:01:02:0' || k)" + cast;
            case "int4range", "int8range", "numrange" -> "('[' || k || ',' || (k + 1) || ')')" + cast;
            case "daterange", "tsrange", "tstzrange" -> "('[2020-01-0' || k || ',2020-01-0' || (k + 1) || ')')" + cast;
            case "bit", "bit varying" -> "'0'" + cast;
            case "point" -> "point(k, k)";
            default -> text(type, checks);
        };
    }

    /** One that a check constraint names; else one digit, which fits into any text, and whatever else takes one. */
    private String text(String type, List<Constraint> checks) {
        List<String> named = new ArrayList<>();
        for (Constraint each : checks) {
            Matcher literal = LITERAL.matcher(each.definition());
            while (literal.find()) {
                named.add(literal.group(1).replace("''", "'"));
            }
        }
        return (named.isEmpty() ? "k::text" : "(array[" + literals(named) + "])[(k - 1) % " + named.size() + " + 1]")
                + "::" + typeName(type);
    }

    private static String literals(List<String> texts) {
        return texts.stream().map(text -> "'" + text.replace("'", "''") + "'").collect(Collectors.joining(", "));
    }

    /** As {@link SchemaState#labels} has it. */
    private static String qualified(String type) {
        return type.contains(".") ? type : "public." + type;
    }

    private static @Nullable String unqualified(@Nullable String type) {
        return type == null || !type.startsWith("public.") ? type : type.substring("public.".length());
    }

    private String typeName(String type) {
        String name = qualified(type);
        int dot = name.indexOf('.');
        return schema.labels().containsKey(name)
                ? Names.quoted(name.substring(0, dot)) + "." + Names.quoted(name.substring(dot + 1))
                : type;
    }

    /** What migrations insert after this must not come upon the rows that are there. */
    private void moveSequences() {
        for (Relation each : schema.relations().values()) {
            if (each.kind() == 'S') {
                execute("select setval(seqrelid, least(seqmax, " + 2 * FIRST_KEY + "))"
                        + " from pg_catalog.pg_sequence where seqrelid = " + each.oid() + " and seqincrement > 0");
            }
        }
    }

    /** @return whether the server did it */
    private boolean execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }
}
