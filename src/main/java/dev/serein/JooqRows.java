package dev.serein;

import java.util.List;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.TableRecord;

/** The rows of any query of jOOQ's. */
record JooqRows<T>(PreparedRows<T> prepared) implements Rows<T> {

    static <R extends Record, T> JooqRows<T> of(ResultQuery<R> query, RecordMapper<? super R, ? extends T> mapper) {
        Field<?>[] columns = query.fields();
        if (columns.length == 0) {
            throw new IllegalArgumentException(
                    "jOOQ does not know the columns of this query: name them, as with resultQuery(…).coerce(…)");
        }
        JooqRecords<R> records = JooqRecords.of(List.of(columns), records(query, columns));
        Reading<T> reading = new Reading<>(List.of(columns), row -> mapper.map(records.read(row)));
        return new JooqRows<>(new SingleRows<>(withWhere(Sql.of(query)), reading));
    }

    /** As jOOQ does with what it runs itself. */
    static Sql withWhere(Sql sql) {
        String text = sql.text();
        if ((text.startsWith("update ") || text.startsWith("delete from ")) && !text.contains(" where ")) {
            throw new IllegalArgumentException(
                    "An update or delete without a where is refused: to mean all rows, write where(trueCondition())");
        }
        return sql;
    }

    @SuppressWarnings("unchecked") // a record of the query's columns is what the query returns
    private static <R extends Record> Supplier<R> records(ResultQuery<R> query, Field<?>[] columns) {
        Class<? extends R> type = query.getRecordType();
        if (TableRecord.class.isAssignableFrom(type) && columns[0] instanceof TableField<?, ?> column) {
            Table<?> table = column.getTable();
            return () -> (R) JooqContext.DETACHED.newRecord(table);
        }
        return () -> (R) JooqContext.DETACHED.newRecord(columns);
    }
}
