package dev.serein;

import org.jooq.Record;

/**
 * New values for some columns of a row; the others stay as they are. The generated {@code UsersPatch} is one.
 * Immutable.
 *
 * @param <R> the jOOQ record of the table
 */
public abstract class Patch<R extends Record> {
    private final Assignments<R> assignments;

    /**
     * For generated code.
     *
     * @param assignments what was set
     */
    protected Patch(Assignments<R> assignments) {
        this.assignments = assignments;
    }

    /**
     * For generated code, whose columns may have any name without this sign.
     *
     * @return what was set
     */
    protected final Assignments<R> $assignments() {
        return assignments;
    }

    final Assignments<R> assignments() {
        return assignments;
    }

    /** {@return the table and the columns that are set; no value} */
    @Override
    public final String toString() {
        return "update " + assignments;
    }
}
