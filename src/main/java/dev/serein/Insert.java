package dev.serein;

import org.jooq.Record;

/**
 * A row to be inserted: values for some columns; the others get their defaults, which is not the same as null. The
 * generated {@code UsersInsert} is one. Immutable.
 *
 * @param <R> the jOOQ record of the table
 */
public abstract class Insert<R extends Record> extends Change<R> {

    /**
     * For generated code.
     *
     * @param assignments what was set
     */
    protected Insert(Assignments<R> assignments) {
        super(assignments);
    }

    /** {@return the table and the columns that are set; no value} */
    @Override
    public final String toString() {
        return "insert into " + assignments();
    }
}
