package dev.serein;

import dev.serein.connection.Credentials;
import dev.serein.connection.EffectiveSetting;
import dev.serein.connection.SessionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How to open a {@link Database}. What the program says here comes before what the URL says, that before the
 * environment, and that before the default. What is overruled is not looked at; what is used is never repaired: all
 * that is wrong is reported at once by {@link Database#open(DatabaseOptions)}.
 *
 * <p>Immutable: every {@code with…} returns other options and leaves these as they are. No time may be so short, or so
 * long, that it means "none".
 */
public final class DatabaseOptions {
    private final Map<String, String> environment;
    private final Map<Option, Object> said;

    private DatabaseOptions(Map<String, String> environment, Map<Option, Object> said) {
        this.environment = environment;
        this.said = Collections.unmodifiableMap(said);
    }

    /**
     * What the environment says: {@code DATABASE_URL}, {@code DATABASE_POOL_MAX}, or {@code DATABASE_CONNECTION_LIMIT}
     * and {@code DATABASE_INSTANCES}, and the variables of libpq. Without {@code DATABASE_URL}, {@code PGHOST},
     * {@code PGHOSTADDR} or {@code PGSERVICE} may say where to connect.
     *
     * @return the options
     */
    public static DatabaseOptions fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * The same of other variables than those of this process.
     *
     * @param environment the variables, by their names
     * @return the options
     */
    public static DatabaseOptions fromEnvironment(Map<String, String> environment) {
        return new DatabaseOptions(Map.copyOf(environment), new EnumMap<>(Option.class));
    }

    /**
     * A URL that the program says. The environment says what the URL leaves open.
     *
     * @param url as {@link dev.serein.connection.ConnectionSettings} reads it; null, as of a variable that is not set,
     *     is reported when the database is opened
     * @return the options
     */
    public static DatabaseOptions of(@Nullable String url) {
        return of(url, System.getenv());
    }

    static DatabaseOptions of(@Nullable String url, Map<String, String> environment) {
        return fromEnvironment(environment).with(Option.URL, url == null ? "" : url);
    }

    private DatabaseOptions with(Option option, Object value) {
        Map<Option, Object> more = new EnumMap<>(Option.class);
        more.putAll(said);
        more.put(option, Objects.requireNonNull(value, option.label()));
        return new DatabaseOptions(environment, more);
    }

    /**
     * As whom to connect, in place of user and password of the URL: for passwords that rotate, and for tokens. Asked
     * before every connection, on a thread of the pool; what it throws fails that connection.
     *
     * @param credentials gives what holds now; thread-safe, and quick: callers may be waiting
     * @return other options
     */
    public DatabaseOptions withCredentials(Supplier<Credentials> credentials) {
        return with(Option.CREDENTIALS, credentials);
    }

    /**
     * What the server shows of these connections; the pool's threads and log lines are called so too.
     *
     * @param name 1 to 63 printable ASCII characters, which is what a server keeps; {@code serein} by default
     * @return other options
     */
    public DatabaseOptions withApplicationName(String name) {
        return with(Option.APPLICATION_NAME, name);
    }

    /**
     * Whose signature the server's certificate must bear; its name must fit, too, unless {@code sslmode} says less.
     *
     * @param file certificates in PEM
     * @return other options
     */
    public DatabaseOptions withCaCertificate(Path file) {
        return with(Option.CA_CERTIFICATE, file.toString());
    }

    /**
     * Whose signature the server's certificate must bear; its name must fit, too, unless {@code sslmode} says less.
     *
     * @param pem the certificates themselves
     * @return other options
     */
    public DatabaseOptions withCaCertificate(String pem) {
        return with(Option.CA_CERTIFICATE, new Pem(Objects.requireNonNull(pem, "certificate")));
    }

    /**
     * Whether a pooler that may hand each transaction to another session (PgBouncer in transaction mode) stands in
     * front of the server. Recognised by default; saying it saves the recognising.
     *
     * @param pooler whether one does
     * @return other options
     */
    public DatabaseOptions withPooler(boolean pooler) {
        return with(Option.POOLER, pooler);
    }

    /**
     * The most connections of this process. Not together with {@link #withConnectionLimit}.
     *
     * @param connections 1 to 99999; 10 by default
     * @return other options
     */
    public DatabaseOptions withPoolMax(int connections) {
        return with(Option.POOL_MAX, connections);
    }

    /**
     * Sizes the pool so that all instances together stay below the server's limit: less what the server reserves and
     * two for migrations and psql, divided by the instances and a quarter more, as old and new ones overlap during a
     * release. Of 50 connections, two instances get 14 each.
     *
     * @param limit the connections that the server allows, 1 to 99999
     * @param instances the processes that share them, each with one pool, 1 to 99999
     * @return other options
     */
    public DatabaseOptions withConnectionLimit(int limit, int instances) {
        return with(Option.CONNECTION_LIMIT, new PoolSize(limit, instances));
    }

    /**
     * How long a caller waits for a connection of the pool.
     *
     * @param timeout at least 250 ms; 5 s by default
     * @return other options
     */
    public DatabaseOptions withPoolTimeout(Duration timeout) {
        return with(Option.POOL_TIMEOUT, timeout);
    }

    /**
     * How long connecting to one address may take, login included.
     *
     * @param timeout rounded up to whole seconds; 5 s by default
     * @return other options
     */
    public DatabaseOptions withConnectTimeout(Duration timeout) {
        return with(Option.CONNECT_TIMEOUT, timeout);
    }

    /**
     * How long a connection stays that nobody uses. One stays for ever.
     *
     * @param timeout at least 10 s; 30 s by default
     * @return other options
     */
    public DatabaseOptions withIdleTimeout(Duration timeout) {
        return with(Option.IDLE_TIMEOUT, timeout);
    }

    /**
     * The age at which a connection is replaced, once nobody uses it; some a little earlier, so that not all go at
     * once.
     *
     * @param lifetime at least 30 s, and a second more than the idle timeout; 30 min by default
     * @return other options
     */
    public DatabaseOptions withMaxLifetime(Duration lifetime) {
        return with(Option.MAX_LIFETIME, lifetime);
    }

    /**
     * How long a statement may run. Two seconds later, if the server has not said a word, the connection is cut.
     *
     * @param timeout at least 1 ms; 30 s by default
     * @return other options
     */
    public DatabaseOptions withStatementTimeout(Duration timeout) {
        return with(Option.STATEMENT_TIMEOUT, timeout);
    }

    /**
     * How long a statement may wait for a lock.
     *
     * @param timeout at least 1 ms; 10 s by default
     * @return other options
     */
    public DatabaseOptions withLockTimeout(Duration timeout) {
        return with(Option.LOCK_TIMEOUT, timeout);
    }

    /**
     * How long a transaction may wait for its next statement.
     *
     * @param timeout at least 1 ms; 60 s by default
     * @return other options
     */
    public DatabaseOptions withIdleInTransactionTimeout(Duration timeout) {
        return with(Option.IDLE_IN_TRANSACTION_TIMEOUT, timeout);
    }

    /**
     * When a connection that was borrowed and not given back is reported.
     *
     * @param age at least 1 ms; 60 s by default
     * @return other options
     */
    public DatabaseOptions withLeakReportAfter(Duration age) {
        return with(Option.LEAK_REPORT_AFTER, age);
    }

    /**
     * How long running work may go on when the database is closed.
     *
     * @param grace zero cuts it at once; 10 s by default
     * @return other options
     */
    public DatabaseOptions withCloseGrace(Duration grace) {
        return with(Option.CLOSE_GRACE, grace);
    }

    /**
     * What is done about uses of transactions and connections that are most likely mistakes: a statement on the
     * database while its thread is in a transaction, which is not part of that; a transaction that is not used; a
     * result that is still open when the transaction is over; what a borrower leaves behind in a session, such as a
     * setting, which is undone whatever is said here (not behind a pooler, and not what a function does by itself).
     *
     * @param guard the system property {@code serein.guard}, which is {@code ignore}, {@code warn} or {@code throw},
     *     unless said; without that, {@link Guard#WARN}. A scratch server of {@code serein-postgres} sets the property
     *     to {@code throw} for its process, which is a test
     * @return other options
     */
    public DatabaseOptions withGuard(Guard guard) {
        return with(Option.GUARD, guard);
    }

    /**
     * Writes statements that take too long to the log, as {@link StatementListener#slowQueryLog} says. Off by default.
     *
     * @param limit what takes so long, or longer, is written; at least 1 ms
     * @return other options
     */
    public DatabaseOptions withSlowQueryLog(Duration limit) {
        return with(Option.SLOW_QUERY_LOG, limit);
    }

    /**
     * Tells one more of every statement; in the order in which they are said here.
     *
     * @param listener thread-safe, and quick
     * @return other options
     */
    public DatabaseOptions withListener(StatementListener listener) {
        List<Object> listeners = new ArrayList<>();
        List<?> before = said(Option.LISTENER, List.class);
        if (before != null) {
            listeners.addAll(before);
        }
        listeners.add(Objects.requireNonNull(listener, Option.LISTENER.label()));
        return with(Option.LISTENER, List.copyOf(listeners));
    }

    /**
     * Opens the database only if it has the migrations that the program's classes were generated from:
     * {@code expecting(SchemaVersion.MIGRATIONS)}. One query, when it is opened, of {@code flyway_schema_history},
     * wherever the {@code search_path} finds it. A migration that is not applied, has failed or was edited is a
     * {@link SchemaMismatch}; migrations of a newer release do no harm. Nothing is migrated. Not asked by default.
     *
     * <p>The role needs {@code select} on that table. A repeatable migration whose text depends on placeholders that
     * have other values here than in the build cannot be compared: leave it out of the list.
     *
     * @param migrations those of the generated class {@code SchemaVersion}; at least one
     * @return other options
     */
    public DatabaseOptions expecting(List<SchemaMigration> migrations) {
        return with(Option.EXPECTED_MIGRATIONS, List.copyOf(migrations));
    }

    /**
     * The same, but connecting past the pooler: where the environment says the URL, {@code DATABASE_DIRECT_URL} comes
     * before {@code DATABASE_URL}. For migrations, whose locks a pooler would leave to others.
     *
     * @return other options
     */
    public DatabaseOptions direct() {
        return with(Option.DIRECT, true);
    }

    /**
     * Connections for migrations, each opened anew: no statement and no transaction has a deadline, every wait for a
     * lock has one. A pooler in transaction mode is refused. The server looks whether the client is still there, and
     * ends what runs for one that is gone.
     *
     * @param lockTimeout the longest that a statement may wait for a lock; zero is as long as it takes
     * @return a data source, thread-safe; it throws {@link dev.serein.connection.ConnectFailure}, of which
     *     {@link ConnectionFailed#of} makes a {@link DatabaseException}
     * @throws InvalidConfiguration if something is wrong
     */
    public DataSource migrationDataSource(Duration lockTimeout) {
        return new OptionsReader(this)
                .read()
                .connector(SessionSettings.forMigrations(lockTimeout))
                .dataSource();
    }

    /**
     * What is in effect: one setting a line, its value, and who said it. Without secrets.
     *
     * @return several lines; of {@link #direct} options those of the connection only, as migrations have no pool
     * @throws InvalidConfiguration if something is wrong
     */
    public String describe() {
        EffectiveOptions options = new OptionsReader(this).read();
        return isDirect() ? options.connection().describe() : options.describe();
    }

    /**
     * What {@link #describe} says, for programs. Without secrets.
     *
     * @return one setting each, in the same order; a password of each of several hosts is one more
     * @throws InvalidConfiguration if something is wrong
     */
    public List<EffectiveSetting> effective() {
        EffectiveOptions options = new OptionsReader(this).read();
        return isDirect() ? options.connection().effective() : options.settings();
    }

    /**
     * How many processes share the database, where {@link #withConnectionLimit} or {@code DATABASE_INSTANCES} says it.
     *
     * @return 1 or more; empty if nobody says it
     */
    public OptionalInt instances() {
        PoolSize share = said(Option.CONNECTION_LIMIT, PoolSize.class);
        if (share != null) {
            return OptionalInt.of(share.instances());
        }
        String variable = environment.getOrDefault("DATABASE_INSTANCES", "");
        return variable.matches("[1-9][0-9]{0,4}") ? OptionalInt.of(Integer.parseInt(variable)) : OptionalInt.empty();
    }

    /**
     * The migrations that are {@linkplain #expecting expected}.
     *
     * @return none if nobody has said any
     */
    public List<SchemaMigration> expected() {
        List<?> migrations = said(Option.EXPECTED_MIGRATIONS, List.class);
        return migrations == null
                ? List.of()
                : migrations.stream().map(SchemaMigration.class::cast).toList();
    }

    private boolean isDirect() {
        return said(Option.DIRECT, Boolean.class) != null;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** What the program said; null if it said nothing. */
    <T> @Nullable T said(Option option, Class<T> type) {
        return type.cast(said.get(option));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DatabaseOptions options
                && said.equals(options.said)
                && environment.equals(options.environment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(environment, said);
    }

    /** {@return what the program said, without secrets} */
    @Override
    public String toString() {
        StringJoiner options = new StringJoiner(", ", "DatabaseOptions[", "]");
        said.forEach((option, value) -> options.add(option.label() + "=" + shown(option, value)));
        return options.toString();
    }

    private static Object shown(Option option, Object value) {
        return switch (option) {
            case URL, CREDENTIALS, LISTENER -> "…";
            case EXPECTED_MIGRATIONS -> ((List<?>) value).size();
            default -> value instanceof Duration time ? ErrorText.of(time) : value;
        };
    }

    /**
     * Text of certificates, or what was taken for it.
     *
     * @param text not to be shown
     */
    record Pem(String text) {
        @Override
        public String toString() {
            return "…";
        }
    }
}
