package dev.serein;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A value that is not in both: in PostgreSQL's type and in the Java type. Says why; does not say the value. */
final class UnfitValue extends SQLException {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final String why;
    private final @Nullable String column;

    /** Of a value that is read: "holds …". */
    UnfitValue(String why, String state) {
        this(0, why, state);
    }

    /** Of a value that is bound, from 1. */
    UnfitValue(int index, String why, String state) {
        this(index, why, state, null);
    }

    private UnfitValue(int index, String why, String state, @Nullable String column) {
        super(index == 0 ? "A value that " + why : "Value " + index + " " + why, state);
        this.index = index;
        this.why = why;
        this.column = column;
    }

    /** The same, where it is known what the value is for. */
    UnfitValue of(String itsColumn) {
        return new UnfitValue(index, why, getSQLState(), itsColumn);
    }

    /** Null if it is not known. */
    @Nullable
    String column() {
        return column;
    }

    /** From 1; 0 when it was read. */
    int index() {
        return index;
    }

    String why() {
        return why;
    }
}
