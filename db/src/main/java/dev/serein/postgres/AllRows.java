package dev.serein.postgres;

import dev.serein.postgres.TableRows.Counted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all tables at a baseline.
 *
 * @param tables by their numbers
 */
record AllRows(Map<Long, TableRows> tables) {
    /** @param since the first transaction after the baseline */
    static AllRows of(Statement statement, Schema schema, String since, @Nullable MigratedTemplate template)
            throws SQLException {
        Map<Long, long[]> counted = counted(statement, schema, template);
        Map<Long, TableRows> tables = new LinkedHashMap<>();
        for (Relation each : schema.relations().values()) {
            if (hasContent(each)) {
                long[] numbers = counted.getOrDefault(each.oid(), new long[2]);
                boolean ofTemplate = template != null && template.rows().are(each, numbers[0], numbers[1]);
                byte[] saved = ofTemplate || numbers[0] == 0
                        ? new byte[0]
                        : TableRows.save(statement.getConnection(), each.name());
                tables.put(each.oid(), new TableRows(each, since, numbers[0], ofTemplate, saved));
            }
        }
        return new AllRows(tables);
    }

    /** Of each table that is not empty, how many rows it has, and how many that the template has not. */
    private static Map<Long, long[]> counted(Statement statement, Schema schema, @Nullable MigratedTemplate template)
            throws SQLException {
        String newer =
                template == null ? "true" : Schema.newer("x", template.rows().since());
        List<String> counting = new ArrayList<>();
        for (Relation each : schema.relations().values()) {
            if (hasContent(each) && !each.empty()) {
                counting.add("select " + each.oid() + ", count(*), count(*) filter (where " + newer + ") from only "
                        + each.name() + " x");
            }
        }
        Map<Long, long[]> counted = new HashMap<>();
        if (!counting.isEmpty()) {
            try (ResultSet rows = statement.executeQuery(String.join(" union all ", counting))) {
                while (rows.next()) {
                    counted.put(rows.getLong(1), new long[] {rows.getLong(2), rows.getLong(3)});
                }
            }
        }
        return counted;
    }

    private static boolean hasContent(Relation relation) {
        return relation.hasRows() && (relation.kind() != 'm' || relation.populated());
    }

    TableRows of(Long oid) {
        TableRows rows = tables.get(oid);
        if (rows == null) {
            throw new IllegalStateException("only what was there is counted");
        }
        return rows;
    }

    /** Of the tables whose rows are not as they were. */
    Map<Long, Counted> written(Schema now, Connection connection) throws SQLException {
        List<String> counting = new ArrayList<>();
        tables.forEach((oid, rows) -> {
            if (!now.relation(oid).empty() || !rows.wasEmpty()) {
                counting.add(rows.counting(oid));
            }
        });
        Map<Long, Counted> written = new LinkedHashMap<>();
        if (!counting.isEmpty()) {
            try (PreparedStatement all = connection.prepareStatement(String.join(" union all ", counting));
                    ResultSet each = all.executeQuery()) {
                while (each.next()) {
                    Counted counted = new Counted(each.getLong(2), each.getLong(3), each.getLong(4));
                    if (!of(each.getLong(1)).isAsItWas(now.relation(each.getLong(1)), counted)) {
                        written.put(each.getLong(1), counted);
                    }
                }
            }
        }
        return written;
    }

    /** Those whose rows another copy of the template has not. */
    Map<Long, TableRows> beyondTemplate() {
        Map<Long, TableRows> beyond = new LinkedHashMap<>(tables);
        beyond.values().removeIf(TableRows::isOfTemplate);
        return beyond;
    }
}
