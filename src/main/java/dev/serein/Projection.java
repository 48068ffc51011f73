package dev.serein;

import dev.serein.Reading.RowFunction;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.Row;
import org.jooq.SelectField;
import org.jooq.Table;

/**
 * What is read of each row, and what is made of it. Immutable.
 *
 * @param <T> that
 */
record Projection<T>(List<Field<?>> columns, RowFunction<T> row) {

    static <T> Projection<T> of(RowTable<?, T> table) {
        return new Projection<>(table.$columns(), table::$read);
    }

    /**
     * Columns that jOOQ knows the types of, up to 22.
     *
     * @throws IllegalArgumentException if they are neither a row nor a table
     */
    static <R extends Record, T> Projection<T> of(
            SelectField<R> selected, RecordMapper<? super R, ? extends T> mapper) {
        JooqRecords<R> records = records(selected);
        return new Projection<>(records.columns(), row -> mapper.map(records.read(row)));
    }

    @SuppressWarnings("unchecked") // a record of the table is what a table stands for
    private static <R extends Record> JooqRecords<R> records(SelectField<R> selected) {
        if (selected instanceof Row row) {
            return JooqRecords.of(List.of(row.fields()));
        }
        if (selected instanceof Table<?> table) {
            return JooqRecords.of(List.of(table.fields()), () -> (R) JooqContext.DETACHED.newRecord(table));
        }
        throw new IllegalArgumentException("What is selected is a row(…) of columns, or a table");
    }
}
