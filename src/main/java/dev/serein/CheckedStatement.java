package dev.serein;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jooq.tools.jdbc.DefaultPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * Refuses strings that PostgreSQL cannot store as they are: the driver would put "?" in the place of half a character
 * without a word, and to the character 0 the server says something that does not name the value. The rows it returns
 * are {@link ExactRows}.
 */
final class CheckedStatement extends DefaultPreparedStatement {
    private static final String NOT_A_CHARACTER = "22021";

    /** How many rows all batches have changed; -1 once the driver has not said it of one. */
    private long changed;

    private CheckedStatement(PreparedStatement statement) {
        super(statement);
    }

    /** A call of a routine is left as it is: jOOQ wants it to be one. */
    static PreparedStatement of(PreparedStatement statement) {
        return statement instanceof CallableStatement || statement instanceof CheckedStatement
                ? statement
                : new CheckedStatement(statement);
    }

    /** For who binds without a wrapper. */
    static void setText(PreparedStatement statement, int index, String value) throws SQLException {
        check(index, value);
        statement.setString(index, value);
    }

    /** The driver does not say how many each insert has changed that it has sent as one with others. */
    @Override
    public int[] executeBatch() throws SQLException {
        int[] counts = super.executeBatch();
        for (int count : counts) {
            changed = changed < 0 || count < 0 ? -1 : changed + count;
        }
        return counts;
    }

    long changedByBatches() {
        return changed;
    }

    /** The same, of the type that the statement casts it to. */
    static void setUntyped(PreparedStatement statement, int index, String value) throws SQLException {
        check(index, value);
        statement.setObject(index, value, Types.OTHER);
    }

    @Override
    public void setString(int index, String value) throws SQLException {
        check(index, value);
        super.setString(index, value);
    }

    @Override
    public void setObject(int index, Object value) throws SQLException {
        checkIfText(index, value);
        super.setObject(index, value);
    }

    @Override
    public void setObject(int index, Object value, int type) throws SQLException {
        checkIfText(index, value);
        super.setObject(index, value, type);
    }

    @Override
    public void setArray(int index, Array value) throws SQLException {
        if (value != null) {
            checkIfText(index, value.getArray());
        }
        super.setArray(index, value);
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return new ExactRows(super.executeQuery());
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        ResultSet rows = super.getResultSet();
        return rows == null ? null : new ExactRows(rows);
    }

    private static void checkIfText(int index, Object value) throws SQLException {
        if (value instanceof CharSequence text) {
            check(index, text);
        } else if (value instanceof Object[] several) {
            for (Object each : several) {
                checkIfText(index, each);
            }
        }
    }

    static void check(int index, @Nullable CharSequence text) throws SQLException {
        if (text == null) {
            return;
        }
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character == 0) {
                throw new UnfitValue(index, "holds the character 0, which PostgreSQL does not store", NOT_A_CHARACTER);
            }
            if (Character.isSurrogate(character)) {
                if (Character.isLowSurrogate(character)
                        || i + 1 == length
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new UnfitValue(
                            index, "holds half a character (a surrogate without its other half)", NOT_A_CHARACTER);
                }
                i++;
            }
        }
    }
}
