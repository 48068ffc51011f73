package dev.serein;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.connection.ConnectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database, behind a pool of connections. One per application, opened at its start, closed at its end.
 * Thread-safe. A statement that runs on it directly is a transaction of its own.
 */
public final class Database implements Session, AutoCloseable {
    private static final String LOST = "what runs outside of a transaction would never be committed";

    private final Executor executor;
    private final @Nullable DatabaseOptions options;

    private Database(Lender lender, Listeners listeners, @Nullable DatabaseOptions options) {
        this.executor = Executor.on(lender, listeners);
        this.options = options;
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
     * @throws InvalidConfiguration if the URL is null, empty or malformed
     * @throws ConnectionFailed if the server cannot be reached or refuses
     */
    public static Database open(@Nullable String url) {
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
     * @throws SchemaMismatch if it has not the migrations that are {@linkplain DatabaseOptions#expecting expected}
     */
    public static Database open(DatabaseOptions options) {
        EffectiveOptions effective = new OptionsReader(options).read();
        return open(effective, new Misuse(effective.guard().value()), options);
    }

    static Database open(EffectiveOptions effective, Misuse misuse, DatabaseOptions options) {
        Watch watch = new Watch(effective.time(Option.LEAK_REPORT_AFTER));
        try {
            HikariDataSource pool = ConnectionPool.open(effective, watch);
            return new Database(
                            new Lender(pool, pool, watch, effective.limits(), misuse),
                            effective.toldOfStatements(),
                            options)
                    .openedIfFit(effective);
        } catch (Throwable e) {
            watch.close();
            throw e;
        }
    }

    /** Closes it if it has not the schema that the program expects. */
    private Database openedIfFit(EffectiveOptions effective) {
        try {
            if (!effective.expected().isEmpty()) {
                new SchemaGate(
                                executor,
                                effective.expected(),
                                effective.connection().address())
                        .pass();
            }
            return this;
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /**
     * Uses the connections of a data source, as a framework or a test provides them. Does not connect yet. The data
     * source decides on everything that concerns connections, deadlines among it; its connections must be pgjdbc's, or
     * wrap them. Which migrations it has is not asked.
     *
     * @param source a pool, usually; closing the database leaves it open, but ends the thread that keeps deadlines
     * @param listeners who is told of every statement, such as {@link StatementListener#slowQueryLog}; usually nobody
     * @return the database
     * @throws InvalidConfiguration if the system property {@code serein.guard} cannot be read, or if it is a HikariCP
     *     pool whose connections do not commit by themselves: what runs outside of a transaction would be lost
     */
    public static Database using(DataSource source, StatementListener... listeners) {
        String guard = System.getProperty(Misuse.PROPERTY);
        Guard known = guard == null ? Misuse.USUAL : Misuse.ofProperty(guard);
        if (known == null) {
            throw InvalidConfiguration.of(List.of(Misuse.unreadable()), null);
        }
        return using(source, new Misuse(known), listeners);
    }

    static Database using(DataSource source, Misuse misuse, StatementListener... listeners) {
        if (source instanceof HikariDataSource hikari && !hikari.isAutoCommit()) {
            throw InvalidConfiguration.of(
                    List.of(new InvalidConfiguration.Problem("autoCommit=false", LOST)),
                    "leave it at true, which is the default; db.transaction(…) turns it off for a transaction");
        }
        return new Database(
                new Lender(source, null, new Watch(Option.LEAK_REPORT_AFTER.usual()), Limits.NONE, misuse),
                new Listeners(List.of(listeners)),
                null);
    }

    @Override
    public DSLContext sql() {
        return executor.sql();
    }

    @Override
    public Session withDeadline(Duration allowed) {
        return new DatabaseWithin(executor.within(allowed));
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T transactionResult(
            TransactionOptions options, TransactionCall<T, X> body) throws X {
        return Transaction.run(executor, options, body);
    }

    /**
     * The pool now: how many connections there are, who holds them, since when, and from which line.
     *
     * @return numbers of this moment; of a database that {@link #using} made, the holders only
     */
    public PoolStatus pool() {
        return executor.lender().status();
    }

    /**
     * Records every statement from now on, until the log is closed: for tests. While none is open, it costs nothing.
     *
     * @return the log, which the caller closes
     */
    public StatementLog log() {
        return new StatementLog(executor);
    }

    /**
     * With what it was opened.
     *
     * @return the options, without what URL and environment say beside them; empty of a database that {@link #using}
     *     made
     */
    public Optional<DatabaseOptions> options() {
        return Optional.ofNullable(options);
    }

    /**
     * Lends no more connections, which then throws {@link IllegalStateException}; waits until those that are lent have
     * come back, 10 s at most; cancels what still runs; closes all connections that {@code open} made. Does nothing the
     * second time.
     */
    @Override
    public void close() {
        executor.lender().close();
    }

    Executor executor() {
        return executor;
    }
}
