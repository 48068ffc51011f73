package dev.serein;

import org.jooq.Record;
import org.jooq.Table;

/**
 * A table whose rows have a Java record of their own. Generated code implements it: {@code Users} is a
 * {@code RowTable<UsersRecord, UsersRow>}.
 *
 * @param <R> the jOOQ record of the table
 * @param <T> the row: an immutable Java record of all columns
 */
public interface RowTable<R extends Record, T> extends Table<R> {

    /**
     * The row of a jOOQ record, made without reflection. Named as jOOQ names its own model API: no column can be called
     * like this.
     *
     * @param record a record of this table
     * @return its row
     */
    T $row(R record);
}
