package dev.serein;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.serein.connection.ConnectFailure;
import dev.serein.connection.Connector;
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

    static HikariDataSource open(Connector connector, Watch watch) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("serein");
        config.setDataSource(connector.dataSource(
                link -> watch.add(link.connection(), new Slot(link.connection(), link.socket(), link.pooled()))));
        config.setMaximumPoolSize(SIZE);
        config.setMinimumIdle(KEPT_IDLE);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        config.setMaxLifetime(MAX_LIFETIME.toMillis());
        try {
            // the constructor with a configuration connects at once; the other form locks on every borrow
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw e.getCause() instanceof ConnectFailure failure ? ConnectionFailed.of(failure) : e;
        }
    }
}
