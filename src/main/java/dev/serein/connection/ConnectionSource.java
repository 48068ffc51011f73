package dev.serein.connection;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A {@link Connector} as JDBC knows it. */
final class ConnectionSource implements DataSource {
    private final Connector connector;
    private final AtomicReference<@Nullable Link> first;
    private final Consumer<Link> opened;
    private volatile int loginTimeoutSeconds;

    /** @param first what the first call gets; null to connect for that, too */
    ConnectionSource(Connector connector, @Nullable Link first, Consumer<Link> opened) {
        this.connector = connector;
        this.first = new AtomicReference<>(first);
        this.opened = opened;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Link made = first.getAndSet(null);
        Link link = made == null ? connector.connect() : made;
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

    /** To a pool: how long to wait, when it is closed, for a connection that is being made. Decides nothing here. */
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
