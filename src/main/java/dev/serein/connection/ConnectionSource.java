package dev.serein.connection;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A {@link Connector} as JDBC knows it. */
final class ConnectionSource implements DataSource {
    private final Connector connector;
    private final Consumer<Link> opened;

    ConnectionSource(Connector connector, Consumer<Link> opened) {
        this.connector = connector;
        this.opened = opened;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Link link = connector.connect();
        opened.accept(link);
        return link.connection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("User and password are part of the settings");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        // nothing is written
    }

    /** The settings decide how long connecting may take; a pool would set how long its callers wait. */
    @Override
    public void setLoginTimeout(int seconds) {
        // see above
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Nothing is logged");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("This is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** {@return where it connects} */
    @Override
    public String toString() {
        return connector.toString();
    }
}
