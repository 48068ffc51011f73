package dev.serein;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.serein.connection.ConnectFailure;
import dev.serein.connection.Connector;
import dev.serein.connection.Link;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool behind a {@link Database}. */
final class ConnectionPool {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** Kept open when all is idle: the next caller need not wait for a connection. */
    private static final int KEPT_IDLE = 1;

    /** How long a connection that was idle may take to show that it lives; a caller may be waiting. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

    /** How often an idle connection is used, so that no firewall forgets it: they do after four minutes and more. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(2);

    private ConnectionPool() {}

    /** The first connection is made before there is a pool: when it fails, Hikari would sleep before it says so. */
    static HikariDataSource open(EffectiveOptions options, Watch watch) {
        Connector connector = options.connector();
        Link first = first(connector);
        HikariConfig config = configuration(options);
        config.setDataSource(connector.dataSource(first, watch::add));
        try {
            // the constructor with a configuration connects at once; the other form locks on every borrow
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            close(first, e);
            throw e.getCause() instanceof ConnectFailure failure ? ConnectionFailed.of(failure) : e;
        }
    }

    private static Link first(Connector connector) {
        try {
            Link first = connector.connect();
            if (first.pooled()) {
                LOG.info("A pooler stands in front of the server: statements are not prepared there, and the limits of"
                        + " the server are set in transactions only");
            }
            return first;
        } catch (ConnectFailure e) {
            throw ConnectionFailed.of(e);
        }
    }

    private static void close(Link link, Throwable reason) {
        try {
            link.connection().close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static HikariConfig configuration(EffectiveOptions options) {
        Duration wait = options.time(Option.POOL_TIMEOUT);
        Duration lifetime = options.time(Option.MAX_LIFETIME);
        HikariConfig config = new HikariConfig();
        config.setPoolName(options.poolName());
        config.setMaximumPoolSize(options.poolMax().value());
        config.setMinimumIdle(KEPT_IDLE);
        config.setConnectionTimeout(wait.toMillis());
        config.setValidationTimeout(Math.min(wait.toMillis(), SIGN_OF_LIFE.toMillis()));
        config.setMaxLifetime(lifetime.toMillis());
        // to Hikari an idle timeout is a mistake when none can become idle beyond those that are kept
        boolean varies = options.poolMax().value() > KEPT_IDLE;
        config.setIdleTimeout(varies ? options.time(Option.IDLE_TIMEOUT).toMillis() : 0);
        // a connection that does not live so long needs none
        config.setKeepaliveTime(lifetime.compareTo(KEEP_ALIVE) > 0 ? KEEP_ALIVE.toMillis() : 0);
        config.setExceptionOverride(new Eviction());
        return config;
    }
}
