package dev.serein;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jooq.tools.jdbc.DefaultPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * Refuses strings that PostgreSQL cannot store as they are: the driver would put "?" in the place of half a character
 * without a word, and to the character 0 the server says something that does not name the value.
 */
final class CheckedStatement extends DefaultPreparedStatement {
    private CheckedStatement(PreparedStatement statement) {
        super(statement);
    }

    /** A call of a routine is left as it is: jOOQ wants it to be one. */
    static PreparedStatement of(PreparedStatement statement) {
        return statement instanceof CallableStatement ? statement : new CheckedStatement(statement);
    }

    /** For who binds without a wrapper. */
    static void setText(PreparedStatement statement, int index, String value) throws SQLException {
        check(index, value);
        statement.setString(index, value);
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

    private static void checkIfText(int index, Object value) throws SQLException {
        if (value instanceof CharSequence text) {
            check(index, text);
        } else if (value instanceof Object[] several) {
            for (Object each : several) {
                checkIfText(index, each);
            }
        }
    }

    private static void check(int index, CharSequence text) throws SQLException {
        if (text == null) {
            return;
        }
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character == 0) {
                throw new UnstorableText(index, "the character 0, which PostgreSQL does not store");
            }
            if (Character.isSurrogate(character)) {
                if (Character.isLowSurrogate(character)
                        || i + 1 == length
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new UnstorableText(index, "half a character (a surrogate without its other half)");
                }
                i++;
            }
        }
    }

    /** Which value cannot be stored, and why; not the value. */
    static final class UnstorableText extends SQLException {
        private static final long serialVersionUID = 1L;

        private final int index;
        private final String why;
        private final @Nullable String column;

        UnstorableText(int index, String why) {
            this(index, why, null);
        }

        private UnstorableText(int index, String why, @Nullable String column) {
            super("Value " + index + " holds " + why, "22021");
            this.index = index;
            this.why = why;
            this.column = column;
        }

        /** The same, where it is known what the value is for. */
        UnstorableText of(String itsColumn) {
            return new UnstorableText(index, why, itsColumn);
        }

        /** Null if it is not known. */
        @Nullable
        String column() {
            return column;
        }

        int index() {
            return index;
        }

        String why() {
            return why;
        }
    }
}
