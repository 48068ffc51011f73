package dev.serein;

import org.jooq.Record;

/**
 * New values for some columns of a row; the others stay as they are. The generated {@code UsersPatch} is one.
 * Immutable.
 *
 * @param <R> the jOOQ record of the table
 */
public abstract class Patch<R extends Record> extends Change<R> {

    /**
     * For generated code.
     *
     * @param assignments what was set
     */
    protected Patch(Assignments<R> assignments) {
        super(assignments);
    }

    /** {@return the table and the columns that are set; no value} */
    @Override
    public final String toString() {
        return "update " + assignments();
    }
}
