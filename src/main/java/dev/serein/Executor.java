package dev.serein;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a session runs what Serein itself has rendered: borrow, prepare, bind, execute, read, translate the error, give
 * back, tell who listens. What jOOQ runs passes {@link JooqStatement}.
 */
final class Executor {
    /** Of a stream: few enough to fit, many enough that the network is not waited for all the time. */
    static final int ROWS_AT_ONCE = 1_000;

    private static final Object[] NONE = {};

    /** Of the database. */
    private final DSLContext root;

    private final Lender lender;
    private final Listeners listeners;
    private final PlanCache plans;
    private final @Nullable Duration allowed;
    private final @Nullable ServerTransaction transaction;
    /** Made when somebody asks for it: to do so costs more than a statement. */
    private volatile @Nullable DSLContext sql;

    private Executor(
            DSLContext root,
            Lender lender,
            Listeners listeners,
            PlanCache plans,
            @Nullable Duration allowed,
            @Nullable ServerTransaction transaction) {
        this.root = root;
        this.lender = lender;
        this.listeners = listeners;
        this.plans = plans;
        this.allowed = allowed;
        this.transaction = transaction;
    }

    static Executor on(Lender lender, Listeners listeners) {
        return new Executor(JooqContext.on(lender, listeners), lender, listeners, new PlanCache(), null, null);
    }

    /** Whatever the session is. */
    static Executor of(Session session) {
        if (session instanceof Database database) {
            return database.executor();
        }
        return session instanceof Transaction tx ? tx.executor() : ((DatabaseWithin) session).executor();
    }

    /** The same, with a deadline. */
    Executor within(Duration longest) {
        if (longest.isZero() || longest.isNegative()) {
            throw new IllegalArgumentException("A deadline is more than zero, not " + longest);
        }
        if (longest.compareTo(Option.LONGEST) > 0) {
            throw new IllegalArgumentException("A deadline is at most " + ErrorText.of(Option.LONGEST));
        }
        return new Executor(root, lender, listeners, plans, longest, transaction);
    }

    /** The same, in a transaction. */
    Executor in(ServerTransaction begun) {
        return new Executor(root, lender, listeners, plans, allowed, begun);
    }

    /** The shorter of its deadline and another; null for none. */
    @Nullable
    Duration allowedAtMost(@Nullable Duration other) {
        return allowed == null || other != null && other.compareTo(allowed) < 0 ? other : allowed;
    }

    DSLContext sql() {
        DSLContext known = sql;
        if (known == null) {
            known = allowed == null && transaction == null
                    ? root
                    : JooqContext.of(root, lender, listeners, allowed, transaction);
            sql = known;
        }
        return known;
    }

    /** Of what is not prepared by the user. */
    PlanCache plans() {
        return plans;
    }

    boolean isInTransaction() {
        return transaction != null;
    }

    Lender lender() {
        return lender;
    }

    Listeners listeners() {
        return listeners;
    }

    /** What is made of the rows: a collection of them, or a single one, or null for none. */
    interface RowsRead<X extends @Nullable Object> {
        X of(ResultSet rows) throws SQLException;
    }

    /** What a statement is told before it is executed. */
    interface Preparation {
        void of(PreparedStatement prepared) throws SQLException;
    }

    /** What is made of a statement that was executed. */
    private interface Outcome<X extends @Nullable Object> {
        X of(PreparedStatement executed, RunningStatement running) throws SQLException;
    }

    /**
     * Runs a statement that returns rows.
     *
     * @param most how many rows are wanted; 0 for all
     */
    <X extends @Nullable Object> X query(Sql statement, @Nullable Object[] arguments, int most, RowsRead<X> read) {
        return run(statement, arguments, prepared -> prepared.setMaxRows(most), (executed, running) -> {
            try (ResultSet rows = executed.getResultSet()) {
                // past the pool's proxy: what the driver holds already is read without the network
                X result = read.of(rows.unwrap(ResultSet.class));
                running.rows(result instanceof Collection<?> list ? list.size() : result == null ? 0 : 1);
                return result;
            }
        });
    }

    /** What is made of the results of statements that were sent together. */
    interface ResultsRead<T> {
        List<T> of(Answers answers) throws SQLException;
    }

