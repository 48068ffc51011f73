package dev.serein.postgres;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The databases that this process has made on a server, to be dropped in the end. Thread-safe. */
final class Databases {
    /** Of the name of every database that is ever created or dropped. */
    static final String PREFIX = "serein_";

    private final Server server;
    private final AdminConnections admin;
    private final int major;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<String> names = new LinkedHashSet<>();
    private volatile boolean closed;

    /** @throws ScratchPostgresException if the server is too old, or does not answer */
    Databases(Server server) {
        this.server = server;
        this.admin = new AdminConnections(
                server.address().dataSource(server.address().database()));
        try {
            this.major = admin.ask("show server_version_num") / 10_000;
        } catch (SQLException e) {
            throw new ScratchPostgresException("Cannot use the PostgreSQL at " + server.address(), "", e);
        }
        ScratchPostgres.requireSupported(major);
    }

    int major() {
        return major;
    }

    /** A copy of another one. {@return its name} */
    String copy(String from) {
        return create(from, "");
    }

    /** An empty one. {@return its name} */
    String createEmpty(@Nullable String locale) {
        return locale == null
                ? create("template1", "")
                : create("template0", " encoding 'UTF8' " + DatabaseLocale.clause(locale, major));
    }

    private String create(String from, String clauses) {
        requireOpen();
        String name = PREFIX + server.owner() + "_" + numbers.incrementAndGet();
        synchronized (names) {
            names.add(name);
        }
        // the copy of the files is faster than a log of every page, which is the default from 15 on
        String strategy = major >= 15 ? " strategy file_copy" : "";
        try {
            admin.execute("create database " + quoted(name) + " template " + quoted(from) + clauses + strategy);
            return name;
        } catch (SQLException e) {
            throw cannotCreate(e);
        }
    }

    /** Changes what sessions of it begin with. */
    void set(String database, String setting) {
        try {
            admin.execute("alter database " + quoted(database) + " " + setting);
        } catch (SQLException e) {
            throw cannotCreate(e);
        }
    }

    void requireOpen() {
        if (closed) {
            throw closed(null);
        }
    }

    private ScratchPostgresException closed(@Nullable SQLException e) {
        return new ScratchPostgresException(this + " is closed", "ask for another: ScratchPostgres.start()", e);
    }

    private ScratchPostgresException cannotCreate(SQLException e) {
        if (closed) {
            return closed(e);
        }
        if (server instanceof EmbeddedServer embedded && !embedded.process().isRunning()) {
            return new ScratchPostgresException(
                    "Cannot create a database at " + server.address() + ": its process does not run",
                    "start it again: process().start()",
                    e);
        }
        return new ScratchPostgresException(
                "Cannot create a database at " + server.address() + ": " + e.getMessage(), "", e);
    }

    /** Cuts the connections to all of them. {@return how many there were} */
    int terminateBackends() {
        requireOpen();
        return names().stream().mapToInt(this::terminateBackends).sum();
    }

    int terminateBackends(String database) {
        return connections(database, "count(pg_catalog.pg_terminate_backend(pid))");
    }

    /** How many are connected, but for those that only watch. */
    int connections(String database) {
        return connections(database, "count(*)");
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

    /** Does nothing where it is not one of these any more. */
    void drop(String database) {
        if (!forget(database)) {
            return;
        }
        try {
            admin.execute(dropping(database));
        } catch (SQLException e) {
            throw new ScratchPostgresException(
                    "Cannot drop " + database + " at " + server.address() + ": " + e.getMessage(), "", e);
        }
    }

    /** It is not one of these any more. {@return whether it was} */
    boolean forget(String database) {
        synchronized (names) {
            return names.remove(database);
        }
    }

    private Set<String> names() {
        synchronized (names) {
            return Set.copyOf(names);
        }
    }

    /** From now on none is created. */
    void close() {
        closed = true;
    }

    /** Drops them, if the server goes on without us, and lets go of it. */
    void end(boolean goesOn) {
        try {
            if (goesOn) {
                names().forEach(this::drop);
            }
            admin.close();
        } catch (SQLException e) {
            throw new ScratchPostgresException("Cannot let go of " + server.address(), "", e);
        }
    }

    /** They went with the server: to close one of them is nothing now. */
    void forgetAll() {
        synchronized (names) {
            names.clear();
        }
    }

    static String dropping(String database) {
        return "drop database if exists " + quoted(database) + " with (force)";
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** {@return the server without its credentials} */
    @Override
    public String toString() {
        return "PostgreSQL " + major + " at " + server.address();
    }
}
