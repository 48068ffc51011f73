package dev.serein.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the sequences of a database are.
 *
 * @param positions by name, the last value, and whether it was given out
 * @param cached those of which sessions hold numbers in store
 */
record Sequences(Map<String, String> positions, Set<String> cached) {

    static Sequences of(Statement statement, Collection<Relation> relations) throws SQLException {
        List<String> each = new ArrayList<>();
        Set<String> cached = new HashSet<>();
        for (Relation relation : relations) {
            if (relation.kind() == 'S') {
                each.add("select " + Leftovers.literal(relation.name()) + ", last_value || ', ' || is_called from "
                        + relation.name());
                if (relation.cached()) {
                    cached.add(relation.name());
                }
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
        return new Sequences(positions, cached);
    }

    /** Sets those that differ to what they are here. */
    void restore(Statement statement, Sequences now) throws SQLException {
        StringBuilder restarts = new StringBuilder();
        List<String> each = new ArrayList<>();
        positions.forEach((name, position) -> {
            if (!position.equals(now.positions.get(name))) {
                if (cached.contains(name)) {
                    // its new file tells the sessions that their numbers are no longer theirs
                    restarts.append("set local session_replication_role = replica; alter sequence ")
                            .append(name)
                            .append(" restart; ");
                }
                each.add("pg_catalog.setval(" + Leftovers.literal(name) + ", " + position + ")");
            }
        });
        if (!each.isEmpty()) {
            statement.execute(restarts + "select " + String.join(", ", each));
        }
    }
}
