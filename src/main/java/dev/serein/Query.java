package dev.serein;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Function2;
import org.jooq.Function3;
import org.jooq.Function4;
import org.jooq.Function5;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is rendered once, takes typed arguments, and is bound to no connection: it can be a {@code static
 * final} of the application's. Immutable, thread-safe.
 *
 * <pre>{@code
 * static final Query1<String, UsersRow> BY_EMAIL =
 *         Query.of(String.class, email -> find(USERS).where(USERS.EMAIL.eq(email)));
 *
 * Optional<UsersRow> ada = BY_EMAIL.maybe(db, "ada@example.com");
 * }</pre>
 *
 * @param <T> the row
 */
public abstract sealed class Query<T> permits Query1, Query2, Query3, Query4, Query5 {
    private final Supplier<Rows<T>> rows;
    /** Made when it is first used: a table's class may not be initialised yet. Twice, if two threads come first. */
    private volatile @Nullable PreparedRows<T> prepared;

    Query(Supplier<Rows<T>> rows) {
        this.rows = rows;
    }

    final PreparedRows<T> prepared() {
        PreparedRows<T> known = prepared;
        if (known == null) {
            known = PreparedRows.of(rows.get());
            prepared = known;
        }
        return known;
    }

    /**
     * The rows of a table, to be narrowed.
     *
     * @param table a generated table, or a view, an alias or a path of one
     * @param <T> its row
     * @return all its rows
     */
    public static <T> FindRows<T> find(RowTable<?, T> table) {
        return new FindRows<>(Shape.all(table));
    }

    /**
     * What any query of jOOQ's returns: a {@code select}, or an {@code insert}, {@code update} or {@code delete} with
     * {@code returning}. What the latter have changed is not undone by {@link TooManyRows}, unless in a transaction.
     *
     * @param query made with the static methods of {@link DSL}
     * @param <R> its record
     * @return its records
     */
    public static <R extends Record> Rows<R> rows(ResultQuery<R> query) {
        return JooqRows.of(query, record -> record);
    }

    /**
     * The same, with something made of each record: {@code rows(select(USERS.ID, USERS.NAME).from(USERS),
     * Records.mapping(Name::new))}.
     *
     * @param query made with the static methods of {@link DSL}
     * @param mapper makes it, as of {@link org.jooq.Records#mapping}
     * @param <R> the record
     * @param <T> what is made of it
     * @return what is made of its records
     */
    public static <R extends Record, T> Rows<T> rows(
            ResultQuery<R> query, RecordMapper<? super R, ? extends T> mapper) {
        return JooqRows.of(query, mapper);
    }

    /**
     * Prepares a query with one argument.
     *
     * @param a the type of the first argument; of a list, the type of an array: {@code Long[].class}
     * @param rows composes the statement from what stands for the arguments
     * @param <A> the first argument
     * @param <T> the row
     * @return the query
     */
    public static <A, T> Query1<A, T> of(Class<A> a, Function<Param<A>, ? extends Rows<T>> rows) {
        return new Query1<>(() -> rows.apply(argument(0, a)));
    }

    /**
     * Prepares a query with two arguments.
     *
     * @param a the type of the first argument; of a list, the type of an array: {@code Long[].class}
     * @param b the type of the second
     * @param rows composes the statement from what stands for the arguments
     * @param <A> the first argument
     * @param <B> the second argument
     * @param <T> the row
     * @return the query
     */
    public static <A, B, T> Query2<A, B, T> of(
            Class<A> a, Class<B> b, Function2<Param<A>, Param<B>, ? extends Rows<T>> rows) {
        return new Query2<>(() -> rows.apply(argument(0, a), argument(1, b)));
    }

    /**
     * Prepares a query with three arguments.
     *
     * @param a the type of the first argument; of a list, the type of an array: {@code Long[].class}
     * @param b the type of the second
     * @param c the type of the third
     * @param rows composes the statement from what stands for the arguments
     * @param <A> the first argument
     * @param <B> the second argument
     * @param <C> the third argument
     * @param <T> the row
     * @return the query
     */
    public static <A, B, C, T> Query3<A, B, C, T> of(
            Class<A> a, Class<B> b, Class<C> c, Function3<Param<A>, Param<B>, Param<C>, ? extends Rows<T>> rows) {
        return new Query3<>(() -> rows.apply(argument(0, a), argument(1, b), argument(2, c)));
    }

    /**
     * Prepares a query with four arguments.
     *
     * @param a the type of the first argument; of a list, the type of an array: {@code Long[].class}
     * @param b the type of the second
     * @param c the type of the third
     * @param d the type of the fourth
     * @param rows composes the statement from what stands for the arguments
     * @param <A> the first argument
     * @param <B> the second argument
     * @param <C> the third argument
     * @param <D> the fourth argument
     * @param <T> the row
     * @return the query
     */
    public static <A, B, C, D, T> Query4<A, B, C, D, T> of(
            Class<A> a,
            Class<B> b,
            Class<C> c,
            Class<D> d,
            Function4<Param<A>, Param<B>, Param<C>, Param<D>, ? extends Rows<T>> rows) {
        return new Query4<>(() -> rows.apply(argument(0, a), argument(1, b), argument(2, c), argument(3, d)));
    }

    /**
     * Prepares a query with five arguments.
     *
     * @param a the type of the first argument; of a list, the type of an array: {@code Long[].class}
     * @param b the type of the second
     * @param c the type of the third
     * @param d the type of the fourth
     * @param e the type of the fifth
     * @param rows composes the statement from what stands for the arguments
     * @param <A> the first argument
     * @param <B> the second argument
     * @param <C> the third argument
     * @param <D> the fourth argument
     * @param <E> the fifth argument
     * @param <T> the row
     * @return the query
     */
    public static <A, B, C, D, E, T> Query5<A, B, C, D, E, T> of(
            Class<A> a,
            Class<B> b,
            Class<C> c,
            Class<D> d,
            Class<E> e,
            Function5<Param<A>, Param<B>, Param<C>, Param<D>, Param<E>, ? extends Rows<T>> rows) {
        return new Query5<>(
                () -> rows.apply(argument(0, a), argument(1, b), argument(2, c), argument(3, d), argument(4, e)));
    }

    private static <A> Param<A> argument(int index, Class<A> type) {
        return Sql.argument(index, type);
    }

    /** {@return the SQL, with a placeholder for each value} */
    @Override
    public final String toString() {
        return prepared().sql().text();
    }
}
