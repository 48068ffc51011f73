package dev.serein.migrate;

import dev.serein.flyway.Script;
import dev.serein.flyway.ScriptStatement;
import dev.serein.migrate.Interruptible.Rest;
import dev.serein.migrate.Steps.State;
import dev.serein.migrate.Steps.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A migration outside of a transaction: what of it is done, and how what is not done is run. */
final class ResumableMigration {
    /** What lives as long as the session has to be done again in another one. */
    private static final Pattern OF_SESSION = Pattern.compile(
            "(set|reset|load|listen|prepare|select (pg_catalog \\. )?set_config"
                    + "|create ((local|global) )?temp(orary)?)\\b.*",
            Pattern.DOTALL);

    /** Its rows stand in the file behind it; Flyway sends them. */
    private static final Pattern COPY = Pattern.compile("copy .*\\bfrom stdin\\b.*", Pattern.DOTALL);

    private static final Set<String> GIVING_WAY = Set.of("40001", "40P01", GaveUp.LOCK_NOT_AVAILABLE);

    /** The connection is lost; resources are short; somebody intervened, or stops the server; the system fails. */
    private static final Set<String> PASSING = Set.of("08", "53", "57", "58");

    private final Connection connection;
    private final String name;
    private final Script script;
    private final Steps steps;
    private final Map<Integer, Step> known;
    private final StepSession session;
    private int number;

    /**
     * Looks at what is done.
     *
     * @param name as the history has it
     * @throws FlywayException if the file has changed where it is done
     */
    ResumableMigration(Connection connection, String name, Script script, Steps steps, StepSession session)
            throws SQLException {
        this.connection = connection;
        this.name = name;
        this.script = script;
        this.steps = steps;
        this.known = steps.begin(name);
        this.session = session;
        refuseChanges();
    }

    /** A mistake may be mended, and what comes behind it; not what is done. */
    private void refuseChanges() {
        List<ScriptStatement> statements = script.statements();
        known.forEach((done, step) -> {
            boolean same = done <= statements.size() && step.hash().equals(Steps.hash(statements.get(done - 1)));
            if (step.state() == State.DONE && !same) {
                throw script.refusal(
                        statements.get(Math.min(done, statements.size()) - 1),
                        "statement " + done + " of the file was another one when an interrupted run did it:"
                                + " put the file back as it was up to there; or undo by hand what was done, and delete"
                                + " the rows of " + name + " from " + steps.table());
            }
        });
    }

    /**
     * Comes to the next statement, and runs it if it is not done.
     *
     * @param sql the statement as Flyway would send it
     * @return whether it is done now; false if Flyway is to send it
     * @throws FlywayException if it fails
     */
    boolean next(String sql) throws SQLException {
        number++;
        ScriptStatement statement = script.statements().get(number - 1);
        Step step = known.get(number);
        String text = statement.text();
        if (step != null
                && step.state() == State.DONE
                && !OF_SESSION.matcher(text).matches()) {
            return true;
        }
        if (COPY.matcher(text).matches()) {
            return false;
        }
        boolean begun =
                step != null && step.state() == State.BEGUN && step.hash().equals(Steps.hash(statement));
        ScriptStatement sent = new ScriptStatement(sql, statement.line(), statement.inTransaction());
        try {
            run(Interruptible.of(sent, session), begun);
        } catch (SQLException e) {
            throw script.failure(statement, sql, e);
        }
        return true;
    }

    /** Flyway has run the statement. */
    void sentByFlyway() throws SQLException {
        write(State.DONE);
    }

    /** Flyway has run the statement, and it has failed. */
    void failedByFlyway(@Nullable String state) throws SQLException {
        if (isIdle()) {
            write(mayPass(String.valueOf(state)) ? State.INTERRUPTED : State.FAILED);
        }
    }

    private void run(Interruptible statement, boolean begun) throws SQLException {
        try {
            if (!begun) {
                write(statement.isThere() ? State.INTERRUPTED : State.BEGUN);
            }
            send(statement, begun);
            write(State.DONE);
        } catch (SQLException e) {
            try {
                endTransaction();
                write(mayPass(String.valueOf(e.getSQLState())) ? State.INTERRUPTED : State.FAILED);
            } catch (SQLException another) {
                e.addSuppressed(another); // the connection is lost: then Flyway cannot write down a failure either
            }
            throw e;
        }
    }

    private void send(Interruptible statement, boolean begun) throws SQLException {
        for (Rest rest = statement.rest(begun); rest != null; rest = statement.rest(begun)) {
            try {
                session.send(rest.sql(), rest.inNobodysWay());
                return;
            } catch (SQLException e) {
                boolean alone = isIdle();
                if (alone) {
                    abandon(statement, e);
                }
                if (!alone || e instanceof GaveUp || !GIVING_WAY.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
            }
            session.giveWay();
        }
    }

    private static void abandon(Interruptible statement, SQLException failure) {
        try {
            statement.abandon();
        } catch (SQLException e) {
            failure.addSuppressed(e); // what it has left stays until the next run
        }
    }

    private static boolean mayPass(String state) {
        return GIVING_WAY.contains(state) || PASSING.contains(state.substring(0, Math.min(state.length(), 2)));
    }

    private void write(State state) throws SQLException {
        steps.write(name, number, Steps.hash(script.statements().get(number - 1)), state);
    }

    /** Whether the session can go on, and is not within a transaction that the file itself has begun. */
    private boolean isIdle() throws SQLException {
        return !connection.isClosed()
                && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    }

    private void endTransaction() throws SQLException {
        if (!isIdle()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("rollback");
            }
        }
    }
}
