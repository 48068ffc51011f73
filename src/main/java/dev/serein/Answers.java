package dev.serein;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The results of statements that were sent together, one after the other. */
final class Answers {
    private final PreparedStatement executed;
    private boolean begun;

    Answers(PreparedStatement executed) {
        this.executed = executed;
    }

    /** {@return the rows of the next statement that returns any} */
    ResultSet next() throws SQLException {
        while (true) {
            advance();
            ResultSet rows = executed.getResultSet();
            if (rows != null) {
                return rows.unwrap(ResultSet.class);
            }
            requireCount();
        }
    }

    /** {@return how many rows the next statement has changed, which returns none} */
    int changed() throws SQLException {
        advance();
        return requireCount();
    }

    /** Passes over as many statements. */
    Answers skip(int statements) throws SQLException {
        for (int i = 0; i < statements; i++) {
            advance();
        }
        return this;
    }

    /** Closing the statement closes all; the next one would close the one before. */
    private void advance() throws SQLException {
        if (begun) {
            executed.getMoreResults(Statement.KEEP_CURRENT_RESULT);
        }
        begun = true;
    }

    private int requireCount() throws SQLException {
        int changed = executed.getUpdateCount();
        if (changed < 0) {
            throw new IllegalStateException("There is no other result");
        }
        return changed;
    }
}
