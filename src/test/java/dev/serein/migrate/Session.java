package dev.serein.migrate;

import dev.serein.DatabaseOptions;
import dev.serein.postgres.ScratchDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Somebody else, connected to the database. */
final class Session implements AutoCloseable {
    private final Connection connection;

    Session(ScratchDatabase database) throws SQLException {
        connection = database.dataSource().getConnection();
    }

    Session(String url) throws SQLException {
        connection = DatabaseOptions.of(url).migrationDataSource(Duration.ZERO).getConnection();
    }

    /** In a transaction that stays open. */
    Session begin() throws SQLException {
        connection.setAutoCommit(false);
        return this;
    }

    Session run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return this;
    }

    String ask(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
