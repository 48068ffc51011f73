package dev.serein.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.serein.Database;
import dev.serein.connection.ConnectionSettings;
import dev.serein.connection.SessionSettings;
import java.time.Duration;

/** The pool of those that bring none. */
final class Pool {
    /** Those of {@link Database#open()}: the deadlines are what a read from the socket depends on. */
    private static final SessionSettings LIKE_SEREIN = new SessionSettings(
            Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(32));

    private Pool() {}

    static HikariDataSource of(String url) {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(Peer.POOL);
        config.setDataSource(ConnectionSettings.of(url).connector(LIKE_SEREIN).dataSource());
        return new HikariDataSource(config);
    }
}
