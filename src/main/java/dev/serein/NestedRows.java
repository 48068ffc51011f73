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
    /** The parts of a transaction that is read committed see a snapshot each. */
    private static final String BEGIN = "begin isolation level repeatable read; ";

    private static final String COMMIT = "; commit";

    private final Shape<T> shape;
    private final Plan plan;
    private final List<Branch> branches;
    private final Sql alone;
    private final Sql within;
    private final boolean repeatable;
    private volatile @Nullable KeyedRows<T> byKeys;

    private NestedRows(Plan plan, Shape<T> shape) {
        super(shape.rows().lock() != null);
        this.shape = shape;
        this.plan = plan;
        this.branches = Branch.of(plan, shape);
        boolean single = plan.parts().size() == 1;
        List<Sql> statements = plan.parts().stream().map(Plan.Part::sql).toList();
        this.alone = single ? statements.get(0) : Sql.together(BEGIN, statements, COMMIT);
        this.within = single ? statements.get(0) : Sql.together("", statements, "");
        this.repeatable = single || Repetition.isSafe(shape.rows());
    }

    static <T> NestedRows<T> of(Shape<T> shape) {
        return new NestedRows<>(Planner.plan(shape, null), shape);
    }

    @Override
    Sql sql() {
        return alone;
    }

    @Override
    @SuppressWarnings("unchecked") // the shape makes them
    List<T> rows(int most, Session session, @Nullable Object[] arguments) {
        Executor executor = executor(session);
        if (!repeatable) {
            return byKeys().rows(session, arguments);
        }
        return (List<T>) executor.together(
                executor.isInTransaction() ? within : alone,
                arguments,
                results -> new ArrayList<>(
                        new Gathering(plan, branches).read(results).finished()));
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
