package dev.serein;

import dev.serein.connection.Link;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;

/**
 * What a transaction has to tell the server before its next statement: how it runs, where a savepoint is, and, before
 * the first statement that writes, the question for its number. All of it goes with that statement, as one text, in one
 * round trip; a statement that cannot be joined to others, as of a batch, comes after it.
 */
final class Preamble {
    /** Such a transaction gets a number anyway. It is what the server is asked by when the answer to COMMIT is lost. */
    private static final String NUMBER = "select pg_current_xact_id()";
    /** On a connection of another's pool. */
    private static final String NUMBER_AND_INCARNATION = NUMBER + ", " + Link.INCARNATION;

    private final Slot slot;
    private final String question;
    private final List<String> waiting = new ArrayList<>();
    private final boolean wantsNumber;
    private long number;
    private @Nullable String incarnation;
    private boolean joinsNext;
    private boolean eager;
    private boolean executed;
    private boolean ended;
    private @Nullable DatabaseException failure;
    private int version;

    /** @param wantsNumber whether the transaction may write */
    Preamble(Slot slot, Collection<String> commands, boolean wantsNumber) {
        this.slot = slot;
        this.incarnation = slot.incarnation();
        this.question = incarnation != null ? NUMBER : NUMBER_AND_INCARNATION;
        this.waiting.addAll(commands);
        this.wantsNumber = wantsNumber;
    }

    void add(String command) {
        version++;
        waiting.add(command);
        if (eager) {
            try {
                send(false);
            } catch (SQLException e) {
                throw SqlErrors.translate("Cannot run a statement", e, null);
            }
        }
    }

    /** From now on nothing waits: something may run that is not seen here. */
    void waitNoMore() throws SQLException {
        joinsNext = false;
        eager = true;
        send(true);
    }

    /** Something was sent to the server. */
    void executed() {
        executed = true;
        ended |= slot.transactionState() == TransactionState.IDLE;
    }

    /** Whether SQL has ended it, behind our back. */
    boolean isEnded() {
        return ended || executed && slot.transactionState() == TransactionState.IDLE;
    }

    /** The first statement of it that failed, so that the server has given it up. */
    @Nullable
    DatabaseException failure() {
        return failure;
    }

    void failed(@Nullable DatabaseException first) {
        if (first == null || failure == null) {
            failure = first;
        }
    }

    /** {@return whether it was waiting still} */
    boolean remove(String command) {
        version++;
        return waiting.remove(command);
    }

    /** With all that came after it; if it has been sent, all that waits has. {@return whether it was waiting still} */
    boolean removeFrom(String command) {
        version++;
        int from = waiting.indexOf(command);
        waiting.subList(Math.max(from, 0), waiting.size()).clear();
        return from >= 0;
    }

    void clear() {
        version++;
        waiting.clear();
    }

    /** Another one, once what is to be sent has changed. */
    int version() {
        return version;
    }

    /** Of the transaction; 0 if it is not known. */
    long number() {
        return number;
    }

    /** Of the server that gave it; null if it is not known. */
    @Nullable
    String incarnation() {
        return incarnation;
    }

    /** The next statement that is prepared is executed once, and not as a batch. */
    void joinNext() {
        joinsNext = true;
    }

    boolean takesNext() {
        boolean joins = joinsNext;
        joinsNext = false;
        return joins;
    }

    /** What goes before such a statement; null for nothing. */
    @Nullable
    String before(boolean writes) {
        boolean asks = writes && asksForNumber();
        if (waiting.isEmpty()) {
            return asks ? question : null;
        }
        return String.join("; ", waiting) + (asks ? "; " + question : "");
    }

    private boolean asksForNumber() {
        return wantsNumber && number == 0;
    }

    /** Sends by itself what waits. */
    void send(boolean writes) throws SQLException {
        String commands = before(writes);
        if (commands != null) {
            try (Statement statement = slot.connection().createStatement()) {
                sent(statement, () -> statement.execute(commands), commands);
            }
        }
    }

    /** What executes a statement. */
    interface Execution {
        boolean run() throws SQLException;
    }

    /**
     * Executes a statement that begins with what {@link #before} said, and passes over the results of that.
     *
     * @return whether what comes first then is rows
     */
    boolean sent(Statement statement, Execution execution, String commands) throws SQLException {
        boolean rows;
        try {
            rows = execution.run();
        } catch (SQLException e) {
            if (slot.transactionState() == TransactionState.FAILED) {
                clear(); // the server has taken it; otherwise the statement was not even sent
            }
            throw e;
        }
        int results = waiting.size();
        clear();
        for (int i = 0; i < results; i++) {
            rows = statement.getMoreResults();
        }
        if (commands.endsWith(question)) {
            try (ResultSet answer = statement.getResultSet()) {
                answer.next();
                number = answer.getLong(1);
                if (incarnation == null) {
                    incarnation = answer.getString(2);
                }
            }
            rows = statement.getMoreResults();
        }
        return rows;
    }
}
