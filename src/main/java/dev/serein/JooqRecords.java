package dev.serein;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Reads a row into a record of jOOQ's. */
record JooqRecords<R extends Record>(List<Field<?>> columns, Supplier<R> made) {

    @SuppressWarnings("unchecked") // a record of the columns is what the query returns
    static <R extends Record> JooqRecords<R> of(List<Field<?>> columns) {
        Field<?>[] fields = columns.toArray(Field<?>[]::new);
        return new JooqRecords<>(columns, () -> (R) JooqContext.DETACHED.newRecord(fields));
    }

    /** The table's own, detached. */
    static <R extends Record> JooqRecords<R> of(Table<R> table) {
        return new JooqRecords<>(List.of(table.fields()), () -> JooqContext.DETACHED.newRecord(table));
    }

    R read(RowReader row) throws SQLException {
        R record = made.get();
        for (int i = 0; i < columns.size(); i++) {
            set(record, columns.get(i), row, i);
        }
        record.changed(false);
        return record;
    }

    private static <V> void set(Record record, Field<V> column, RowReader row, int index) throws SQLException {
        record.set(column, row.getOrNull(index, column));
    }
}
