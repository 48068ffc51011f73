package dev.serein;

/**
 * The rows of one table, for a prepared query: {@link Query#find} begins it. What the rows of {@link Session#find} are
 * to a session, but bound to none. Nothing is sent. Immutable, thread-safe.
 *
 * @param <T> the row
 */
public final class FindRows<T> extends TableQuery<T, FindRows<T>> implements Rows<T> {

    FindRows(Shape<T> shape) {
        super(shape);
    }

    @Override
    FindRows<T> with(Shape<T> other) {
        return new FindRows<>(other);
    }

    PreparedRows<T> prepared() {
        return shape().prepared();
    }
}
