package dev.serein.postgres;

import dev.serein.postgres.TableRows.Counted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a scratch database holds at one moment, to which it can be set back: rows, sequences, large objects. Nothing is
 * copied that the template holds too, and no trigger is added: the rows that were written since are told by their
 * transactions.
 *
 * <p>Thread-safe: one of these at a time. Whoever is connected may stay connected, but not write meanwhile. A
 * connection named {@code serein-baseline} is kept open, as to open one takes longer than to set back.
 */
public final class Baseline implements AutoCloseable {
    private static final Map<Integer, Map<String, Boolean>> CATALOGS = new ConcurrentHashMap<>();

    private final ScratchDatabase database;
    private final @Nullable MigratedTemplate template;
    private final boolean possible;
    private final Map<String, Boolean> catalogs;
    private final Leftovers leftovers;
    private final String since;
    private final OpenTransactions open;
    private final Schema schema;
    private final AllRows tables;
    private final Sequences sequences;
    private final @Nullable LargeObjects largeObjects;
    private final KeptConnection kept;

    private Baseline(ScratchDatabase database, @Nullable MigratedTemplate template, KeptConnection kept)
            throws SQLException {
        this.database = database;
        this.template = template;
        this.kept = kept;
        Connection connection = kept.get();
        this.catalogs = catalogs(connection);
        this.leftovers = Leftovers.of(connection);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            this.since = TemplateRows.since(statement);
            this.open = OpenTransactions.of(statement);
            this.possible = isSuperuser(statement);
            this.schema = possible ? Schema.of(connection, catalogs, since) : Schema.unknown();
            this.sequences = Sequences.of(statement, schema.relations().values());
            this.largeObjects = possible ? LargeObjects.of(statement, since) : null;
            this.tables = AllRows.of(statement, schema, since, template);
        }
        connection.rollback();
    }

    static Baseline of(ScratchDatabase database, @Nullable MigratedTemplate template) {
        KeptConnection kept = new KeptConnection(database);
        try {
            return new Baseline(database, template, kept);
        } catch (RuntimeException e) {
            kept.close();
            throw e;
        } catch (SQLException e) {
            kept.close();
            throw new ScratchPostgresException("Cannot look at " + database + ": " + e.getMessage(), "", e);
        }
    }

    private Map<String, Boolean> catalogs(Connection connection) throws SQLException {
        int major = database.server().majorVersion();
        Map<String, Boolean> known = CATALOGS.get(major);
        if (known == null) {
            known = Schema.catalogs(connection);
            CATALOGS.put(major, known);
        }
        return known;
    }

    private static boolean isSuperuser(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("show is_superuser")) {
            row.next();
            return row.getString(1).equals("on");
        }
    }

    /**
     * Sets the database back. What an open connection has left is ended: a transaction that has written, or still sees
     * what was there, is cut off, with its connection, after a third of a second; so is who holds an advisory lock.
     * Prepared transactions are rolled back. No trigger runs. What else a session that stays has, such as temporary
     * tables and settings, it keeps; roles and what else all databases of the server share is not set back.
     *
     * @throws NotRestored if the schema was changed, or something else that takes a new database; or if the role is not
     *     a superuser. Then nothing is set back
     */
    public synchronized void restore() {
        if (!possible) {
            throw new NotRestored(database, List.of("the role " + database.user() + " is not a superuser"));
        }
        boolean done = false;
        try {
            Connection connection = kept.get();
            try (Statement statement = connection.createStatement()) {
                connection.setAutoCommit(true);
                Leftovers.removeSince(leftovers, connection);
                connection.setAutoCommit(false);
                restore(connection, statement);
                connection.commit();
                done = true;
            }
        } catch (SQLException e) {
            throw new NotRestored(database, List.of(String.valueOf(e.getMessage())), e);
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /** Closes the connection that was kept; another is opened when it is needed. */
    @Override
    public synchronized void close() {
        kept.close();
    }

    private void restore(Connection connection, Statement statement) throws SQLException {
        if (!open.areRolledBack(statement)) {
            throw new NotRestored(database, List.of("a transaction that was open before has written"));
        }
        Schema now = Schema.of(connection, catalogs, since);
        requireSame(now, connection);
        Map<Long, Counted> written = tables.written(now, connection);
        List<Relation> views = new ArrayList<>();
        try (Origin origin = new Origin(template)) {
            if (!written.isEmpty()) {
                statement.execute("set local session_replication_role = replica");
            }
            String transaction = written.isEmpty() ? "" : transaction(statement);
            for (Map.Entry<Long, Counted> each : written.entrySet()) {
                Relation relation = now.relation(each.getKey());
                TableRows rows = tables.of(each.getKey());
                if (relation.kind() == 'm') {
                    views.add(relation);
                } else {
                    requireWritable(relation, database);
                    if (rows.isIntact(relation, each.getValue())) {
                        rows.deleteNew(statement);
                    } else {
                        rows.restore(connection, relation, each.getValue(), transaction, origin);
                    }
                }
            }
            for (Relation each : views) {
                refresh(each, statement, transaction, origin);
            }
        }
        sequences.restore(statement, Sequences.of(statement, now.relations().values()));
        if (largeObjects != null && !largeObjects.restore(statement, since)) {
            throw new NotRestored(database, List.of("a large object was changed"));
        }
    }

    private void requireSame(Schema now, Connection connection) throws SQLException {
        List<String> changes = now.changesSince(schema, connection, catalogs, since);
        if (!changes.isEmpty()) {
            throw new NotRestored(database, changes);
        }
    }

    private static void requireWritable(Relation relation, ScratchDatabase database) {
        if (relation.kind() == 'm') {
            throw new NotRestored(database, List.of(relation.described() + " was refreshed"));
        }
        if (relation.always()) {
            throw new NotRestored(database, List.of(relation.described() + " has triggers or rules that always run"));
        }
    }

    private static String transaction(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_current_xact_id()::xid::text")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Its rows can be made anew only, and that they then are the same is not for sure. */
    private void refresh(Relation view, Statement statement, String transaction, Origin origin) throws SQLException {
        statement.execute("refresh materialized view " + view.name());
        TableRows rows = tables.of(view.oid());
        if (!rows.isOfTemplate()) {
            throw new NotRestored(database, List.of(view.described() + " was refreshed"));
        }
        try (Statement there = origin.connection().createStatement()) {
            if (!TableRows.digest(statement, view.name()).equals(TableRows.digest(there, view.name()))) {
                throw new NotRestored(database, List.of(view.described() + " was refreshed"));
            }
        }
        rows.refreshed(statement, transaction);
    }

    /**
     * Gives a new copy of the template what this database held at the baseline.
     *
     * @param copy a database of the same template, which nobody has written to
     * @throws NotRestored if its schema is another
     */
    public synchronized void writeTo(ScratchDatabase copy) {
        try (Connection connection = copy.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            if (!possible) {
                throw new NotRestored(copy, List.of("the role " + copy.user() + " is not a superuser"));
            }
            statement.execute(KeptConnection.SETUP);
            connection.setAutoCommit(false);
            statement.execute("set local session_replication_role = replica");
            Schema there = Schema.of(connection, catalogs, since);
            requireSame(there, connection);
            if (largeObjects != null && !largeObjects.restore(statement, since)) {
                throw new NotRestored(copy, List.of("it has no large objects"));
            }
            for (Map.Entry<Long, TableRows> each : tables.beyondTemplate().entrySet()) {
                requireWritable(there.relation(each.getKey()), copy);
                each.getValue().writeTo(connection);
            }
            sequences.restore(
                    statement, Sequences.of(statement, there.relations().values()));
            connection.commit();
        } catch (SQLException e) {
            throw new NotRestored(copy, List.of(String.valueOf(e.getMessage())), e);
        }
    }
}
