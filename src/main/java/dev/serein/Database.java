package dev.serein;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.connection.ConnectionSettings;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database, behind a pool of connections. One per application, opened at its start, closed at its end.
 * Thread-safe. A statement that runs on it directly is a transaction of its own.
 */
public final class Database implements Session, AutoCloseable {
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
        return open(DatabaseOptions.fromEnvironment());
    }

    /**
     * Opens the database of a URL; the environment says what the URL leaves open. Connects at once.
     *
     * @param url as {@link ConnectionSettings} reads it:
     *     {@code postgresql://user:password@host:port/database?sslmode=…}
     * @return the database, which the caller closes
     * @throws InvalidConfiguration if the URL is malformed
     * @throws ConnectionFailed if the server cannot be reached or refuses
     */
    public static Database open(String url) {
        return open(DatabaseOptions.of(url));
    }

    /**
     * Opens the database that the options name. Connects at once, and does not try again: a wrong setting, or a server
     * that is away, ends the start of the application.
     *
     * @param options where, as whom, and how
     * @return the database, which the caller closes
     * @throws InvalidConfiguration if anything that is said cannot be used; names all of it
     * @throws ConnectionFailed if the server cannot be reached or refuses
     */
    public static Database open(DatabaseOptions options) {
        HikariDataSource pool = ConnectionPool.open(new OptionsReader(options).read());
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
