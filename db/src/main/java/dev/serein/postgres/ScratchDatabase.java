package dev.serein.postgres;

import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database of one's own on a scratch server. Thread-safe. Closing it drops it, whoever is still connected. */
public final class ScratchDatabase implements AutoCloseable {
    private final ScratchPostgres postgres;
    private final ServerAddress address;
    private final String name;
    private final @Nullable MigratedTemplate template;
    /** By way of which it is seen; null if it is the database itself. */
    private final @Nullable Standby standby;

    ScratchDatabase(ScratchPostgres postgres, ServerAddress address, String name, @Nullable MigratedTemplate template) {
        this(postgres, address, name, template, null);
    }

    private ScratchDatabase(
            ScratchPostgres postgres,
            ServerAddress address,
            String name,
            @Nullable MigratedTemplate template,
            @Nullable Standby standby) {
        this.postgres = postgres;
        this.address = address;
        this.name = name;
        this.template = template;
        this.standby = standby;
    }

    /** The same by way of a standby, which is at this address. */
    ScratchDatabase at(ServerAddress other, Standby by) {
        return new ScratchDatabase(postgres, other, name, template, by);
    }

    /**
     * The database's name on its server.
     *
     * @return a name that begins with {@code serein_}
     */
    public String name() {
        return name;
    }

    /**
     * How to connect: a URI as libpq reads it, with user and password, percent-encoded.
     *
     * @return {@code postgresql://user:password@host:port/name}
     */
    public String url() {
        return address.url(name);
    }

    /**
     * How to connect, for who wants pgjdbc's form and takes user and password apart, as Spring does.
     *
     * @return {@code jdbc:postgresql://host:port/name}, without user and password
     */
    public String jdbcUrl() {
        return address.jdbcUrl(name);
    }

    /**
     * Whom to connect as.
     *
     * @return the role, which owns the database
     */
    public String user() {
        return address.user();
    }

    /**
     * The role's password.
     *
     * @return the password; empty if there is none
     */
    public String password() {
        return address.password() == null ? "" : address.password();
    }

    /**
     * The server that it is on.
     *
     * @return the server
     */
    public ScratchPostgres server() {
        return postgres;
    }

    /**
     * The standby by way of which it was had.
     *
     * @return the standby; empty where this is the database itself
     */
    public Optional<Standby> standby() {
        return Optional.ofNullable(standby);
    }

    /**
     * Connections to this database, each opened anew: there is no pool behind it.
     *
     * @return a data source, thread-safe
     */
    public DataSource dataSource() {
        return address.dataSource(name);
    }

    /**
     * Runs a script: plain SQL, all of it or nothing.
     *
     * @param script a file of SQL statements
     * @throws ScratchPostgresException if it cannot be read, or fails: then it names the line
     */
    public void run(Path script) {
        SqlScript.read(script).run(dataSource());
    }

    /**
     * A copy of the database as it is now, for which nobody may be connected to it.
     *
     * @return the copy, which the caller closes
     * @throws ScratchPostgresException if somebody is connected, or the server refuses
     */
    public ScratchDatabase copy() {
        return postgres.copyOf(this, template);
    }

    /**
     * Remembers what the database holds now, so that it can be set back to it: in some milliseconds, and without any
     * connection being closed. What it holds beyond its template is held in memory, up to 64 MB of a table.
     *
     * @return what it holds
     * @throws ScratchPostgresException if the server refuses
     */
    public Baseline baseline() {
        return Baseline.of(this, template);
    }

    /**
     * Cuts all connections to this database, as an administrator does: each client hears it with its next statement
     * (SQLSTATE 57P01).
     *
     * @return how many there were
     * @throws ScratchPostgresException if the server refuses
     */
    public int terminateBackends() {
        return standby == null ? postgres.terminateBackends(name) : standby.terminateBackends(name);
    }

    /**
     * Drops the database and cuts the connections to it. Does nothing the second time, if it is kept, or to one that
     * was had by way of a standby.
     *
     * @throws ScratchPostgresException if the server refuses
     */
    @Override
    public void close() {
        if (standby == null) {
            postgres.drop(name);
        }
    }

    /**
     * Keeps the database, to be looked at: {@link #close} does not drop it any more, and an embedded server goes on
     * running for it when this process ends. One that was had by way of a standby goes with that.
     *
     * @return when it goes, for people to read
     * @throws ScratchPostgresException if the server refuses
     */
    public String keep() {
        return standby == null ? postgres.keep(name) : "the end of " + standby;
    }

    /** {@return the database without its credentials} */
    @Override
    public String toString() {
        return address + "/" + name;
    }
}
