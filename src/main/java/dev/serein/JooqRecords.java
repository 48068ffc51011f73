package dev.serein;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row into a record of jOOQ's.
 *
 * @param repeated whether a column stands there twice: jOOQ would set the first of them each time
 */
record JooqRecords<R extends Record>(List<Field<?>> columns, boolean repeated, Supplier<R> made) {

    static <R extends Record> JooqRecords<R> of(List<Field<?>> columns, Supplier<R> made) {
        Set<Field<?>> different = Collections.newSetFromMap(new IdentityHashMap<>());
        different.addAll(columns);
        return new JooqRecords<>(columns, different.size() < columns.size(), made);
    }

    @SuppressWarnings("unchecked") // a record of the columns is what the query returns
    static <R extends Record> JooqRecords<R> of(List<Field<?>> columns) {
        Field<?>[] fields = columns.toArray(Field<?>[]::new);
        return of(columns, () -> (R) JooqContext.DETACHED.newRecord(fields));
    }

    R read(RowReader row) throws SQLException {
        R record = made.get();
        if (repeated) {
            record.fromArray(values(row));
            record.changed(false);
            return record;
        }
        for (int i = 0; i < columns.size(); i++) {
            set(record, columns.get(i), row, i);
        }
        record.changed(false);
        return record;
    }

    private @Nullable Object[] values(RowReader row) throws SQLException {
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getOrNull(i, columns.get(i));
        }
        return values;
    }

    private static <V> void set(Record record, Field<V> column, RowReader row, int index) throws SQLException {
        record.set(column, row.getOrNull(index, column));
    }
}
