package dev.serein;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A statement that is rendered, and how its rows are read; bound to no connection. Immutable. */
final class PreparedRows<T> {
    private final Sql sql;
    private final Reading<T> reading;

    PreparedRows(Sql sql, Reading<T> reading) {
        this.sql = sql;
        this.reading = reading;
    }

    static <T> PreparedRows<T> of(Rows<T> rows) {
        return rows instanceof FindRows<T> find ? find.prepared() : ((JooqRows<T>) rows).prepared();
    }

    Sql sql() {
        return sql;
    }

    List<T> list(Session session, @Nullable Object... arguments) {
        return Executor.of(session).query(sql, arguments, 0, reading::all);
    }

    Optional<T> first(Session session, @Nullable Object... arguments) {
        return first(atMost(1, session, arguments));
    }

    /** @throws TooManyRows if there are more */
    Optional<T> maybe(Session session, @Nullable Object... arguments) {
        List<T> rows = atMost(2, session, arguments);
        if (rows.size() > 1) {
            throw TooManyRows.of(sql);
        }
        return first(rows);
    }

    private Optional<T> first(List<T> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    /**
     * The only one.
     *
     * @throws RowNotFound if there is none
     * @throws TooManyRows if there are more
     */
    T one(Session session, @Nullable Object... arguments) {
        return maybe(session, arguments).orElseThrow(() -> RowNotFound.of(sql));
    }

    <X extends @Nullable Object> X stream(
            Session session, Function<? super Stream<T>, X> use, @Nullable Object... arguments) {
        return session.transactionResult(tx -> Executor.of(tx).stream(sql, arguments, reading, use));
    }

    private List<T> atMost(int most, Session session, @Nullable Object[] arguments) {
        return Executor.of(session).query(sql, arguments, most, reading::all);
    }
}
