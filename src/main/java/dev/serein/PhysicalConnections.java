package dev.serein;

import dev.serein.connection.ConnectFailure;
import dev.serein.connection.Connector;
import dev.serein.connection.Link;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the pool gets its connections. The first is made before there is a pool: when it fails, Hikari would sleep for
 * a second before it says so.
 */
final class PhysicalConnections implements DataSource, AutoCloseable {
    private final Connector connector;
    private final AtomicReference<@Nullable Link> first;
    private volatile int loginTimeoutSeconds;

    private PhysicalConnections(Connector connector, Link first) {
        this.connector = connector;
        this.first = new AtomicReference<>(first);
    }

    static PhysicalConnections open(Connector connector) throws ConnectFailure {
        return new PhysicalConnections(connector, connector.connect());
    }

    @Override
    public Connection getConnection() throws SQLException {
        Link link = first.getAndSet(null);
        return (link == null ? connector.connect() : link).connection();
    }

    /** Closes the first connection, if no pool has taken it. */
    @Override
    public void close() throws SQLException {
        Link link = first.getAndSet(null);
        if (link != null) {
            link.connection().close();
        }
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

    /** To the pool: how long to wait, when it is closed, for a connection that is being made. Decides nothing here. */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeoutSeconds = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeoutSeconds;
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
