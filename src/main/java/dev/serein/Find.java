package dev.serein;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query for the rows of one table, on a session. Nothing is sent before one of its ends, such as {@link #list()} or
 * {@link #first()}; each of them is one statement, which lists all columns by name, is rendered anew, and runs anew. As
 * thread-safe as its session.
 *
 * @param <T> the row
 */
public final class Find<T> extends TableQuery<T, Find<T>> {
    private static final Object[] NONE = {};

    private final Session session;

    private Find(Session session, Shape<T> shape) {
        super(shape);
        this.session = session;
    }

    static <T> Find<T> in(Session session, RowTable<?, T> table) {
        return new Find<>(session, Shape.all(table));
    }

    @Override
    Find<T> with(Shape<T> other) {
        return new Find<>(session, other);
    }

    /**
     * Runs it.
     *
     * @return the rows, unmodifiable
     * @throws DatabaseException if the statement fails
     */
    public List<T> list() {
        return shape().prepared().list(session, NONE);
    }

    /**
     * Runs it for one row.
     *
     * @return the first row, or nothing if there is none
     * @throws DatabaseException if the statement fails
     */
    public Optional<T> first() {
        // said in the statement, too, or the server would plan for all of them
        Find<T> one = shape().limit() == null ? limit(1) : this;
        return one.shape().prepared().first(session, NONE);
    }

    /**
     * Runs it for the only row.
     *
     * @return the row
     * @throws RowNotFound if there is none
     * @throws TooManyRows if there are more
     * @throws DatabaseException if the statement fails
     */
    public T one() {
        return shape().prepared().one(session, NONE);
    }

    /**
     * Runs it for the only row, if there is one.
     *
     * @return the row, or nothing if there is none
     * @throws TooManyRows if there are more
     * @throws DatabaseException if the statement fails
     */
    public Optional<T> maybe() {
        return shape().prepared().maybe(session, NONE);
    }

    /**
     * Whether there is a row.
     *
     * @return true if there is one at least
     * @throws DatabaseException if the statement fails
     */
    public boolean exists() {
        return shape().exists().one(session, NONE);
    }

    /**
     * How many rows there are.
     *
     * @return the number
     * @throws DatabaseException if the statement fails
     */
    public long count() {
        return shape().count().one(session, NONE);
    }

    /**
     * Runs it for one page of the rows, in the order of {@link #orderBy}; the primary key decides among rows that are
     * equal in that, in the direction of its last field, and is the order where there is none. One statement, with no
     * offset, as quick on the thousandth page as on the first where an index has the order's columns, none of them
     * nullable, and all directions the same, or all the opposite.
     *
     * <p>Any order will do: expressions, directions mixed, nulls where they are wanted. Of a table without a key, and
     * of a view, the order has to be unique by itself; where two rows show not to be, this fails rather than leave one
     * out. A cursor belongs to table and order, not to {@link #where}: with other conditions it goes on from the same
     * place.
     *
     * @param request how many rows, and from where
     * @return the page
     * @throws InvalidCursor if the cursor is not one of this table and order; of a forged one, after a statement, so
     *     that a transaction around it is aborted
     * @throws IllegalArgumentException if there is a limit, or no order where there is no key either
     * @throws IllegalStateException if the order is not unique, or its values are too long for a cursor
     * @throws DatabaseException if the statement fails
     */
    public Page<T> page(PageRequest request) {
        return new PageReading<>(shape(), request).read(session);
    }

    /**
     * Runs it for rows that need not fit into memory: they come in parts, in a transaction of its own unless this is in
     * one. The stream ends when the function returns.
     *
     * @param use what to do with the rows
     * @param <X> the result
     * @return what the function returned
     * @throws DatabaseException if the statement fails
     */
    public <X extends @Nullable Object> X stream(Function<? super Stream<T>, X> use) {
        return shape().prepared().stream(session, use, NONE);
    }
}
