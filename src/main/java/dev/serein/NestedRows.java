package dev.serein;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a relational query. All its statements go to the server in one round trip and see one snapshot: their
 * own, which is begun and ended with them; in a transaction around them what its isolation gives, at read committed one
 * each. Where the rows cannot be asked for twice, and where they are a stream, their children are asked for by their
 * keys: the second round trip. Immutable.
 */
final class NestedRows<T> extends PreparedRows<T> {
    private final Shape<T> shape;
    private final Together together;
    private final List<Branch> branches;
    /** Whether it is for one row at most, or says itself how many. */
    private final boolean limited;

    private volatile @Nullable KeyedRows<T> byKeys;
    private volatile @Nullable NestedRows<T> ofOne;
    private volatile @Nullable NestedRows<T> ofTwo;

    NestedRows(Together together, Shape<T> shape) {
        super(shape.rows().lock() != null);
        this.shape = shape;
        this.together = together;
        this.branches = Branch.of(together.plan(), shape);
        this.limited = shape.rows().limit() != null || Place.root(shape, null).isSingle();
    }

    static <T> NestedRows<T> of(Shape<T> shape) {
        return new NestedRows<>(Together.of(shape), shape);
    }

    @Override
    Sql sql() {
        return together.alone();
    }

    @Override
    List<Sql> statements() {
        if (!together.repeatable()) {
            throw new IllegalArgumentException(
                    "These rows cannot be in a batch: their children are asked for by the keys"
                            + " of rows that cannot be asked for twice, which is a second round trip");
        }
        return together.plan().parts().stream().map(Plan.Part::sql).toList();
    }

    @Override
    @SuppressWarnings("unchecked") // the shape makes them
    List<T> read(Answers answers) throws SQLException {
        return (List<T>) new Gathering(together.plan(), branches).read(answers).finished();
    }

    @Override
    PreparedRows<T> few() {
        return limited ? this : narrowed(2);
    }

    @Override
    @SuppressWarnings("unchecked") // the shape makes them
    List<T> rows(int most, Session session, @Nullable Object[] arguments) {
        Executor executor = executor(session);
        if (most > 0 && !limited) {
            return narrowed(most).rows(0, session, arguments);
        }
        if (!together.repeatable()) {
            return byKeys().rows(session, arguments);
        }
        return (List<T>) executor.together(
                together.alone(),
                together.within(),
                arguments,
                results -> new ArrayList<>(
                        new Gathering(together.plan(), branches).read(results).finished()));
    }

    @Override
    <X extends @Nullable Object> X stream(
            int rowsAtOnce, Session session, Function<? super Stream<T>, X> use, @Nullable Object... arguments) {
        executor(session);
        return byKeys().stream(rowsAtOnce, session, use, arguments);
    }

    /** Said in the statements, or the children of all rows would be read. */
    private NestedRows<T> narrowed(int most) {
        NestedRows<T> known = most == 1 ? ofOne : ofTwo;
        if (known == null) {
            known = of(shape.narrowed(shape.rows().limit(DSL.inline(most))));
            if (most == 1) {
                ofOne = known;
            } else {
                ofTwo = known;
            }
        }
        return known;
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
