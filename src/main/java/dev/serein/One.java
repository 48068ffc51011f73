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
 * The row of another table that each row belongs to; there always is one. {@link Relations#one} begins it.
 *
 * @param <T> what is made of the row
 */
public final class One<T> extends TableQuery<T, One<T>> implements Child<T> {

    One(Shape<T> shape) {
        super(shape);
    }

    @Override
    One<T> with(Shape<T> other) {
        return new One<>(other);
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
    public <A, U> One<U> with(Child<A> a, BiFunction<? super T, ? super A, ? extends U> combine) {
        return new One<>(Combined.of(shape(), a, combine));
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
    public <A, B, U> One<U> with(
            Child<A> a, Child<B> b, Function3<? super T, ? super A, ? super B, ? extends U> combine) {
        return new One<>(Combined.of(shape(), a, b, combine));
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
    public <A, B, C, U> One<U> with(
            Child<A> a,
            Child<B> b,
            Child<C> c,
            Function4<? super T, ? super A, ? super B, ? super C, ? extends U> combine) {
        return new One<>(Combined.of(shape(), a, b, c, combine));
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
    public <A, B, C, D, U> One<U> with(
            Child<A> a,
            Child<B> b,
            Child<C> c,
            Child<D> d,
            Function5<? super T, ? super A, ? super B, ? super C, ? super D, ? extends U> combine) {
        return new One<>(Combined.of(shape(), a, b, c, d, combine));
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
    public <R extends Record, U> One<U> select(SelectField<R> columns, RecordMapper<? super R, ? extends U> mapper) {
        return new One<>(shape().read(Projection.of(columns, mapper)));
    }

    /**
     * Something made of each row.
     *
     * @param function makes it
     * @param <U> that
     * @return the query for that
     */
    public <U> One<U> map(Function<? super T, ? extends U> function) {
        return new One<>(shape().map(function));
    }
}
