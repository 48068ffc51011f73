package dev.serein;

import dev.serein.Reading.RowFunction;
import java.util.List;
import java.util.Objects;
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
    @SuppressWarnings("unchecked") // a table is a field of its records
    static <R extends Record, T> Projection<T> of(
            SelectField<R> selected, RecordMapper<? super R, ? extends T> mapper) {
        Objects.requireNonNull(mapper, "The function that makes something of a row is null");
        if (selected instanceof Row row) {
            return of(JooqRecords.of(List.of(row.fields())), mapper);
        }
        if (selected instanceof Table<?>) {
            return of(JooqRecords.of((Table<R>) selected), mapper);
        }
        throw new IllegalArgumentException("What is selected is a row(…) of columns, or a table");
    }

    private static <R extends Record, T> Projection<T> of(
            JooqRecords<R> records, RecordMapper<? super R, ? extends T> mapper) {
        return new Projection<>(records.columns(), row -> mapper.map(records.read(row)));
    }
}
