package dev.serein.postgres;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server to be thrown away, with as many databases on it as asked for. Thread-safe. Closing it, or the end
 * of the process, removes all it made; what a killed process could not remove, the next one does.
 */
public final class ScratchPostgres implements AutoCloseable {
    /** What Serein does about misuse, in this process. */
    private static final String GUARD = "serein.guard";

    private static final Map<PostgresOptions, ScratchPostgres> SHARED = new HashMap<>();

    private final PostgresOptions options;
    private final Server server;
    private final Databases databases;
    private final Thread atExit = new Thread(this::end, "serein-postgres-exit");
    private final Map<String, MigratedTemplate> templates = new ConcurrentHashMap<>();
    private final Standbys standbys = new Standbys();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean shared;

    private ScratchPostgres(PostgresOptions options, Server server) {
        this.options = options;
        this.server = server;
        try {
            this.databases = new Databases(server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    static void requireSupported(int major) {
        if (major < PostgresProvider.OLDEST) {
            throw new ScratchPostgresException(
                    "PostgreSQL " + major + " is not supported",
                    "use PostgreSQL " + PostgresProvider.OLDEST + " to " + PostgresProvider.NEWEST);
        }
    }

    /**
     * Starts the server that {@link PostgresProvider#configured()} names.
     *
     * @return the server, which the caller closes
     * @throws ScratchPostgresException if it cannot be had
     */
    public static ScratchPostgres start() {
        return start(PostgresProvider.configured());
    }

    /**
     * Starts a server, set up for tests.
     *
     * @param provider which server
     * @return the server, which the caller closes
     * @throws ScratchPostgresException if it cannot be had
     */
    public static ScratchPostgres start(PostgresProvider provider) {
        return start(PostgresOptions.of(provider));
    }

    /**
     * Starts a server. An embedded one takes a tenth of a second, some seconds the first time on a machine.
     *
     * <p>Who has a server to throw away is a test: the system property {@code serein.guard} is set to {@code throw}
     * unless it is set already, so that what Serein warns of elsewhere, such as a statement that goes past its
     * transaction, fails here.
     *
     * @param options which server
     * @return the server, which the caller closes
     * @throws ScratchPostgresException if it cannot be had
     */
    public static ScratchPostgres start(PostgresOptions options) {
        return open(options, serverOf(options));
    }

    private static ScratchPostgres open(PostgresOptions options, Server server) {
        ScratchPostgres postgres = new ScratchPostgres(options, server);
        System.getProperties().putIfAbsent(GUARD, "throw");
        Runtime.getRuntime().addShutdownHook(postgres.atExit);
        return postgres;
    }

    private static Server serverOf(PostgresOptions options) {
        if (options.provider() instanceof PostgresProvider.Embedded embedded) {
            return EmbeddedServer.start(embedded, options);
        }
        if (options.provider() instanceof PostgresProvider.ExistingServer existing) {
            return ConnectedServer.connect(existing, options);
        }
        PostgresProvider.Testcontainers container = (PostgresProvider.Testcontainers) options.provider();
        try {
            return ContainerServer.start(container, options);
        } catch (NoClassDefFoundError e) {
            if (!String.valueOf(e.getMessage()).matches("(org/testcontainers|com/github/dockerjava)/.*")) {
                throw e;
            }
            throw new ScratchPostgresException(
                    "Docker was asked for (" + container + "), but Testcontainers is not on the class path",
                    "add the dependency org.testcontainers:testcontainers-postgresql:"
                            + EmbeddedBinaries.known().getProperty("testcontainers")
                            + ", for the Maven plugin among its own <dependencies>",
                    e);
        }
    }

    /**
     * The one server of this process that {@link PostgresOptions#configured()} describes.
     *
     * @return the server, which the caller does not close
     * @throws ScratchPostgresException if it cannot be had
     */
    public static ScratchPostgres shared() {
        return shared(PostgresOptions.configured());
    }

    /**
     * The one server of this process with these options, started when first asked for, ended with the process.
     *
     * <p>With the system property {@code serein.postgres.reuse}, or the environment variable
     * {@code SEREIN_POSTGRES_REUSE}, {@code true}, an embedded one goes on running, for half an hour after its last
     * use, and the next process that asks for the same gets it, with the templates that are on it.
     *
     * @param options which server
     * @return the server, which the caller does not close
     * @throws ScratchPostgresException if it cannot be had
     */
    public static ScratchPostgres shared(PostgresOptions options) {
        synchronized (SHARED) {
            ScratchPostgres known = SHARED.get(options);
            if (known == null || known.isClosed()) {
                known = open(options, WarmServer.isWanted(options) ? WarmServer.of(options) : serverOf(options));
                known.shared = true;
                SHARED.put(options, known);
            }
            return known;
        }
    }

    /**
     * What was asked for.
     *
     * @return the options it was started with
     */
    public PostgresOptions options() {
        return options;
    }

    /**
     * The version of the server that runs.
     *
     * @return the major version, such as 18
     */
    public int majorVersion() {
        return databases.major();
    }

    /**
     * An empty database.
     *
     * @return the database, which the caller closes
     * @throws ScratchPostgresException if the server refuses
     */
    public ScratchDatabase createDatabase() {
        return createDatabase(Template.empty());
    }

    /**
     * A database with these migrations applied: the same as {@code createDatabase(Template.of(migrations))}.
     *
     * @param migrations what to apply
     * @return the database, which the caller closes
     * @throws MigrationFailed if a migration fails
     * @throws ScratchPostgresException if there are no migrations, or the server refuses
     */
    public ScratchDatabase createDatabase(MigrationSet migrations) {
        return createDatabase(Template.of(migrations));
    }

    /**
     * A database that holds what a template says. The first of a template applies its migrations; every further one is
     * a copy, in tens of milliseconds, with what the template's database has been set to.
     *
     * @param template what it holds
     * @return the database, which the caller closes
     * @throws MigrationFailed if a migration fails
     * @throws ScratchPostgresException if there are no migrations, a script fails, or the server refuses
     */
    public ScratchDatabase createDatabase(Template template) {
        if (template.equals(Template.empty())) {
            return made(databases.createEmpty(null), null);
        }
        String hash = template.hash();
        MigratedTemplate migrated = templates.computeIfAbsent(hash, any -> new MigratedTemplate(this, template));
        ScratchDatabase copy = copyOf(migrated);
        try {
            migrated.settings().forEach(setting -> databases.set(copy.name(), setting));
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    @Nullable
    TemplateShelf shelf() {
        return server.shelf();
    }

    /** One that is not ours to drop: it outlasts this process. */
    ScratchDatabase lasting(String database) {
        return new ScratchDatabase(this, server.address(), database, null);
    }

    ScratchDatabase copyOf(MigratedTemplate template) {
        return made(databases.copy(template.database()), template);
    }

    ScratchDatabase copyOf(ScratchDatabase database, @Nullable MigratedTemplate template) {
        // the server itself would wait 5 s for them to go; who has just closed a connection is there for a moment more
        if (!Wait.until(() -> databases.connections(database.name()) == 0, Duration.ofMillis(500))) {
            throw new ScratchPostgresException(
                    "Cannot copy " + database + ": somebody is connected to it",
                    "close their connections, or cut them: terminateBackends()");
        }
        return made(databases.copy(database.name()), template);
    }

    /** An empty database to become a template. */
    ScratchDatabase createEmpty(@Nullable String locale) {
        try {
            return made(databases.createEmpty(locale), null);
        } catch (ScratchPostgresException e) {
            throw locale != null && DatabaseLocale.isUnknown(e) ? DatabaseLocale.unknown(locale, this, e) : e;
        }
    }

    private ScratchDatabase made(String name, @Nullable MigratedTemplate template) {
        return new ScratchDatabase(this, server.address(), name, template);
    }

    /**
     * Cuts all connections to the databases that were made here, as an administrator does: each client hears it with
     * its next statement (SQLSTATE 57P01).
     *
     * @return how many there were
     * @throws ScratchPostgresException if the server refuses
     */
    public int terminateBackends() {
        return databases.terminateBackends();
    }

    int terminateBackends(String database) {
        return databases.terminateBackends(database);
    }

    /**
     * The process of the server, to be stopped, killed, paused and started again. What it serves fails for everyone: a
     * test that does so asks for a server of its own.
     *
     * @return the process
     * @throws ScratchPostgresException if it is not an embedded server, or the shared one
     */
    public ServerProcess process() {
        return embedded().process();
    }

    /**
     * The configuration of the server, to be changed while it runs, for everyone.
     *
     * @return the configuration
     * @throws ScratchPostgresException if it is not an embedded server, the shared one, or closed
     */
    public ServerConfiguration configuration() {
        databases.requireOpen();
        return embedded().configuration();
    }

    /**
     * Starts a standby: a second server on this machine that follows this one by streaming replication, in about half a
     * second. The server must have {@code wal_level} {@code replica} or {@code logical}.
     *
     * @return the standby, which the caller closes
     * @throws ScratchPostgresException if it is not an embedded server, its {@code wal_level} is {@code minimal}, or
     *     the standby does not start
     */
    public Standby createStandby() {
        databases.requireOpen();
        return Standby.create(this, standbys, embedded(), false);
    }

    /**
     * As {@link #createStandby}, and every commit waits until the standby has it, as long as there is this standby:
     * also while it is stopped or killed. With several of them a commit waits for all.
     *
     * @return the standby, which the caller closes
     * @throws ScratchPostgresException as {@link #createStandby} does
     */
    public Standby createSynchronousStandby() {
        databases.requireOpen();
        return Standby.create(this, standbys, embedded(), true);
    }

    private EmbeddedServer embedded() {
        if (shared) {
            throw new ScratchPostgresException(
                    this + " is shared by all of this process: one test must not stop it, nor configure it, for others",
                    "start one of your own: @PostgresTest(ownServer = true), or ScratchPostgres.start()");
        }
        if (server instanceof EmbeddedServer embedded) {
            return embedded;
        }
        throw new ScratchPostgresException(
                this + " is not an embedded server: its process and its configuration are not ours",
                "ask for one, with PostgresOptions.of(new PostgresProvider.Embedded(" + majorVersion() + ", null))");
    }

    void drop(String database) {
        databases.drop(database);
    }

    /** {@return until when, in words} */
    String keep(String database) {
        databases.forget(database);
        return server.keep(database);
    }

    private boolean isClosed() {
        return closed.get();
    }

    /**
     * Ends the server with all its databases; on a server that ran before, drops the databases that were made. Does
     * nothing the second time.
     *
     * @throws ScratchPostgresException if something could not be removed
     */
    @Override
    public void close() {
        if (Thread.currentThread() != atExit) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException exiting) {
                return; // the hook does it
            }
        }
        end();
    }

    private void end() {
        if (closed.getAndSet(true)) {
            return;
        }
        databases.close();
        try {
            standbys.end();
            databases.end(server.goesOn());
        } finally {
            server.close();
            databases.forgetAll();
        }
    }

    /** {@return the server without its credentials} */
    @Override
    public String toString() {
        return databases.toString();
    }
}
