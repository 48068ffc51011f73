package dev.serein;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Query} with five arguments.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <C> the third argument
 * @param <D> the fourth argument
 * @param <E> the fifth argument
 * @param <T> the row
 */
public final class Query5<A, B, C, D, E, T> extends Query<T> {

    Query5(Supplier<Rows<T>> rows) {
        super(rows);
    }

    /**
     * All rows.
     *
     * @param session what to run it on
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @return the rows, unmodifiable
     * @throws DatabaseException if the statement fails
     */
    public List<T> list(Session session, A a, B b, C c, D d, E e) {
        return prepared().list(session, a, b, c, d, e);
    }

    /**
     * The first row, of one or more.
     *
     * @param session what to run it on
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @return the row, or nothing if there is none
     * @throws DatabaseException if the statement fails
     */
    public Optional<T> first(Session session, A a, B b, C c, D d, E e) {
        return prepared().first(session, a, b, c, d, e);
    }

    /**
     * The only row.
     *
     * @param session what to run it on
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @return the row
     * @throws RowNotFound if there is none
     * @throws TooManyRows if there are more
     * @throws DatabaseException if the statement fails
     */
    public T one(Session session, A a, B b, C c, D d, E e) {
        return prepared().one(session, a, b, c, d, e);
    }

    /**
     * The only row, if there is one.
     *
     * @param session what to run it on
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @return the row, or nothing if there is none
     * @throws TooManyRows if there are more
     * @throws DatabaseException if the statement fails
     */
    public Optional<T> maybe(Session session, A a, B b, C c, D d, E e) {
        return prepared().maybe(session, a, b, c, d, e);
    }

    /**
     * Rows that need not fit into memory: they come in parts, in a transaction of its own unless the session is one.
     * The stream ends when the function returns.
     *
     * @param session what to run it on
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @param use what to do with the rows
     * @param <X> the result
     * @return what the function returned
     * @throws DatabaseException if the statement fails
     */
    public <X extends @Nullable Object> X stream(
            Session session, A a, B b, C c, D d, E e, Function<? super Stream<T>, X> use) {
        return prepared().stream(session, use, a, b, c, d, e);
    }

    /**
     * With its arguments, for a {@link Session#batch batch}.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @return the query, to be made a {@link Call}
     */
    public BoundQuery<T> bind(A a, B b, C c, D d, E e) {
        return new BoundQuery<>(prepared(), a, b, c, d, e);
    }
}
