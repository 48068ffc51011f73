package dev.serein;

import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
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

    /**
     * Reads a row of all {@link #$columns columns}, in their order, without a record between.
     *
     * @param row what the server has sent
     * @return the row
     * @throws SQLException if a value cannot be read
     */
    T $read(RowReader row) throws SQLException;

    /**
     * The columns that {@link #$read} wants.
     *
     * @return all columns of the table
     */
    default List<Field<?>> $columns() {
        return List.of(fields());
    }
}
