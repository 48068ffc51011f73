package dev.serein;

import java.sql.SQLException;

/** A value that is not in both: in PostgreSQL's type and in the Java type. Says why; does not say the value. */
final class UnfitValue extends SQLException {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final String why;

    /** Of a value that is read: "holds …". */
    UnfitValue(String why, String state) {
        this(0, why, state);
    }

    /** Of a value that is bound, from 1. */
    UnfitValue(int index, String why, String state) {
        super(index == 0 ? "A value that " + why : "Value " + index + " " + why, state);
        this.index = index;
        this.why = why;
    }

    /** From 1; 0 when it was read. */
    int index() {
        return index;
    }

    String why() {
        return why;
    }
}
