package dev.serein;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Function3;
import org.jooq.Function4;
import org.jooq.Function5;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.SelectField;
import org.jooq.impl.DSL;

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

    /**
     * Each row together with the rows of another table that belong to it, or with a number made of those.
     *
     * @param a a child
     * @param combine makes something of a row and the value of its child
     * @param <A> the value of the child
     * @param <U> what is made of them
     * @return the query for that
     * @throws IllegalArgumentException if this cannot have such a child, as far as that shows before it is run
     */
    public <A, U> FindRows<U> with(Child<A> a, BiFunction<? super T, ? super A, ? extends U> combine) {
        return new FindRows<>(Combined.of(shape(), a, combine));
    }

    /**
     * The same, with two children.
     *
     * @param a a child
     * @param b another
     * @param combine makes something of a row and the values of its children
     * @param <A> the value of the first
     * @param <B> the value of the second
     * @param <U> what is made of them
     * @return the query for that
     * @throws IllegalArgumentException if this cannot have such a child, as far as that shows before it is run
     */
    public <A, B, U> FindRows<U> with(
            Child<A> a, Child<B> b, Function3<? super T, ? super A, ? super B, ? extends U> combine) {
        return new FindRows<>(Combined.of(shape(), a, b, combine));
    }

    /**
     * The same, with three children.
     *
     * @param a a child
     * @param b another
     * @param c a third
     * @param combine makes something of a row and the values of its children
     * @param <A> the value of the first
     * @param <B> the value of the second
     * @param <C> the value of the third
     * @param <U> what is made of them
     * @return the query for that
     * @throws IllegalArgumentException if this cannot have such a child, as far as that shows before it is run
     */
    public <A, B, C, U> FindRows<U> with(
            Child<A> a,
            Child<B> b,
            Child<C> c,
            Function4<? super T, ? super A, ? super B, ? super C, ? extends U> combine) {
        return new FindRows<>(Combined.of(shape(), a, b, c, combine));
    }

    /**
     * The same, with four children.
     *
     * @param a a child
     * @param b another
     * @param c a third
     * @param d a fourth
     * @param combine makes something of a row and the values of its children
     * @param <A> the value of the first
     * @param <B> the value of the second
     * @param <C> the value of the third
     * @param <D> the value of the fourth
     * @param <U> what is made of them
     * @return the query for that
     * @throws IllegalArgumentException if this cannot have such a child, as far as that shows before it is run
     */
    public <A, B, C, D, U> FindRows<U> with(
            Child<A> a,
            Child<B> b,
            Child<C> c,
            Child<D> d,
            Function5<? super T, ? super A, ? super B, ? super C, ? super D, ? extends U> combine) {
        return new FindRows<>(Combined.of(shape(), a, b, c, d, combine));
    }

    /**
     * Only some columns, or expressions, and something else made of them than the row of the table:
     * {@code select(row(POSTS.ID, POSTS.TITLE), mapping(Headline::new))}. To be called before {@code with}.
     *
     * @param columns jOOQ's {@link DSL#row(SelectField, SelectField) row} of up to 22, or a table
     * @param mapper makes it, as of {@link org.jooq.Records#mapping}; checked by the compiler
     * @param <R> the columns
     * @param <U> what is made of them
     * @return the query for that
     * @throws IllegalStateException if there are children already
     */
    public <R extends Record, U> FindRows<U> select(
            SelectField<R> columns, RecordMapper<? super R, ? extends U> mapper) {
        return new FindRows<>(shape().read(Projection.of(columns, mapper)));
    }

    /**
     * Something made of each row.
     *
     * @param function makes it
     * @param <U> that
     * @return the query for that
     */
    public <U> FindRows<U> map(Function<? super T, ? extends U> function) {
        return new FindRows<>(shape().map(function));
    }

    /**
     * Locks the rows of the table, not those of its children, until the transaction ends, so that nobody else changes
     * or locks them meanwhile. What was read is then what is there.
     *
     * @return the locking query, which throws {@link IllegalStateException} outside of a transaction
     */
    public FindRows<T> forUpdate() {
        return forUpdate(LockMode.WAIT);
    }

    /**
     * The same, with what is to be done where another transaction holds a row.
     *
     * @param mode whether to wait, to leave the row out, or to fail
     * @return the locking query, which throws {@link IllegalStateException} outside of a transaction
     */
    public FindRows<T> forUpdate(LockMode mode) {
        return with(shape().narrowed(shape().rows().locked(mode)));
    }

    /**
     * Each different row once; for what {@link #select select} chose, as all columns of a row are hardly ever equal to
     * another's. Such rows have no children.
     *
     * @return the query for those
     */
    public FindRows<T> distinct() {
        return with(shape().narrowed(shape().rows().each()));
    }

    PreparedRows<T> prepared() {
        return shape().prepared();
    }
}
