package dev.serein.postgres;

import javax.sql.DataSource;

/** A database of one's own on a scratch server. Thread-safe. Closing it drops it, whoever is still connected. */
public final class ScratchDatabase implements AutoCloseable {
    private final ScratchPostgres postgres;
    private final ServerAddress address;
    private final String name;

    ScratchDatabase(ScratchPostgres postgres, ServerAddress address, String name) {
        this.postgres = postgres;
        this.address = address;
        this.name = name;
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
     * Connections to this database, each opened anew: there is no pool behind it.
     *
     * @return a data source, thread-safe
     */
    public DataSource dataSource() {
        return address.dataSource(name);
    }

    /**
     * Drops the database and cuts the connections to it. Does nothing the second time.
     *
     * @throws ScratchPostgresException if the server refuses
     */
    @Override
    public void close() {
        postgres.drop(name);
    }

    /** {@return the database without its credentials} */
    @Override
    public String toString() {
        return address + "/" + name;
    }
}
