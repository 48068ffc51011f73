package dev.serein;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/**
 * A query for the rows of one table. Immutable: every method that narrows it returns another one. Nothing is sent
 * before {@link #list()} or {@link #first()}; each of them is one statement, which lists all columns by name, and runs
 * anew each time. As thread-safe as its session.
 *
 * @param <T> the row
 */
public final class Find<T> {
    private final Source<T> source;
    private final List<Condition> conditions;
    private final List<OrderField<?>> order;
    private final @Nullable Integer limit;

    private Find(Source<T> source, List<Condition> conditions, List<OrderField<?>> order, @Nullable Integer limit) {
        this.source = source;
        this.conditions = conditions;
        this.order = order;
        this.limit = limit;
    }

    static <R extends Record, T> Find<T> in(DSLContext sql, RowTable<R, T> table) {
        return new Find<>(new TableSource<>(sql, table), List.of(), List.of(), null);
    }

    /**
     * Only rows for which all of these hold, and those of earlier calls.
     *
     * @param more jOOQ conditions
     * @return the narrower query
     */
    public Find<T> where(Condition... more) {
        return new Find<>(source, joined(conditions, more), order, limit);
    }

    /**
     * In this order; after that of earlier calls, where those leave rows equal. Without any, the order is PostgreSQL's
     * choice and may change from call to call.
     *
     * @param more columns, or columns with {@code desc()}, {@code nullsLast()} and the like
     * @return the ordered query
     */
    public Find<T> orderBy(OrderField<?>... more) {
        return new Find<>(source, conditions, joined(order, more), limit);
    }

    /**
     * At most so many rows; the last call counts.
     *
     * @param rows 0 or more
     * @return the limited query
     * @throws IllegalArgumentException if it is negative
     */
    public Find<T> limit(int rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("A limit is 0 or more, not " + rows);
        }
        return new Find<>(source, conditions, order, rows);
    }

    /**
     * Runs it.
     *
     * @return the rows, unmodifiable
     * @throws org.jooq.exception.DataAccessException if the statement fails
     */
    public List<T> list() {
        return source.rows(this);
    }

    /**
     * Runs it for one row.
     *
     * @return the first row, or nothing if there is none
     * @throws org.jooq.exception.DataAccessException if the statement fails
     */
    public Optional<T> first() {
        return limit(limit == null ? 1 : Math.min(limit, 1)).list().stream().findFirst();
    }

    /** {@return the SQL, with placeholders for the values} */
    @Override
    public String toString() {
        return source.select(this).getSQL();
    }

    private static <E> List<E> joined(List<E> first, E[] more) {
        List<E> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    /** Where the rows come from. Behind it is the record's type, of which the user of a query need not know. */
    private interface Source<T> {
        ResultQuery<?> select(Find<T> find);

        List<T> rows(Find<T> find);
    }

    private record TableSource<R extends Record, T>(DSLContext sql, RowTable<R, T> table) implements Source<T> {
        @Override
        public ResultQuery<R> select(Find<T> find) {
            var ordered = sql.selectFrom(table).where(find.conditions).orderBy(find.order);
            return find.limit == null ? ordered : ordered.limit(find.limit);
        }

        @Override
        public List<T> rows(Find<T> find) {
            return List.copyOf(select(find).fetch(table::$row));
        }
    }
}
