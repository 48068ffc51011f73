package dev.serein;

import org.jooq.Record;

/**
 * Values for some columns of a row, which a statement stores.
 *
 * @param <R> the jOOQ record of the table
 */
abstract class Change<R extends Record> {
    private final Assignments<R> assignments;

    Change(Assignments<R> assignments) {
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
}
