package dev.serein;

import dev.serein.RowStream.Next;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a relational query, and then their children, which are asked for by the keys of those; in a transaction
 * with one snapshot, unless there is one around it. Immutable.
 */
final class KeyedRows<T> {
    private static final String ONE_SNAPSHOT = "set transaction isolation level repeatable read";

    private final Plan plan;
    private final List<Branch> branches;
    private final RootKeys keys;
    private final Sql first;
    /** With a snapshot of their own. */
    private final Sql begun;
    /** All others; null if there are none. */
    private final @Nullable Sql others;

    private KeyedRows(Plan plan, Shape<T> shape, RootKeys keys) {
        this.plan = plan;
        this.branches = Branch.of(plan, shape);
        this.keys = keys;
        List<Sql> statements = plan.parts().stream().map(Plan.Part::sql).toList();
        this.first = statements.get(0);
        this.begun = Sql.together(ONE_SNAPSHOT + "; ", List.of(first), "");
        this.others = statements.size() == 1 ? null : Sql.together("", statements.subList(1, statements.size()), "");
    }

    static <T> KeyedRows<T> of(Shape<T> shape) {
        RootKeys keys = new RootKeys(Place.identity(shape.table()));
        return new KeyedRows<>(Planner.plan(shape, keys), shape, keys);
    }

    List<T> rows(Session session, @Nullable Object[] arguments) {
        Executor executor = Executor.of(session);
        return executor.isInTransaction()
                ? rows(executor, first, arguments)
                : Transaction.ofOurs(executor, tx -> rows(Executor.of(tx), begun, arguments));
    }

    private List<T> rows(Executor executor, Sql rows, @Nullable Object[] arguments) {
        Gathering gathering = new Gathering(plan, branches);
        executor.together(
                rows, rows, arguments, results -> gathering.readFirst(results).rows());
        return finished(gathering, executor, arguments);
    }

    @SuppressWarnings("unchecked") // the shape makes them
    private List<T> finished(Gathering gathering, Executor executor, @Nullable Object[] arguments) {
        if (others != null && !gathering.rows().isEmpty()) {
            @Nullable Object[] all = keys.arguments(arguments, gathering.keys());
            executor.together(
                    others, others, all, results -> gathering.read(results).rows());
        }
        return (List<T>) gathering.finished();
    }

    <X extends @Nullable Object> X stream(
            int rowsAtOnce, Session session, Function<? super Stream<T>, X> use, @Nullable Object[] arguments) {
        if (Executor.of(session).isInTransaction()) {
            return stream(rowsAtOnce, Executor.of(session), use, arguments);
        }
        return Transaction.ofOurs(Executor.of(session), tx -> {
            Executor executor = Executor.of(tx);
            executor.update(Sql.of(ONE_SNAPSHOT), arguments);
            return stream(rowsAtOnce, executor, use, arguments);
        });
    }

    private <X extends @Nullable Object> X stream(
            int rowsAtOnce, Executor executor, Function<? super Stream<T>, X> use, @Nullable Object[] arguments) {
        return executor.stream(
                first,
                arguments,
                rowsAtOnce,
                this::each,
                rows -> use.apply(
                        StreamSupport.stream(new Batches(rows.spliterator(), rowsAtOnce, executor, arguments), false)));
    }

    /** A row that waits for its children, and what they find it by. */
    private record Keyed(Object made, @Nullable Object key) {}

    private Next<Keyed> each(ResultSet rows) {
        BranchReader reader = new BranchReader(branches.get(0), rows);
        Plan.Key key = plan.parts().get(0).instance();
        return () -> new Keyed(Objects.requireNonNull(reader.made()), key == null ? null : key.of(rows));
    }

    /** So many rows at a time, with their children. */
    private final class Batches extends AbstractSpliterator<T> {
        private final Spliterator<Keyed> rows;
        private final int size;
        private final Executor executor;
        private final @Nullable Object[] arguments;
        private Iterator<T> batch = List.<T>of().iterator();

        Batches(Spliterator<Keyed> rows, int size, Executor executor, @Nullable Object[] arguments) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.rows = rows;
            this.size = size;
            this.executor = executor;
            this.arguments = arguments;
        }

        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            if (!batch.hasNext()) {
                batch = next().iterator();
            }
            if (!batch.hasNext()) {
                return false;
            }
            action.accept(batch.next());
            return true;
        }

        private List<T> next() {
            Gathering gathering = new Gathering(plan, branches);
            int read = 0;
            while (read < size && rows.tryAdvance(row -> gathering.add(row.made, row.key))) {
                read++;
            }
            return new ArrayList<>(finished(gathering, executor, arguments));
        }
    }
}
