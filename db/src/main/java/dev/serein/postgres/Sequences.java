package dev.serein.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the sequences of a database are: by name, the last value, and whether it was given out. */
record Sequences(Map<String, String> positions) {

    static Sequences of(Statement statement, Collection<Relation> relations) throws SQLException {
        List<String> each = new ArrayList<>();
        for (Relation relation : relations) {
            if (relation.kind() == 'S') {
                each.add("select " + Leftovers.literal(relation.name()) + ", last_value || ', ' || is_called from "
                        + relation.name());
            }
        }
        Map<String, String> positions = new TreeMap<>();
        if (!each.isEmpty()) {
            try (PreparedStatement all = statement.getConnection().prepareStatement(String.join(" union all ", each));
                    ResultSet rows = all.executeQuery()) {
                while (rows.next()) {
                    positions.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return new Sequences(positions);
    }

    /** Sets those that differ to what they are here. */
    void restore(Statement statement, Sequences now) throws SQLException {
        List<String> each = new ArrayList<>();
        positions.forEach((name, position) -> {
            if (!position.equals(now.positions.get(name))) {
                each.add("pg_catalog.setval(" + Leftovers.literal(name) + ", " + position + ")");
            }
        });
        if (!each.isEmpty()) {
            statement.execute("select " + String.join(", ", each));
        }
    }
}
