package dev.serein.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server to be thrown away, with as many databases on it as asked for. Thread-safe. Closing it, or the end
 * of the process, removes all it made; what a killed process could not remove, the next one does.
 */
public final class ScratchPostgres implements AutoCloseable {
    /** What Serein does about misuse, in this process. */
    private static final String GUARD = "serein.guard";

    /** Of the name of every database that is ever created or dropped. */
    static final String PREFIX = "serein_";

    private static final Map<PostgresOptions, ScratchPostgres> SHARED = new HashMap<>();

    private final PostgresOptions options;
    private final Server server;
    private final AdminConnections admin;
    private final int major;
    private final Thread atExit = new Thread(this::end, "serein-postgres-exit");
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, MigratedTemplate> templates = new ConcurrentHashMap<>();
    private final Set<String> databases = new LinkedHashSet<>();
    private final Standbys standbys = new Standbys();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean shared;

    private ScratchPostgres(PostgresOptions options, Server server) {
        this.options = options;
        this.server = server;
        this.admin = new AdminConnections(
                server.address().dataSource(server.address().database()));
        try {
            this.major = admin.ask("show server_version_num") / 10_000;
            requireSupported(major);
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw e instanceof ScratchPostgresException known
                    ? known
                    : new ScratchPostgresException("Cannot use the PostgreSQL at " + server.address(), "", e);
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
        return major;
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
            return create("template1", "", null);
        }
        String hash = template.hash();
        MigratedTemplate migrated = templates.computeIfAbsent(hash, any -> new MigratedTemplate(this, template));
        ScratchDatabase copy = copyOf(migrated);
        try {
            for (String setting : migrated.settings()) {
                admin.execute("alter database " + quoted(copy.name()) + " " + setting);
            }
            return copy;
        } catch (SQLException e) {
            copy.close();
            throw cannotCreate(e);
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
        return create(template.database(), "", template);
    }

    ScratchDatabase copyOf(ScratchDatabase database, @Nullable MigratedTemplate template) {
        // the server itself would wait 5 s for them to go; who has just closed a connection is there for a moment more
        if (!Wait.until(() -> connections(database.name(), "count(*)") == 0, Duration.ofMillis(500))) {
            throw new ScratchPostgresException(
                    "Cannot copy " + database + ": somebody is connected to it",
                    "close their connections, or cut them: terminateBackends()");
        }
        return create(database.name(), "", template);
    }

    /** An empty database to become a template. */
    ScratchDatabase createEmpty(@Nullable String locale) {
        if (locale == null) {
            return create("template1", "", null);
        }
        try {
            return create("template0", " encoding 'UTF8' " + DatabaseLocale.clause(locale, major), null);
        } catch (ScratchPostgresException e) {
            throw DatabaseLocale.isUnknown(e) ? DatabaseLocale.unknown(locale, this, e) : e;
        }
    }

    private ScratchDatabase create(String from, String clauses, @Nullable MigratedTemplate template) {
        String name = PREFIX + server.owner() + "_" + numbers.incrementAndGet();
        synchronized (databases) {
            databases.add(name);
        }
        // the copy of the files is faster than a log of every page, which is the default from 15 on
        String strategy = major >= 15 ? " strategy file_copy" : "";
        try {
            admin.execute("create database " + quoted(name) + " template " + quoted(from) + clauses + strategy);
        } catch (SQLException e) {
            throw cannotCreate(e);
        }
        return new ScratchDatabase(this, server.address(), name, template);
    }

    private ScratchPostgresException cannotCreate(SQLException e) {
        if (server instanceof EmbeddedServer embedded && !embedded.process().isRunning()) {
            return new ScratchPostgresException(
                    "Cannot create a database at " + server.address() + ": its process does not run",
                    "start it again: process().start()",
                    e);
        }
        return new ScratchPostgresException(
                "Cannot create a database at " + server.address() + ": " + e.getMessage(), "", e);
    }

    /**
     * Cuts all connections to the databases that were made here, as an administrator does: each client hears it with
     * its next statement (SQLSTATE 57P01).
     *
     * @return how many there were
     * @throws ScratchPostgresException if the server refuses
     */
    public int terminateBackends() {
        return databases().stream().mapToInt(this::terminateBackends).sum();
    }

    int terminateBackends(String database) {
        return connections(database, "count(pg_catalog.pg_terminate_backend(pid))");
    }

    private int connections(String database, String what) {
        try {
            return admin.ask("select " + what + " from pg_catalog.pg_stat_activity"
                    + " where datname = '" + database + "' and pid <> pg_catalog.pg_backend_pid()"
                    + " and application_name <> '" + KeptConnection.NAME + "'");
        } catch (SQLException e) {
            throw new ScratchPostgresException(
                    "Cannot see the connections to " + database + " at " + server.address() + ": " + e.getMessage(),
                    "",
                    e);
        }
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
     * @throws ScratchPostgresException if it is not an embedded server, or the shared one
     */
    public ServerConfiguration configuration() {
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
                "ask for one, with PostgresOptions.of(new PostgresProvider.Embedded(" + major + ", null))");
    }

    void drop(String database) {
        synchronized (databases) {
            if (!databases.remove(database)) {
                return;
            }
        }
        try {
            admin.execute(dropping(database));
        } catch (SQLException e) {
            throw new ScratchPostgresException(
                    "Cannot drop " + database + " at " + server.address() + ": " + e.getMessage(), "", e);
        }
    }

    /** {@return until when, in words} */
    String keep(String database) {
        synchronized (databases) {
            databases.remove(database);
        }
        return server.keep(database);
    }

    static String dropping(String database) {
        return "drop database if exists " + quoted(database) + " with (force)";
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
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

    private Set<String> databases() {
        synchronized (databases) {
            return Set.copyOf(databases);
        }
    }

    private void end() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            standbys.end();
            if (server.goesOn()) {
                databases().forEach(this::drop);
            }
            admin.close();
        } catch (SQLException e) {
            throw new ScratchPostgresException("Cannot let go of " + server.address(), "", e);
        } finally {
            server.close();
            synchronized (databases) {
                databases.clear(); // they went with the server: closing one of them is nothing now
            }
        }
    }

    /** {@return the server without its credentials} */
    @Override
    public String toString() {
        return "PostgreSQL " + major + " at " + server.address();
    }
}
