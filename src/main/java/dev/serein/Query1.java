package dev.serein;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Query} with one argument.
 *
 * @param <A> the first argument
 * @param <T> the row
 */
public final class Query1<A, T> extends Query<T> {

    Query1(Supplier<Rows<T>> rows) {
        super(rows);
    }

    /**
     * All rows.
     *
     * @param session what to run it on
     * @param a the first argument
     * @return the rows, unmodifiable
     * @throws DatabaseException if the statement fails
     */
    public List<T> list(Session session, A a) {
        return prepared().list(session, a);
    }

    /**
     * The first row, of one or more.
     *
     * @param session what to run it on
     * @param a the first argument
     * @return the row, or nothing if there is none
     * @throws DatabaseException if the statement fails
     */
    public Optional<T> first(Session session, A a) {
        return prepared().first(session, a);
    }

    /**
     * The only row.
     *
     * @param session what to run it on
     * @param a the first argument
     * @return the row
     * @throws RowNotFound if there is none
     * @throws TooManyRows if there are more
     * @throws DatabaseException if the statement fails
     */
    public T one(Session session, A a) {
        return prepared().one(session, a);
    }

    /**
     * The only row, if there is one.
     *
     * @param session what to run it on
     * @param a the first argument
     * @return the row, or nothing if there is none
     * @throws TooManyRows if there are more
     * @throws DatabaseException if the statement fails
     */
    public Optional<T> maybe(Session session, A a) {
        return prepared().maybe(session, a);
    }

    /**
     * Rows that need not fit into memory: they come in parts, in a transaction of its own unless the session is one.
     * The stream ends when the function returns.
     *
     * @param session what to run it on
     * @param a the first argument
     * @param use what to do with the rows
     * @param <X> the result
     * @return what the function returned
     * @throws DatabaseException if the statement fails
     */
    public <X extends @Nullable Object> X stream(Session session, A a, Function<? super Stream<T>, X> use) {
        return prepared().stream(session, use, a);
    }

    /**
     * With its arguments, for a {@link Session#batch batch}.
     *
     * @param a the only argument
     * @return the query, to be made a {@link Call}
     */
    public BoundQuery<T> bind(A a) {
        return new BoundQuery<>(prepared(), a);
    }
}
