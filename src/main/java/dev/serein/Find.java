package dev.serein;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Function3;
import org.jooq.Function4;
import org.jooq.Function5;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A query for the rows of one table, on a session. Nothing is sent before one of its ends, such as {@link #list()} or
 * {@link #first()}; each of them is one round trip, lists all columns by name, and runs anew. It is rendered once for
 * all queries that differ in values only and hold no SQL or functions of the user's own. As thread-safe as its session.
 *
 * <p>A row and its children are of one snapshot; in a transaction that is read committed, as it is unless said
 * otherwise, what others commit between the statements of one query may show in the later ones.
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
     * Each row together with the rows of another table that belong to it, or with a number made of those.
     *
     * @param a a child
     * @param combine makes something of a row and the value of its child
     * @param <A> the value of the child
     * @param <U> what is made of them
     * @return the query for that
     * @throws IllegalArgumentException if this cannot have such a child, as far as that shows before it is run
     */
    public <A, U> Find<U> with(Child<A> a, BiFunction<? super T, ? super A, ? extends U> combine) {
        return new Find<>(session, Combined.of(shape(), a, combine));
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
    public <A, B, U> Find<U> with(
            Child<A> a, Child<B> b, Function3<? super T, ? super A, ? super B, ? extends U> combine) {
        return new Find<>(session, Combined.of(shape(), a, b, combine));
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
    public <A, B, C, U> Find<U> with(
            Child<A> a,
            Child<B> b,
            Child<C> c,
            Function4<? super T, ? super A, ? super B, ? super C, ? extends U> combine) {
        return new Find<>(session, Combined.of(shape(), a, b, c, combine));
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
    public <A, B, C, D, U> Find<U> with(
            Child<A> a,
            Child<B> b,
            Child<C> c,
            Child<D> d,
            Function5<? super T, ? super A, ? super B, ? super C, ? super D, ? extends U> combine) {
        return new Find<>(session, Combined.of(shape(), a, b, c, d, combine));
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
    public <R extends Record, U> Find<U> select(SelectField<R> columns, RecordMapper<? super R, ? extends U> mapper) {
        return new Find<>(session, shape().read(Projection.of(columns, mapper)));
    }

    /**
     * Something made of each row.
     *
     * @param function makes it
     * @param <U> that
     * @return the query for that
     */
    public <U> Find<U> map(Function<? super T, ? extends U> function) {
        return new Find<>(session, shape().map(function));
    }

    /**
     * Locks the rows of the table, not those of its children, until the transaction ends, so that nobody else changes
     * or locks them meanwhile. What was read is then what is there.
     *
     * @return the locking query, which throws {@link IllegalStateException} outside of a transaction
     */
    public Find<T> forUpdate() {
        return forUpdate(LockMode.WAIT);
    }

    /**
     * The same, with what is to be done where another transaction holds a row.
     *
     * @param mode whether to wait, to leave the row out, or to fail
     * @return the locking query, which throws {@link IllegalStateException} outside of a transaction
     */
    public Find<T> forUpdate(LockMode mode) {
        return with(shape().narrowed(shape().rows().locked(mode)));
    }

    /**
     * Each different row once; for what {@link #select select} chose, as all columns of a row are hardly ever equal to
     * another's. Such rows have no children.
     *
     * @return the query for those
     */
    public Find<T> distinct() {
        return with(shape().narrowed(shape().rows().each()));
    }

    /**
     * Runs it.
     *
     * @return the rows, unmodifiable
     * @throws DatabaseException if the statement fails
     */
    public List<T> list() {
        return prepared().list(session, NONE);
    }

    /**
     * Runs it for one row.
     *
     * @return the first row, or nothing if there is none
     * @throws DatabaseException if the statement fails
     */
    public Optional<T> first() {
        // said in the statement, too, or the server would plan for all of them
        Find<T> one = atMost(1);
        return one.prepared().first(session, NONE);
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
        return atMostTwo().prepared().one(session, NONE);
    }

    /**
     * Runs it for the only row, if there is one.
     *
     * @return the row, or nothing if there is none
     * @throws TooManyRows if there are more
     * @throws DatabaseException if the statement fails
     */
    public Optional<T> maybe() {
        return atMostTwo().prepared().maybe(session, NONE);
    }

    /**
     * Whether there is a row.
     *
     * @return true if there is one at least
     * @throws DatabaseException if the statement fails
     */
    public boolean exists() {
        return plans().exists(shape()).one(session, NONE);
    }

    /**
     * How many rows there are.
     *
     * @return the number
     * @throws DatabaseException if the statement fails
     */
    public long count() {
        return plans().count(shape()).one(session, NONE);
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
        return prepared().stream(session, use, NONE);
    }

    /**
     * The same, with a say in how many rows are in memory at a time: 1,000 otherwise. With children it is also how many
     * rows they are read for at a time.
     *
     * @param rowsAtOnce 1 or more
     * @param use what to do with the rows
     * @param <X> the result
     * @return what the function returned
     * @throws IllegalArgumentException if it is less than 1
     * @throws DatabaseException if a statement fails
     */
    public <X extends @Nullable Object> X stream(int rowsAtOnce, Function<? super Stream<T>, X> use) {
        if (rowsAtOnce < 1) {
            throw new IllegalArgumentException("There is 1 row at once, or more, not " + rowsAtOnce);
        }
        return prepared().stream(rowsAtOnce, session, use, NONE);
    }

    /** Of rows without children the driver is told; the children of others would all be read. */
    private Find<T> atMostTwo() {
        return shape().children().isEmpty() ? this : atMost(2);
    }

    private Find<T> atMost(int rows) {
        Shape<T> all = shape();
        boolean few = all.rows().limit() != null
                || !all.children().isEmpty() && Place.root(all, null).isSingle();
        return few ? this : limit(rows);
    }

    private PreparedRows<T> prepared() {
        return plans().rows(shape());
    }

    private PlanCache plans() {
        return Executor.of(session).plans();
    }
}
