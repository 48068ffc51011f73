package dev.serein;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.serein.connection.ConnectionUrl;
import java.time.Duration;

/** The pool behind a {@link Database}, with the defaults that keep it from hanging and from growing. */
final class ConnectionPool {
    private static final int SIZE = 10;
    /** Kept open when all is idle: the next caller need not wait for a connection. */
    private static final int KEPT_IDLE = 1;

    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);

    private ConnectionPool() {}

    static HikariDataSource open(ConnectionUrl url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("serein");
        config.setDataSource(url.dataSource());
        config.setMaximumPoolSize(SIZE);
        config.setMinimumIdle(KEPT_IDLE);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        config.setMaxLifetime(MAX_LIFETIME.toMillis());
        // the driver sends the time zone of the JVM when it connects, and what it sends wins over its other options
        config.setConnectionInitSql("set time zone 'UTC'");
        try {
            // the constructor with a configuration connects at once; the other form locks on every borrow
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw ConnectionFailed.to(url, e.getCause() == null ? e : e.getCause());
        }
    }
}
