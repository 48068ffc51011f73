package dev.serein;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is rendered, and how its rows are read; bound to no connection. Immutable. */
abstract sealed class PreparedRows<T> permits SingleRows, NestedRows {

    private final boolean locks;

    /** @param locks whether the rows are locked */
    PreparedRows(boolean locks) {
        this.locks = locks;
    }

    static <T> PreparedRows<T> of(Rows<T> rows) {
        return rows instanceof FindRows<T> find ? find.prepared() : ((JooqRows<T>) rows).prepared();
    }

    /** As it runs outside of a transaction. */
    abstract Sql sql();

    /** @param most how many rows are wanted; 0 for all. More may come. */
    abstract List<T> rows(int most, Session session, @Nullable Object[] arguments);

    /**
     * What a {@link Call} sends.
     *
     * @throws IllegalArgumentException if it takes more than one round trip
     */
    abstract List<Sql> statements();

    /** What was sent so. */
    abstract List<T> read(Answers answers) throws SQLException;

    /** The same, where more than two rows are as good as two. */
    abstract PreparedRows<T> few();

    /** @param rowsAtOnce how many of them are in memory */
    abstract <X extends @Nullable Object> X stream(
            int rowsAtOnce, Session session, Function<? super Stream<T>, X> use, @Nullable Object... arguments);

    /** @throws IllegalStateException if rows are to be locked and there is no transaction that they could be for */
    final Executor executor(Session session) {
        Executor executor = Executor.of(session);
        if (locks && !executor.isInTransaction()) {
            throw new IllegalStateException("Cannot lock rows outside of a transaction: the lock would end with the"
                    + " statement. Write db.transaction(tx -> tx.find(…).forUpdate()…)");
        }
        return executor;
    }

    final List<T> list(Session session, @Nullable Object... arguments) {
        return rows(0, session, arguments);
    }

    final Optional<T> first(Session session, @Nullable Object... arguments) {
        return first(rows(1, session, arguments));
    }

    /** @throws TooManyRows if there are more */
    final Optional<T> maybe(Session session, @Nullable Object... arguments) {
        List<T> rows = rows(2, session, arguments);
        if (rows.size() > 1) {
            throw TooManyRows.of(sql());
        }
        return first(rows);
    }

    static <T> Optional<T> first(List<T> rows) {
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(Objects.requireNonNull(
                        rows.get(0), "A row was made into null: that is for list() only, or make an Optional of it"));
    }

    /**
     * The only one.
     *
     * @throws RowNotFound if there is none
     * @throws TooManyRows if there are more
     */
    final T one(Session session, @Nullable Object... arguments) {
        return maybe(session, arguments).orElseThrow(() -> RowNotFound.of(sql()));
    }

    final <X extends @Nullable Object> X stream(
            Session session, Function<? super Stream<T>, X> use, @Nullable Object... arguments) {
        return stream(Executor.ROWS_AT_ONCE, session, use, arguments);
    }
}
