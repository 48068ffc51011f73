package dev.serein;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of one statement. Immutable. */
final class SingleRows<T> extends PreparedRows<T> {
    private final Sql sql;
    private final Reading<T> reading;

    SingleRows(Sql sql, Reading<T> reading) {
        this(sql, reading, false);
    }

    /** @param locks whether the rows are locked */
    SingleRows(Sql sql, Reading<T> reading, boolean locks) {
        super(locks);
        this.sql = sql;
        this.reading = reading;
    }

    @Override
    Sql sql() {
        return sql;
    }

    @Override
    List<T> rows(int most, Session session, @Nullable Object[] arguments) {
        return executor(session).query(sql, arguments, most, reading::all);
    }

    @Override
    List<Sql> statements() {
        return List.of(sql);
    }

    @Override
    List<T> read(Answers answers) throws SQLException {
        return reading.all(answers.next());
    }

    @Override
    PreparedRows<T> few() {
        return this;
    }

    @Override
    <X extends @Nullable Object> X stream(
            int rowsAtOnce, Session session, Function<? super Stream<T>, X> use, @Nullable Object... arguments) {
        Executor executor = executor(session);
        TransactionCall<X, RuntimeException> streaming =
                tx -> Executor.of(tx).stream(sql, arguments, rowsAtOnce, reading::each, use);
        return executor.isInTransaction()
                ? session.transactionResult(streaming)
                : Transaction.ofOurs(executor, streaming);
    }
}
