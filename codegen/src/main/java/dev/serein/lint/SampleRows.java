package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.ColumnKey;
import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Index;
import dev.serein.lint.SchemaState.Relation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts some rows into the tables that have none, so that what is long on a table with rows is seen to be. Row {@code k}
 * has the same value in every key of every table, so that what is unique is, and what refers to another row finds it,
 * also where a new migration begins to say so. Which values hold a constraint, the server is asked.
 */
final class SampleRows {
    /** Few enough for one digit. */
    private static final int COUNT = 8;

    private final Connection connection;
    private final SchemaState schema;
    private final SampleValues samples;
    private final Set<ColumnKey> computed = new HashSet<>();
    private final Map<Long, List<Column>> columns = new HashMap<>();

    /** @param connection in autocommit, of a superuser if it may be */
    SampleRows(Connection connection, SchemaState schema) throws SQLException {
        this.connection = connection;
        this.schema = schema;
        this.samples = new SampleValues(schema.labels());
        schema.columns().values().forEach(each -> columns.computeIfAbsent(
                        each.key().relation(), any -> new ArrayList<>())
                .add(each));
        SchemaReader.each(
                connection,
                "select attrelid, attnum from pg_catalog.pg_attribute where attgenerated <> ''",
                row -> computed.add(new ColumnKey(row.getLong(1), row.getInt(2))));
    }

    /** @return the tables that have none: their constraints refuse all that was tried */
    Set<Relation> fill() throws SQLException {
        boolean withoutTriggers = execute("set session_replication_role = replica");
        Set<Relation> left = new LinkedHashSet<>();
        schema.relations().values().stream()
                .filter(each -> (each.kind() == 'r' && !each.partition()) || each.kind() == 'p')
                .forEach(left::add);
        // with foreign keys in force, a table may have to wait for the next round
        int rounds = withoutTriggers ? 1 : left.size();
        for (int before = -1; rounds > 0 && left.size() != before; rounds--) {
            before = left.size();
            for (Relation each : List.copyOf(left)) {
                if (!isEmpty(each) || Stream.of(Attempt.values()).anyMatch(how -> execute(insert(each, how)))) {
                    left.remove(each);
                }
            }
        }
        execute("reset session_replication_role");
        moveSequences();
        return left;
    }

    private boolean isEmpty(Relation table) throws SQLException {
        boolean[] empty = {true};
        SchemaReader.each(connection, "select 1 from " + Names.quoted(table) + " limit 1", row -> empty[0] = false);
        return empty[0];
    }

    /** What is tried, one after the other. */
    private enum Attempt {
        /** A value in every column. */
        ALL,
        /** In those that a constraint holds beside others, that of another row for each. */
        APART,
        /** In those under a constraint none, if it may be. */
        CHECKED_ARE_NULL,
        /** Only what must have one. */
        REQUIRED;

        boolean leavesOut(Column column, boolean key, boolean checked) {
            return switch (this) {
                case ALL, APART -> false;
                case CHECKED_ARE_NULL -> checked && !column.required();
                case REQUIRED -> !key && !column.required();
            };
        }
    }

    private String insert(Relation table, Attempt attempt) {
        Set<Integer> keys = keys(table);
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        int apart = 0;
        int count = COUNT;
        for (Column each : columns.getOrDefault(table.oid(), List.of())) {
            boolean key = keys.contains(each.key().number());
            boolean looksLikeOne = key || each.name().endsWith("id");
            List<Constraint> checks = checks(table, each);
            if (computed.contains(each.key())
                    || ((each.filled() || each.generated()) && !looksLikeOne)
                    || attempt.leavesOut(each, key, !checks.isEmpty())) {
                continue;
            }
            String value = value(each, looksLikeOne, checks);
            if (value == null) {
                continue; // none is known for the type: if it must have one, the server says so
            }
            boolean besideOthers =
                    checks.stream().anyMatch(check -> check.columns().size() > 1);
            if (attempt != Attempt.ALL && besideOthers) {
                value = "(select " + value + " from (select (k + " + apart++ + ") % " + COUNT + " + 1) as other (k))";
            }
            names.add(Names.quoted(each.name()));
            values.add(value);
            count = key && samples.isEnumerated(each) ? 1 : count;
        }
        if (names.isEmpty()) {
            return "insert into " + Names.quoted(table) + " default values";
        }
        return "insert into " + Names.quoted(table) + " (" + String.join(", ", names)
                + ") overriding system value select " + String.join(", ", values)
                + " from generate_series(1, " + count + ") k on conflict do nothing";
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
                columns.getOrDefault(table.oid(), List.of()).stream()
                        .filter(column -> each.definition().contains(column.name()))
                        .forEach(column -> keys.add(column.key().number()));
            }
        }
        return keys;
    }

    /** Of the table, and of the column's domain. */
    private List<Constraint> checks(Relation table, Column column) {
        return schema.constraints().values().stream()
                .filter(each -> each.type() == 'c')
                .filter(each -> each.relation() == table.oid()
                        ? each.columns().contains(column.key().number())
                        : isDomainOf(column, each))
                .toList();
    }

    private static boolean isDomainOf(Column column, Constraint check) {
        return check.domain() != null
                && (check.domain().equals(column.type()) || check.domain().equals("public." + column.type()));
    }

    /** The first that holds what concerns this column alone; null if none does. */
    private @Nullable String value(Column column, boolean key, List<Constraint> checks) {
        List<String> candidates = samples.of(column, key, checks);
        boolean domain = !column.type().equals(column.baseType());
        if (checks.isEmpty() && !domain && !samples.isGuess(column)) {
            return candidates.isEmpty() ? null : samples.cast(candidates.get(0), column.type());
        }
        return candidates.stream()
                .map(each -> samples.cast(each, column.type()))
                .filter(each -> holds(each, column, checks))
                .findFirst()
                .orElse(null);
    }

    private boolean holds(String value, Column column, List<Constraint> checks) {
        List<String> conditions = new ArrayList<>();
        conditions.add("count(" + Names.quoted(column.name()) + ") = " + COUNT); // computes it, whatever else does
        for (Constraint each : checks) {
            if (each.relation() != 0 && each.columns().size() == 1) {
                String condition = each.definition().replaceFirst("^CHECK ", "");
                conditions.add("bool_and(coalesce(" + condition.replaceFirst("\\)[^)]*$", ")") + ", true))");
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(
                        "select " + String.join(" and ", conditions) + " from (select " + value + " as "
                                + Names.quoted(column.name()) + " from generate_series(1, " + COUNT + ") k) t")) {
            return answer.next() && answer.getBoolean(1);
        } catch (SQLException notOfTheType) {
            return false;
        }
    }

    /** What migrations insert after this must not come upon the rows that are there. */
    private void moveSequences() {
        for (Relation each : schema.relations().values()) {
            if (each.kind() == 'S') {
                execute("select setval(seqrelid, least(seqmax, " + 2 * SampleValues.FIRST_KEY + "))"
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
