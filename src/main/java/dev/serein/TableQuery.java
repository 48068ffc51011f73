package dev.serein;

import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.impl.DSL;

/**
 * The rows of one table, narrowed step by step. Immutable: every step returns another query.
 *
 * @param <T> the row
 * @param <Q> what a step returns
 */
public abstract sealed class TableQuery<T, Q extends TableQuery<T, Q>> permits Find, FindRows, Many, One, Maybe {
    private final Shape<T> shape;

    TableQuery(Shape<T> shape) {
        this.shape = shape;
    }

    final Shape<T> shape() {
        return shape;
    }

    abstract Q with(Shape<T> other);

    static List<Condition> conditions(Condition... conditions) {
        for (Condition each : conditions) {
            Objects.requireNonNull(each, "A condition is null; what is no condition is noCondition()");
        }
        return List.of(conditions);
    }

    /**
     * Only rows for which all of these hold, and those of earlier calls.
     *
     * @param more jOOQ conditions
     * @return the narrower query
     */
    public final Q where(Condition... more) {
        return with(shape.narrowed(shape.rows().where(conditions(more))));
    }

    /**
     * In this order; after that of earlier calls, where those leave rows equal. Without any, the order is PostgreSQL's
     * choice and may change from call to call.
     *
     * @param more columns, or columns with {@code desc()}, {@code nullsLast()} and the like
     * @return the ordered query
     */
    public final Q orderBy(OrderField<?>... more) {
        for (OrderField<?> each : more) {
            Objects.requireNonNull(each, "A field of the order is null");
        }
        return with(shape.narrowed(shape.rows().orderBy(List.of(more))));
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
        // in the text, not bound: of a number that it does not know PostgreSQL takes a tenth of the table to be asked
        // for
        return limit(DSL.inline(rows));
    }

    /**
     * At most so many rows; the last call counts.
     *
     * @param rows an argument of a prepared query
     * @return the limited query
     */
    public final Q limit(Field<? extends Number> rows) {
        Objects.requireNonNull(rows, "The limit is null");
        return with(shape.narrowed(shape.rows().limit(rows)));
    }

    /**
     * Leaves out so many rows before the first; the last call counts. The server reads those, too: for the next page of
     * many there is {@link Find#page}.
     *
     * @param rows 0 or more
     * @return the query for the rest
     * @throws IllegalArgumentException if it is negative
     */
    public final Q offset(int rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("An offset is 0 or more, not " + rows);
        }
        return offset(DSL.val(rows));
    }

    /**
     * Leaves out so many rows before the first; the last call counts.
     *
     * @param rows an argument of a prepared query
     * @return the query for the rest
     */
    public final Q offset(Field<? extends Number> rows) {
        Objects.requireNonNull(rows, "The offset is null");
        return with(shape.narrowed(shape.rows().offset(rows)));
    }

    /** {@return the SQL of the rows, without that of their children, and with placeholders for the values} */
    @Override
    public final String toString() {
        return Sql.of(shape.select()).text();
    }
}
