package dev.serein;

import java.sql.SQLException;
import org.jooq.Field;

/** A column whose value cannot be read as the type that the code has for it. Says why; does not say the value. */
final class UnreadableColumn extends SQLException {
    private static final long serialVersionUID = 1L;

    private final String column;
    private final SQLException reason;

    UnreadableColumn(Field<?> column, SQLException cause) {
        super("Column " + column.getQualifiedName().unquotedName() + " cannot be read", cause.getSQLState(), cause);
        this.column = column.getQualifiedName().unquotedName().toString();
        this.reason = cause;
    }

    String column() {
        return column;
    }

    SQLException reason() {
        return reason;
    }
}
