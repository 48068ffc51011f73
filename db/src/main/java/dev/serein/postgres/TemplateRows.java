package dev.serein.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What rows a template holds.
 *
 * @param since the first transaction after it was made: none of its rows is as new
 * @param files of its tables that have rows, by their numbers
 * @param numbers of rows, by the tables' numbers
 */
record TemplateRows(String since, Map<Long, Long> files, Map<Long, Long> numbers) {

    static TemplateRows of(Connection connection) throws SQLException {
        Map<Long, Long> files = new HashMap<>();
        Map<Long, Long> numbers = new HashMap<>();
        List<String> counting = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            String since = since(statement);
            try (ResultSet rows = statement.executeQuery(Relation.ALL)) {
                while (rows.next()) {
                    Relation each = Relation.of(rows);
                    if (each.hasRows() && !each.empty() && (each.populated() || each.kind() != 'm')) {
                        files.put(each.oid(), each.file());
                        counting.add("select " + each.oid() + ", count(*) from only " + each.name());
                    }
                }
            }
            if (!counting.isEmpty()) {
                try (ResultSet rows = statement.executeQuery(String.join(" union all ", counting))) {
                    while (rows.next()) {
                        numbers.put(rows.getLong(1), rows.getLong(2));
                    }
                }
            }
            return new TemplateRows(since, files, numbers);
        }
    }

    /** The first transaction that is not in what the statement's transaction sees. */
    static String since(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_snapshot_xmax(pg_current_snapshot())::xid::text")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Whether a table with this many rows, so many of them newer, holds what it holds in the template. */
    boolean are(Relation table, long number, long newer) {
        return newer == 0
                && numbers.getOrDefault(table.oid(), 0L) == number
                && (number == 0 || files.getOrDefault(table.oid(), 0L) == table.file());
    }
}
