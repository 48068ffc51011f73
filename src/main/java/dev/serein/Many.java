package dev.serein;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Function3;
import org.jooq.Function4;
import org.jooq.Function5;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The rows of another table that belong to each row: a list, which may be empty. {@link Relations#many} begins it. What
 * is said of {@code where}, {@code orderBy}, {@code limit} and {@code offset} holds for the list of each single row.
 *
 * @param <T> an element of the list
 */
public final class Many<T> extends TableQuery<T, Many<T>> implements Child<java.util.List<T>> {
    private final @Nullable Condition on;

    Many(Shape<T> shape, @Nullable Condition on) {
        super(shape);
        this.on = on;
    }

    @Override
    Many<T> with(Shape<T> other) {
        return new Many<>(other, on);
    }

    /**
     * Which rows belong to which, where no foreign key says so. The table is one that occurs only once in the query, or
     * an alias. The row that they belong to has to have a primary key, or another key that is never null.
     *
     * @param condition over columns of both tables
     * @return the rows for which it holds
     */
    public Many<T> on(Condition condition) {
        Objects.requireNonNull(condition, "The condition of on(…) is null");
        return new Many<>(shape(), on == null ? condition : on.and(condition));
    }

    @Nullable
    Condition on() {
        return on;
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
    public <A, U> Many<U> with(Child<A> a, BiFunction<? super T, ? super A, ? extends U> combine) {
        return new Many<>(Combined.of(shape(), a, combine), on);
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
    public <A, B, U> Many<U> with(
            Child<A> a, Child<B> b, Function3<? super T, ? super A, ? super B, ? extends U> combine) {
        return new Many<>(Combined.of(shape(), a, b, combine), on);
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
    public <A, B, C, U> Many<U> with(
            Child<A> a,
            Child<B> b,
            Child<C> c,
            Function4<? super T, ? super A, ? super B, ? super C, ? extends U> combine) {
        return new Many<>(Combined.of(shape(), a, b, c, combine), on);
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
    public <A, B, C, D, U> Many<U> with(
            Child<A> a,
            Child<B> b,
            Child<C> c,
            Child<D> d,
            Function5<? super T, ? super A, ? super B, ? super C, ? super D, ? extends U> combine) {
        return new Many<>(Combined.of(shape(), a, b, c, d, combine), on);
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
    public <R extends Record, U> Many<U> select(SelectField<R> columns, RecordMapper<? super R, ? extends U> mapper) {
        return new Many<>(shape().read(Projection.of(columns, mapper)), on);
    }

    /**
     * Something made of each row.
     *
     * @param function makes it
     * @param <U> that
     * @return the query for that
     */
    public <U> Many<U> map(Function<? super T, ? extends U> function) {
        return new Many<>(shape().map(function), on);
    }
}
