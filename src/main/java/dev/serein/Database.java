package dev.serein;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.connection.ConnectionSettings;
import dev.serein.connection.InvalidConnectionSettings;
import dev.serein.connection.SessionSettings;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database, behind a pool of connections. One per application, opened at its start, closed at its end.
 * Thread-safe. A statement that runs on it directly is a transaction of its own.
 */
public final class Database implements Session, AutoCloseable {
    private static final Duration LEAK = Duration.ofSeconds(60);
    private static final String EXAMPLE = "postgresql://user:password@host:5432/database";

    private final DSLContext sql;
    private final Lender lender;

    private Database(Lender lender) {
        this.sql = JooqContext.on(lender);
        this.lender = lender;
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
        Limits limits = new Limits(
                Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(32), Duration.ofSeconds(10));
        Watch watch = new Watch(Duration.ofSeconds(60));
        try {
            HikariDataSource pool = ConnectionPool.open(url.connector(SessionSettings.DEFAULTS), watch);
            return new Database(new Lender(pool, pool, watch, limits));
        } catch (Throwable e) {
            watch.close();
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
        return new Database(new Lender(source, null, new Watch(LEAK), Limits.NONE));
    }

    @Override
    public DSLContext sql() {
        return sql;
    }

    @Override
    public Session withDeadline(Duration allowed) {
        return new DatabaseWithin(JooqContext.within(allowed, sql, lender), lender);
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T transactionResult(TransactionCall<T, X> body) throws X {
        return Transaction.run(sql, lender, body);
    }

    /**
     * The pool now: how many connections there are, who holds them, since when, and from which line.
     *
     * @return numbers of this moment; of a database that {@link #using} made, the holders only
     */
    public PoolStatus pool() {
        return lender.status();
    }

    /**
     * Lends no more connections, which then throws {@link IllegalStateException}; waits until those that are lent have
     * come back, 10 s at most; cancels what still runs; closes all connections that {@code open} made. Does nothing the
     * second time.
     */
    @Override
    public void close() {
        lender.close();
    }
}
