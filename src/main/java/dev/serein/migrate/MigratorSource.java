package dev.serein.migrate;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * The connections that are opened for migrations. They say what they are for, so that whoever waits for them knows; and
 * they are kept in view, so that it can be seen what they wait for, and what they do can be cancelled.
 */
final class MigratorSource implements DataSource {
    private static final String NAMED = "select set_config('application_name', 'serein migrate', false)"
            + " where current_setting('application_name') = 'serein'";

    private final DataSource source;
    private final List<PgConnection> opened = new CopyOnWriteArrayList<>();

    MigratorSource(DataSource source) {
        this.source = source;
    }

    /** One that is not kept in view. */
    static Connection connect(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(NAMED);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Where nothing is kept in view. */
    DataSource notInView() {
        return source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = connect(source);
        opened.add(connection.unwrap(PgConnection.class));
        return connection;
    }

    /** The processes of those that are open. */
    List<Integer> processes() {
        opened.removeIf(MigratorSource::isClosed);
        return opened.stream().map(PgConnection::getBackendPID).toList();
    }

    /** Ends what they do at the moment. */
    void cancel() throws SQLException {
        for (PgConnection each : opened) {
            if (!isClosed(each)) {
                each.cancelQuery();
            }
        }
    }

    /** What Flyway has not closed, as it does not when its connection is in no state for a last question. */
    void closeAll() {
        for (PgConnection each : opened) {
            try {
                each.close();
            } catch (SQLException e) {
                Migrations.LOG.debug("A session could not be closed", e);
            }
        }
        opened.clear();
    }

    private static boolean isClosed(PgConnection connection) {
        return connection.getQueryExecutor().isClosed();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return source.getConnection(user, password);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        source.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }

    /** {@return where it connects} */
    @Override
    public String toString() {
        return source.toString();
    }
}
