package dev.serein.postgres;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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

    private static @Nullable ScratchPostgres shared;

    private final Server server;
    private final AdminConnections admin;
    private final int major;
    private final Thread atExit = new Thread(this::end, "serein-postgres-exit");
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, String> templates = new HashMap<>();
    private final Set<String> databases = new LinkedHashSet<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private ScratchPostgres(Server server) {
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
     * Starts a server. An embedded one takes about two seconds, some more the first time on a machine.
     *
     * <p>Who has a server to throw away is a test: the system property {@code serein.guard} is set to {@code throw}
     * unless it is set already, so that what Serein warns of elsewhere, such as a statement that goes past its
     * transaction, fails here.
     *
     * @param provider which server
     * @return the server, which the caller closes
     * @throws ScratchPostgresException if it cannot be had
     */
    public static ScratchPostgres start(PostgresProvider provider) {
        ScratchPostgres postgres = new ScratchPostgres(serverOf(provider));
        System.getProperties().putIfAbsent(GUARD, "throw");
        Runtime.getRuntime().addShutdownHook(postgres.atExit);
        return postgres;
    }

    private static Server serverOf(PostgresProvider provider) {
        if (provider instanceof PostgresProvider.Embedded embedded) {
            return EmbeddedServer.start(embedded);
        }
        if (provider instanceof PostgresProvider.ExistingServer existing) {
            return ConnectedServer.connect(existing);
        }
        PostgresProvider.Testcontainers container = (PostgresProvider.Testcontainers) provider;
        try {
            return ContainerServer.start(container);
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
     * The one server of this process, started when first asked for, ended with the process.
     *
     * @return the server, which the caller does not close
     * @throws ScratchPostgresException if it cannot be had
     */
    public static synchronized ScratchPostgres shared() {
        if (shared == null || shared.isClosed()) {
            shared = start();
        }
        return shared;
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
        return create("template1");
    }

    /**
     * A database with these migrations applied. The first of a set of migrations applies them; every further one is a
     * copy, in tens of milliseconds.
     *
     * @param migrations what to apply
     * @return the database, which the caller closes
     * @throws MigrationFailed if a migration fails
     * @throws ScratchPostgresException if there are no migrations, or the server refuses
     */
    public ScratchDatabase createDatabase(MigrationSet migrations) {
        return create(templateOf(migrations));
    }

    private String templateOf(MigrationSet migrations) {
        String hash = migrations.hash();
        // not this object's monitor: whoever ends the process need not wait for a migration
        synchronized (templates) {
            String known = templates.get(hash);
            if (known == null) {
                known = newTemplate(migrations);
                templates.put(hash, known);
            }
            return known;
        }
    }

    private String newTemplate(MigrationSet migrations) {
        ScratchDatabase template = create("template1");
        try {
            new Migrator(template.dataSource(), migrations).migrate();
        } catch (RuntimeException e) {
            template.close();
            throw e;
        }
        return template.name();
    }

    private ScratchDatabase create(String template) {
        String name = PREFIX + server.owner() + "_" + numbers.incrementAndGet();
        synchronized (databases) {
            databases.add(name);
        }
        // the copy of the files is faster than a log of every page, which is the default from 15 on
        String strategy = major >= 15 ? " strategy file_copy" : "";
        try {
            admin.execute("create database " + quoted(name) + " template " + quoted(template) + strategy);
        } catch (SQLException e) {
            throw new ScratchPostgresException(
                    "Cannot create a database at " + server.address() + ": " + e.getMessage(), "", e);
        }
        return new ScratchDatabase(this, server.address(), name);
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
            if (server instanceof ConnectedServer) {
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
