package dev.serein.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections on which databases are created and dropped. One is kept open: to open one takes as long as to copy a
 * small database. Thread-safe: whoever finds it in use opens another.
 */
final class AdminConnections implements AutoCloseable {
    private static final int ANSWER_SECONDS = 5;

    private final DataSource server;
    private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();
    private volatile boolean closed;

    AdminConnections(DataSource server) {
        this.server = server;
    }

    void execute(String sql) throws SQLException {
        Connection connection = take();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } finally {
            giveBack(connection);
        }
    }

    int ask(String sql) throws SQLException {
        Connection connection = take();
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getInt(1);
        } finally {
            giveBack(connection);
        }
    }

    private Connection take() throws SQLException {
        Connection connection = kept.getAndSet(null);
        if (connection != null) {
            if (connection.isValid(ANSWER_SECONDS)) {
                return connection;
            }
            connection.close();
        }
        return server.getConnection();
    }

    private void giveBack(Connection connection) throws SQLException {
        if (closed || !kept.compareAndSet(null, connection)) {
            connection.close();
        } else if (closed) {
            close(); // in between
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        Connection connection = kept.getAndSet(null);
        if (connection != null) {
            connection.close();
        }
    }
}
