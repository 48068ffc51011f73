package dev.serein.doctor;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the checks of one examination share: the connection, and what is asked once for all of them. */
final class Visit {
    private final Connection connection;
    private final Database database;
    private final List<String> schemas;
    private final int version;
    private final Map<String, String> settings;

    /**
     * @param connection in a read-only transaction
     * @param schemas whose objects are examined
     * @param version as in {@code server_version_num}
     * @param settings of the server as this session has them, in the units of {@code pg_settings}
     */
    Visit(Connection connection, Database database, List<String> schemas, int version, Map<String, String> settings) {
        this.connection = connection;
        this.database = database;
        this.schemas = List.copyOf(schemas);
        this.version = version;
        this.settings = Map.copyOf(settings);
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** One statement. */
    <T> List<T> rows(String sql, Reading<T> reading, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reading.of(result));
                }
            }
            return rows;
        }
    }

    /** For a library that asks by itself; closing it does nothing. */
    Connection connection() {
        return connection;
    }

    Database database() {
        return database;
    }

    /** With what it was opened; empty where a data source was given. */
    Optional<DatabaseOptions> options() {
        return database.options();
    }

    List<String> schemas() {
        return schemas;
    }

    /** As in {@code server_version_num}. */
    boolean isAtLeast(int number) {
        return version >= number;
    }

    int version() {
        return version;
    }

    /** Of {@code pg_settings}; a bug if there is none of that name. */
    String setting(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no setting " + name);
        }
        return value;
    }
}
