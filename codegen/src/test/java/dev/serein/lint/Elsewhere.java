package dev.serein.lint;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Another tablespace of a server, by the name {@code elsewhere}. Closing it, when nothing is in it any more, drops it.
 */
final class Elsewhere implements AutoCloseable {
    private final ScratchPostgres server;

    Elsewhere(ScratchPostgres server) throws SQLException {
        this.server = server;
        execute("set allow_in_place_tablespaces = on", "create tablespace elsewhere location ''");
    }

    @Override
    public void close() throws SQLException {
        execute("drop tablespace elsewhere");
    }

    private void execute(String... statements) throws SQLException {
        try (ScratchDatabase any = server.createDatabase();
                Connection connection = any.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
