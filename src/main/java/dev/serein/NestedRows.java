package dev.serein;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a relational query. All its statements go to the server in one round trip and see one snapshot: that of a
 * transaction around them, or their own, which is begun and ended with them. Where the rows cannot be asked for twice,
 * and where they are a stream, their children are asked for by their keys: the second round trip. Immutable.
 */
final class NestedRows<T> extends PreparedRows<T> {
    private final Shape<T> shape;
    private final Together together;
    private final List<Branch> branches;
    private volatile @Nullable KeyedRows<T> byKeys;

    NestedRows(Together together, Shape<T> shape) {
        super(shape.rows().lock() != null);
        this.shape = shape;
        this.together = together;
        this.branches = Branch.of(together.plan(), shape);
    }

    static <T> NestedRows<T> of(Shape<T> shape) {
        return new NestedRows<>(Together.of(shape), shape);
    }

    @Override
    Sql sql() {
        return together.alone();
    }

    @Override
    @SuppressWarnings("unchecked") // the shape makes them
    List<T> rows(int most, Session session, @Nullable Object[] arguments) {
        Executor executor = executor(session);
        if (!together.repeatable()) {
            return byKeys().rows(session, arguments);
        }
        return (List<T>) executor.together(
                executor.isInTransaction() ? together.within() : together.alone(),
                arguments,
                results -> new ArrayList<>(
                        new Gathering(together.plan(), branches).read(results).finished()));
    }

    @Override
    <X extends @Nullable Object> X stream(
            int rowsAtOnce, Session session, Function<? super Stream<T>, X> use, @Nullable Object... arguments) {
        return byKeys().stream(rowsAtOnce, session, use, arguments);
    }

    private KeyedRows<T> byKeys() {
        KeyedRows<T> known = byKeys;
        if (known == null) {
            known = KeyedRows.of(shape);
            byKeys = known;
        }
        return known;
    }
}
