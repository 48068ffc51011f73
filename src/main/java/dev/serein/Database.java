package dev.serein;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.connection.ConnectionSettings;
import dev.serein.connection.InvalidConnectionSettings;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database, behind a pool of connections. One per application, opened at its start, closed at its end.
 * Thread-safe. A statement that runs on it directly is a transaction of its own.
 */
public final class Database implements Session, AutoCloseable {
    private static final String EXAMPLE = "postgresql://user:password@host:5432/database";

    private final DSLContext sql;
    private final @Nullable HikariDataSource pool;

    private Database(DataSource source, @Nullable HikariDataSource pool) {
        this.sql = JooqContext.on(source);
        this.pool = pool;
    }

    /**
     * Opens the database that the environment variable {@code DATABASE_URL} names. Connects at once.
     *
     * @return the database, which the caller closes
     * @throws InvalidConfiguration if the variable is missing or malformed
     * @throws ConnectionFailed if the server cannot be reached or refuses
     */
    public static Database open() {
        return open(System.getenv());
    }

    static Database open(Map<String, String> environment) {
        String url = environment.get("DATABASE_URL");
        if (url == null || url.isBlank()) {
            throw InvalidConfiguration.missing("DATABASE_URL", "set it to " + EXAMPLE);
        }
        return open("DATABASE_URL", url);
    }

    /**
     * Opens the database of a URL. Connects at once.
     *
     * @param url as {@link ConnectionSettings} reads it:
     *     {@code postgresql://user:password@host:port/database?sslmode=…}
     * @return the database, which the caller closes
     * @throws InvalidConfiguration if the URL is malformed
     * @throws ConnectionFailed if the server cannot be reached or refuses
     */
    public static Database open(String url) {
        return open("The database URL", url);
    }

    private static Database open(String setting, String text) {
        ConnectionSettings url;
        try {
            url = ConnectionSettings.of(text);
        } catch (InvalidConnectionSettings e) {
            throw InvalidConfiguration.malformed(setting, e.problems(), "write it like " + EXAMPLE);
        }
        HikariDataSource pool = ConnectionPool.open(url);
        try {
            return new Database(pool, pool);
        } catch (Throwable e) {
            pool.close();
            throw e;
        }
    }

    /**
     * Uses the connections of a data source, as a framework or a test provides them. Does not connect yet. The data
     * source decides on everything that concerns connections, deadlines among it; its connections must be pgjdbc's, or
     * wrap them.
     *
     * @param source a pool, usually; closing the database leaves it open
     * @return the database
     */
    public static Database using(DataSource source) {
        return new Database(source, null);
    }

    @Override
    public DSLContext sql() {
        return sql;
    }

    /** Closes all connections that {@code open} made. Does nothing the second time. */
    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
