package dev.serein;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a relational query. All its statements go to the server in one round trip and see one snapshot: that of a
 * transaction around them, or their own, which is begun and ended with them. Immutable.
 */
final class NestedRows<T> extends PreparedRows<T> {
    /** The parts of a transaction that is read committed see a snapshot each. */
    private static final String BEGIN = "begin isolation level repeatable read read only; ";

    private static final String COMMIT = "; commit";

    private final Plan plan;
    private final List<Branch> branches;
    private final Sql alone;
    private final Sql within;

    private NestedRows(Plan plan, Shape<T> shape) {
        this.plan = plan;
        this.branches = Branch.of(plan, shape);
        List<Sql> statements = plan.parts().stream().map(Plan.Part::sql).toList();
        this.alone = plan.parts().size() == 1 ? statements.get(0) : Sql.together(BEGIN, statements, COMMIT);
        this.within = plan.parts().size() == 1 ? statements.get(0) : Sql.together("", statements, "");
    }

    static <T> NestedRows<T> of(Shape<T> shape) {
        return new NestedRows<>(Planner.plan(shape, List.of()), shape);
    }

    @Override
    Sql sql() {
        return alone;
    }

    @Override
    @SuppressWarnings("unchecked") // the shape makes them
    List<T> rows(int most, Session session, @Nullable Object[] arguments) {
        Executor executor = Executor.of(session);
        return (List<T>) executor.together(
                executor.isInTransaction() ? within : alone,
                arguments,
                results -> new ArrayList<>(
                        new Gathering(plan, branches).read(results).finished()));
    }

    @Override
    <X extends @Nullable Object> X stream(
            int rowsAtOnce, Session session, Function<? super Stream<T>, X> use, @Nullable Object... arguments) {
        throw new UnsupportedOperationException();
    }
}
