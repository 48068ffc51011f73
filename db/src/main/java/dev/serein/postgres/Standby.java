package dev.serein.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A server that follows another by streaming replication: the same databases, a little later, to be read only, until it
 * is promoted. Both run on this machine, in processes of their own, each of which can be stopped and killed. Made by
 * {@link ScratchPostgres#createStandby}. Thread-safe. Closing it, or the end of the server it follows, removes it.
 */
public final class Standby implements AutoCloseable {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final String ON = "serein_standby_";

    private final ScratchPostgres postgres;
    private final Standbys all;
    private final EmbeddedServer primary;
    private final EmbeddedServer server;
    private final String name;
    private final boolean synchronous;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean promoted;

    private Standby(
            ScratchPostgres postgres,
            Standbys all,
            EmbeddedServer primary,
            EmbeddedServer server,
            String name,
            boolean synchronous) {
        this.postgres = postgres;
        this.all = all;
        this.primary = primary;
        this.server = server;
        this.name = name;
        this.synchronous = synchronous;
    }

    static Standby create(ScratchPostgres postgres, Standbys all, EmbeddedServer primary, boolean synchronous) {
        String name = ON + Integer.toHexString(ThreadLocalRandom.current().nextInt());
        EmbeddedServer server;
        try {
            server = EmbeddedServer.follow(primary, postgres.options(), name);
        } catch (RuntimeException e) {
            dropSlot(primary, name);
            throw e;
        }
        Standby standby = new Standby(postgres, all, primary, server, name, synchronous);
        all.add(standby);
        try {
            standby.awaitStreaming();
            if (synchronous) {
                standby.letCommitsWait();
            }
            return standby;
        } catch (RuntimeException e) {
            standby.close();
            throw e;
        }
    }

    private void awaitStreaming() {
        String streams = "select count(*) from pg_catalog.pg_stat_replication where application_name = '" + name
                + "' and state = 'streaming'";
        await("streams", () -> ask(primary, streams).equals("1"));
    }

    /** Not before it streams: a commit that waits for one that is not there waits for ever. */
    private void letCommitsWait() {
        primary.configuration().set("synchronous_standby_names", all.waitedFor());
        String waits = "select count(*) from pg_catalog.pg_stat_replication where application_name = '" + name
                + "' and sync_state = 'sync'";
        await("is waited for", () -> ask(primary, waits).equals("1"));
    }

    /**
     * A database of the primary, as it is here: to be read, after {@link #promote} to be written to. Waits until it is
     * here, if replay goes on; for what is in it, {@link #awaitReplay} does.
     *
     * @param database a database that was created on the server that this one follows
     * @return the same database by way of the standby; closing it does nothing, it goes with the standby
     * @throws ScratchPostgresException if it is a database of another server, or is not here in time
     */
    public ScratchDatabase database(ScratchDatabase database) {
        if (database.server() != postgres) {
            throw new ScratchPostgresException(
                    database + " is not a database of the server that " + this + " follows",
                    "create it with the ScratchPostgres that made the standby");
        }
        String here = "select count(*) from pg_catalog.pg_database where datname = '" + database.name() + "'";
        if (ask(server, here).equals("0")) {
            awaitReplay();
        }
        return database.at(server.address(), this);
    }

    /**
     * How to connect to a database of the primary by way of this standby.
     *
     * @param database a database that was created on the server that this one follows
     * @return a URI as {@link ScratchDatabase#url} has it
     * @throws ScratchPostgresException as {@link #database} does
     */
    public String url(ScratchDatabase database) {
        return database(database).url();
    }

    /**
     * Waits until everything can be read here that was committed on the primary before the call; a minute at most.
     *
     * @throws ScratchPostgresException if it does not come to that: one of the two does not run, or replay is paused
     */
    public void awaitReplay() {
        requireFollowing("wait for replay");
        String paused = ask(server, "select pg_catalog.pg_is_wal_replay_paused()");
        if (paused.equals("t")) {
            throw new ScratchPostgresException(
                    "Cannot wait for replay: it is paused on " + this, "resumeReplay() before awaitReplay()");
        }
        // what is not yet flushed is not yet sent, and an asynchronous commit is flushed some time later: this one at
        // once
        ask(
                primary,
                "begin; set local synchronous_commit = local;"
                        + " select pg_catalog.pg_logical_emit_message(true, 'serein', ''); commit");
        String flushed = ask(primary, "select pg_catalog.pg_current_wal_flush_lsn()");
        String replayed = "select coalesce(pg_catalog.pg_last_wal_replay_lsn() >= '" + flushed + "', false)";
        await("has replayed what the primary had committed", () -> ask(server, replayed)
                .equals("t"));
    }

    /**
     * Stops the replay: what is committed on the primary is received, and cannot be seen here: a standby that lags.
     *
     * @throws ScratchPostgresException if it does not run, or was promoted
     */
    public void pauseReplay() {
        requireFollowing("pause replay");
        ask(server, "select pg_catalog.pg_wal_replay_pause()");
        await("has paused its replay", () -> ask(server, "select pg_catalog.pg_get_wal_replay_pause_state()")
                .equals("paused"));
    }

    /**
     * Lets the replay go on. Does nothing if it is not paused.
     *
     * @throws ScratchPostgresException if it does not run, or was promoted
     */
    public void resumeReplay() {
        requireFollowing("resume replay");
        ask(server, "select pg_catalog.pg_wal_replay_resume()");
    }

    /**
     * Makes it a server that can be written to, on a timeline of its own; returns when it is. What it has received
     * counts, even where replay was paused. The server that it followed is not touched: if it runs, it goes on as a
     * primary too, as after a failover that nobody told it of; stop it before for an orderly switch. Where commits
     * there wait for this standby, they now wait for ever. Does nothing the second time.
     *
     * @throws ScratchPostgresException if it does not run, or does not come to that within a minute
     */
    public void promote() {
        if (promoted) {
            return;
        }
        // "wait" would look ten times in a second
        ask(server, "select pg_catalog.pg_promote(false)");
        await("is promoted", () -> ask(server, "select pg_catalog.pg_is_in_recovery()")
                .equals("f"));
        promoted = true;
    }

    /**
     * Whether it follows nobody any more.
     *
     * @return whether {@link #promote} was called
     */
    public boolean isPromoted() {
        return promoted;
    }

    /**
     * The process of the standby, to be stopped, killed, paused and started again. It follows again by itself.
     *
     * @return the process
     */
    public ServerProcess process() {
        return server.process();
    }

    String name() {
        return name;
    }

    boolean isSynchronous() {
        return synchronous;
    }

    int terminateBackends(String database) {
        return Integer.parseInt(ask(
                server,
                "select count(pg_catalog.pg_terminate_backend(pid)) from pg_catalog.pg_stat_activity where datname = '"
                        + database + "' and pid <> pg_catalog.pg_backend_pid()"));
    }

    /**
     * Ends it with all that is on it. The server that it followed goes on; its commits no longer wait for this one.
     * Does nothing the second time.
     *
     * @throws ScratchPostgresException if something could not be removed
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        all.remove(this);
        try {
            if (synchronous && primary.process().isRunning()) {
                primary.configuration().set("synchronous_standby_names", all.waitedFor());
            }
        } finally {
            server.close();
            dropSlot(primary, name);
        }
    }

    /** When the primary ends too. */
    void end() {
        if (!closed.getAndSet(true)) {
            server.close();
        }
    }

    /** Else the primary would keep its log for one that never comes. It notices a little later that nobody reads. */
    private static void dropSlot(EmbeddedServer primary, String name) {
        String drop = "select count(pg_catalog.pg_drop_replication_slot(slot_name))"
                + " from pg_catalog.pg_replication_slots where slot_name = '" + name + "' and not active";
        String left = "select count(*) from pg_catalog.pg_replication_slots where slot_name = '" + name + "'";
        boolean dropped = !primary.process().isRunning()
                || Wait.until(
                        () -> !ask(primary, drop).equals("0")
                                || ask(primary, left).equals("0"),
                        MOST);
        if (!dropped) {
            throw new ScratchPostgresException(
                    "The server at " + primary.address() + " does not let go of its standby " + name,
                    "close that server too");
        }
    }

    private void requireFollowing(String what) {
        if (promoted) {
            throw new ScratchPostgresException(
                    "Cannot " + what + ": " + this + " was promoted, and follows nobody", "create another standby");
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void await(String what, Condition condition) {
        if (!Wait.until(condition::holds, MOST)) {
            throw new ScratchPostgresException(
                    "It takes more than " + MOST.toSeconds() + " s until " + this + " " + what,
                    "look into its log: " + server.log());
        }
    }

    /** The first value that a script returns; empty where it returns none. */
    private static String ask(EmbeddedServer server, String sql) {
        try (Connection connection = server.address().controlDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                if (statement.getUpdateCount() == -1) {
                    return "";
                }
                rows = statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                @Nullable String value = row.getString(1);
                return value == null ? "" : value;
            }
        } catch (SQLException e) {
            throw new ScratchPostgresException(
                    "The server at " + server.address() + " does not answer: " + e.getMessage(),
                    server.process().isRunning() ? "" : "start it again: process().start()",
                    e);
        }
    }

    /** {@return the standby without its credentials} */
    @Override
    public String toString() {
        return "the standby at " + server.address();
    }
}
