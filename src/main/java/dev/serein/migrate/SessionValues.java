package dev.serein.migrate;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the settings of a session were before its first migration. A migration may set what it likes, as pg_dump's files
 * empty the search path and turn the lock timeout off; the next one begins as if none had.
 *
 * <p>{@code temp_buffers} is left alone: the server does not take it back once there was a temporary table.
 */
final class SessionValues {
    private static final String ALL = "select array_agg(name), array_agg(pg_catalog.current_setting(name))"
            + " from pg_catalog.pg_settings where name not in"
            + " ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable', 'temp_buffers')"
            + " and (context = 'user' or context = 'superuser' and pg_catalog.current_setting('is_superuser') = 'on')";

    private static final String RESTORE = "select pg_catalog.count(pg_catalog.set_config(name, value, false))"
            + " from unnest(?, ?) as before (name, value)"
            + " where pg_catalog.current_setting(name) is distinct from value";

    private final Array names;
    private final Array values;

    private SessionValues(Array names, Array values) {
        this.names = names;
        this.values = values;
    }

    static SessionValues of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ALL)) {
            row.next();
            return new SessionValues(row.getArray(1), row.getArray(2));
        }
    }

    /** In a transaction, for as long as that is not rolled back. */
    void restore(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RESTORE)) {
            statement.setArray(1, names);
            statement.setArray(2, values);
            statement.execute();
        }
    }
}