    /**
     * Runs several statements in one round trip.
     *
     * @param alone made by {@link Sql#together}, with the transaction that they need
     * @param within the same, for a connection that is in a transaction, of this session's or of another's
     */
    <T> List<T> together(Sql alone, Sql within, @Nullable Object[] arguments, ResultsRead<T> read) {
        return run(alone, within, arguments, prepared -> {}, (executed, running) -> {
            List<T> rows = read.of(new Answers(executed));
            running.rows(rows.size());
            return rows;
        });
    }

    /** What its caller makes of a batch that was executed. */
    interface ExchangeRead {
        BatchResults of(PreparedStatement executed) throws SQLException;
    }

    /** Runs what its caller binds. What comes after that is done is that it may have run. */
    BatchResults exchange(Sql statements, Preparation bind, ExchangeRead read) {
        return run(
                transaction == null ? lender.borrowForOneCall(System.nanoTime(), allowed) : transaction.connection(),
                statements,
                statements,
                NONE,
                bind,
                (executed, running) -> {
                    BatchResults results = read.of(executed);
                    running.rows(results.rows());
                    return results;
                });
    }

    /** Runs a statement in a transaction, and reads its rows in parts while they are used. */
    <T, X extends @Nullable Object> X stream(
            Sql statement,
            @Nullable Object[] arguments,
            int rowsAtOnce,
            RowStream.Source<T> source,
            Function<? super Stream<T>, X> use) {
        return run(statement, arguments, prepared -> prepared.setFetchSize(rowsAtOnce), (executed, running) -> {
            try (ResultSet rows = executed.getResultSet();
                    RowStream<T> stream = new RowStream<>(rows, source, running, statement)) {
                running.end(); // each part has a time of its own; what is done with the rows has none
                return use.apply(stream.rows());
            }
        });
    }

    /** Runs a statement that changes rows, and says how many. */
    int update(Sql statement, @Nullable Object[] arguments) {
        return run(statement, arguments, prepared -> {}, (executed, running) -> {
            int changed = executed.getUpdateCount();
            running.rows(changed);
            return changed;
        });
    }

    private <X extends @Nullable Object> X run(
            Sql statement, @Nullable Object[] arguments, Preparation preparation, Outcome<X> outcome) {
        return run(statement, statement, arguments, preparation, outcome);
    }

    private <X extends @Nullable Object> X run(
            Sql alone, Sql within, @Nullable Object[] arguments, Preparation preparation, Outcome<X> outcome) {
        return run(
                transaction == null ? lender.borrowForOneCall(allowed) : transaction.connection(),
                alone,
                within,
                arguments,
                preparation,
                outcome);
    }

    /** Gives the connection back, unless it is that of a transaction. */
    private <X extends @Nullable Object> X run(
            LentConnection connection,
            Sql alone,
            Sql within,
            @Nullable Object[] arguments,
            Preparation preparation,
            Outcome<X> outcome) {
        Sql statement = alone;
        Observation observed = null;
        boolean failed = true;
        try {
            observed = listeners.observe(connection);
            statement = alone == within || connection.getAutoCommit() ? alone : within;
            if (observed != null) {
                observed.runs(statement.text());
            }
            X result = run(connection, statement, arguments, preparation, outcome, observed);
            failed = false;
            return result;
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot run a statement", e, null);
        } finally {
            try {
                if (transaction == null) {
                    lender.giveBack(connection, failed);
                }
            } finally {
                if (observed != null) {
                    observed.over(statement.name(), statement.text());
                }
            }
        }
    }

    private <X extends @Nullable Object> X run(
            LentConnection connection,
            Sql statement,
            @Nullable Object[] arguments,
            Preparation preparation,
            Outcome<X> outcome,
            @Nullable Observation observed)
            throws SQLException {
        RunningStatement running = new RunningStatement(connection, lender.limits(), allowed, observed);
        running.allow();
        try (PreparedStatement prepared = connection.prepare(statement)) {
            statement.bind(prepared, arguments);
            preparation.of(prepared);
            running.begin();
            prepared.execute();
            StandbyWait.require(prepared.getWarnings());
            return outcome.of(prepared, running);
        } catch (SQLException e) {
            throw running.failed(statement, e);
        } finally {
            running.end();
        }
    }
}
