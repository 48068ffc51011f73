package dev.serein;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The results of statements that were sent together, one after the other. */
final class Answers {
    private final PreparedStatement executed;
    /** Whether a statement without rows is passed over where rows are asked for. */
    private final boolean lenient;

    private boolean begun;

    Answers(PreparedStatement executed) {
        this(executed, true);
    }

    private Answers(PreparedStatement executed, boolean lenient) {
        this.executed = executed;
        this.lenient = lenient;
    }

    /**
     * Of what users have written.
     *
     * @param before how many statements of ours went before
     */
    static Answers ofEach(PreparedStatement executed, int before) throws SQLException {
        Answers answers = new Answers(executed, false);
        for (int i = 0; i < before; i++) {
            answers.advance();
        }
        return answers;
    }

    /** A statement returns rows, and none are asked for; or the other way around. */
    static final class OfAnotherKind extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OfAnotherKind(String message) {
            super(message, null, false, false);
        }
    }

    /** {@return the rows of the next statement; of the next that returns any, if it is lenient} */
    ResultSet next() throws SQLException {
        while (true) {
            advance();
            ResultSet rows = executed.getResultSet();
            if (rows != null) {
                return rows.unwrap(ResultSet.class);
            }
            if (!lenient) {
                throw new OfAnotherKind("it is a call for rows, and its statement returns none");
            }
            if (executed.getUpdateCount() < 0) {
                throw new IllegalStateException("There is no other result");
            }
        }
    }

    /** {@return how many rows the next statement has changed, which returns none} */
    int changed() throws SQLException {
        advance();
        int changed = executed.getUpdateCount();
        if (changed < 0) {
            throw new OfAnotherKind("it is a call for how many rows are changed, and its statement returns rows");
        }
        return changed;
    }

    /** Closing the statement closes all; the next one would close the one before. */
    private void advance() throws SQLException {
        if (begun) {
            executed.getMoreResults(Statement.KEEP_CURRENT_RESULT);
        }
        begun = true;
    }
}
