package dev.serein;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A query for the rows of one table, narrowed step by step. Immutable: every step returns another query.
 *
 * @param <T> the row
 * @param <Q> what a step returns
 */
public abstract sealed class TableQuery<T, Q extends TableQuery<T, Q>> permits Find, FindRows {
    private final Shape<T> shape;

    TableQuery(Shape<T> shape) {
        this.shape = shape;
    }

    /** What is asked for. */
    record Shape<T>(
            RowTable<?, T> table,
            List<Condition> conditions,
            List<OrderField<?>> order,
            @Nullable Field<? extends Number> limit) {

        static <T> Shape<T> all(RowTable<?, T> table) {
            return new Shape<>(table, List.of(), List.of(), null);
        }

        Shape<T> where(List<? extends Condition> more) {
            return new Shape<>(table, joined(conditions, more), order, limit);
        }

        Shape<T> orderBy(List<? extends OrderField<?>> more) {
            return new Shape<>(table, conditions, joined(order, more), limit);
        }

        Shape<T> limit(Field<? extends Number> rows) {
            return new Shape<>(table, conditions, order, rows);
        }

        /** All columns, by name. */
        Select<?> select() {
            var ordered =
                    DSL.select(table.$columns()).from(table).where(conditions).orderBy(order);
            return limit == null ? ordered : ordered.limit(limit);
        }

        PreparedRows<Long> count() {
            Select<?> counted = limit == null
                    ? DSL.selectCount().from(table).where(conditions)
                    : DSL.selectCount().from(one().asTable("rows"));
            return new PreparedRows<>(Sql.of(counted), new Reading<>(counted.getSelect(), row -> row.getLong(0)));
        }

        PreparedRows<Boolean> exists() {
            Select<?> asked = DSL.select(DSL.field(DSL.exists(one())));
            return new PreparedRows<>(Sql.of(asked), new Reading<>(asked.getSelect(), row -> row.getBoolean(0)));
        }

        /** A row of nothing for each row. */
        private Select<?> one() {
            var all = DSL.selectOne().from(table).where(conditions);
            return limit == null ? all : all.limit(limit);
        }

        PreparedRows<T> prepared() {
            return new PreparedRows<>(Sql.of(select()), Reading.of(table));
        }

        private static <E> List<E> joined(List<E> first, List<? extends E> more) {
            List<E> all = new ArrayList<>(first);
            all.addAll(more);
            return List.copyOf(all);
        }
    }

    final Shape<T> shape() {
        return shape;
    }

    abstract Q with(Shape<T> other);

    /**
     * Only rows for which all of these hold, and those of earlier calls.
     *
     * @param more jOOQ conditions
     * @return the narrower query
     */
    public final Q where(Condition... more) {
        for (Condition each : more) {
            Objects.requireNonNull(each, "A condition is null; what is no condition is noCondition()");
        }
        return with(shape.where(List.of(more)));
    }

    /**
     * In this order; after that of earlier calls, where those leave rows equal. Without any, the order is PostgreSQL's
     * choice and may change from call to call.
     *
     * @param more columns, or columns with {@code desc()}, {@code nullsLast()} and the like
     * @return the ordered query
     */
    public final Q orderBy(OrderField<?>... more) {
        return with(shape.orderBy(List.of(more)));
    }

    /**
     * At most so many rows; the last call counts.
     *
     * @param rows 0 or more
     * @return the limited query
     * @throws IllegalArgumentException if it is negative
     */
    public final Q limit(int rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("A limit is 0 or more, not " + rows);
        }
        return limit(DSL.val(rows));
    }

    /**
     * At most so many rows; the last call counts.
     *
     * @param rows an argument of a prepared query
     * @return the limited query
     */
    public final Q limit(Field<? extends Number> rows) {
        return with(shape.limit(rows));
    }

    /** {@return the SQL, with placeholders for the values} */
    @Override
    public final String toString() {
        return Sql.of(shape.select()).text();
    }
}
