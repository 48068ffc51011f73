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
import org.jspecify.annotations.Nullable;

/**
 * What is read of each row, and what is made of it. Immutable.
 *
 * @param <T> that
 */
final class Projection<T> {
    /** All of whose columns are read; null if others are. */
    private final @Nullable RowTable<?, T> whole;

    private final List<Field<?>> columns;
    private final RowFunction<T> row;

    private Projection(@Nullable RowTable<?, T> whole, List<Field<?>> columns, RowFunction<T> row) {
        this.whole = whole;
        this.columns = columns;
        this.row = row;
    }

    Projection(List<Field<?>> columns, RowFunction<T> row) {
        this(null, columns, row);
    }

    static <T> Projection<T> of(RowTable<?, T> table) {
        return new Projection<>(table, List.of(), table::$read);
    }

    /** Asked for only where a statement is rendered: jOOQ copies the columns of a table each time. */
    List<Field<?>> columns() {
        return whole == null ? columns : whole.$columns();
    }

    RowFunction<T> row() {
        return row;
    }

    /** Whether a row of the table is read as it is. */
    boolean isAllOf(Table<?> table) {
        return whole == table;
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
