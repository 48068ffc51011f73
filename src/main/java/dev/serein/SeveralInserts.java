package dev.serein;

import dev.serein.InsertStatements.OnConflict;
import dev.serein.InsertStatements.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Inserts of many rows. Those that set the same columns, of types that {@link ArrayType} knows, go as one array for
 * each column: one text for any number of rows. Others go as rows of values.
 */
final class SeveralInserts<R extends Record, T> {
    static final int MOST_IN_ARRAYS = 32_768;
    static final int MOST_AS_VALUES = 1_024;
    /** The state of an upsert that meets a row which it has stored itself. */
    private static final String TWICE = "21000";

    private final RowTable<R, T> table;
    private final InsertStatements<R, T> single;
    private final List<Field<?>> columns;
    /** Null where there is none. */
    private final List<@Nullable ArrayType<?>> arrays = new ArrayList<>();

    private final Shapes<Shape<R>, Sql> ofArrays = new Shapes<>(this::renderArrays);
    private final Shapes<RowShape, Sql> rows = new Shapes<>(this::renderRow);

    SeveralInserts(RowTable<R, T> table, InsertStatements<R, T> single) {
        this.table = table;
        this.single = single;
        this.columns = single.columns();
        columns.forEach(column -> arrays.add(ArrayType.of(column.getDataType())));
    }

    /**
     * A row among others.
     *
     * @param filled the columns of the statement
     * @param set those of them that the row has values for
     */
    private record RowShape(BitSet filled, BitSet set) {}

    List<T> insert(Session session, List<Assignments<R>> values) {
        List<Part<R>> parts = parts(values, OnConflict.failing());
        return parts.size() == 1
                ? run(session, parts.get(0), single.reading())
                : together(session, parts, single.reading());
    }

    List<Upserted<T>> upsert(Session session, List<Assignments<R>> values, ConflictTarget<R> target) {
        List<Keyed<R>> ordered = inOrder(values, target);
        List<Part<R>> parts = new ArrayList<>();
        OnConflict<R> onConflict = OnConflict.updating(target);
        for (int from = 0, to; from < ordered.size(); from = to) {
            BitSet set = ordered.get(from).values.columns();
            for (to = from + 1;
                    to < ordered.size() && ordered.get(to).values.columns().equals(set); ) {
                to++;
            }
            parts.addAll(
                    parts(ordered.subList(from, to).stream().map(Keyed::values).toList(), onConflict));
        }
        // a statement stores what is left of its rows even where a trigger drops one
        List<Upserted<T>> stored = values.size() == 1
                ? run(session, parts.get(0), single.upserts())
                : together(session, parts, single.upserts());
        List<@Nullable Upserted<T>> asAsked = new ArrayList<>(Collections.nCopies(stored.size(), null));
        for (int i = 0; i < stored.size(); i++) {
            asAsked.set(ordered.get(i).position, stored.get(i));
        }
        return Collections.unmodifiableList(asAsked);
    }

    /** @param position among what was asked for, from 0 */
    private record Keyed<R extends Record>(@Nullable Object[] key, Assignments<R> values, int position) {}

    private List<Keyed<R>> inOrder(List<Assignments<R>> values, ConflictTarget<R> target) {
        int[] key = target.columns().stream().mapToInt(columns::indexOf).toArray();
        List<Keyed<R>> ordered = new ArrayList<>();
        for (Assignments<R> each : values) {
            @Nullable Object[] itsKey = new Object[key.length];
            for (int i = 0; i < key.length; i++) {
                itsKey[i] = each.value(key[i]);
            }
            ordered.add(new Keyed<>(itsKey, each, ordered.size()));
        }
        KeyOrder order = new KeyOrder();
        ordered.sort(Comparator.comparing(Keyed::key, order));
        for (int i = 1; i < ordered.size(); i++) {
            @Nullable Object[] itsKey = ordered.get(i).key;
            // null is the same as nothing, and what an expression gives is not known yet
            if (Stream.of(itsKey).noneMatch(value -> value == null || value instanceof Field)
                    && order.compare(ordered.get(i - 1).key, itsKey) == 0) {
                throw sameKey(target, null);
            }
        }
        return ordered;
    }

    private IllegalArgumentException sameKey(ConflictTarget<R> target, @Nullable StatementFailed cause) {
        return new IllegalArgumentException(
                "Cannot upsert into " + TableName.of(table) + ": two of the rows have the same " + target, cause);
    }

    /** One statement. */
    private record Part<R extends Record>(List<Assignments<R>> rows, OnConflict<R> onConflict, boolean inArrays) {}

    private List<Part<R>> parts(List<Assignments<R>> values, OnConflict<R> onConflict) {
        if (values.isEmpty()) {
            return List.of();
        }
        boolean inArrays = fitsArrays(values);
        int most = inArrays
                ? MOST_IN_ARRAYS
                : Math.min(
                        MOST_AS_VALUES,
                        Sql.MOST_VALUES / Math.max(1, union(values).cardinality()));
        List<Part<R>> parts = new ArrayList<>();
        for (int from = 0; from < values.size(); from += most) {
            parts.add(new Part<>(values.subList(from, Math.min(values.size(), from + most)), onConflict, inArrays));
        }
        return parts;
    }

    private boolean fitsArrays(List<Assignments<R>> values) {
        BitSet set = values.get(0).columns();
        return !set.isEmpty()
                && set.stream().allMatch(column -> arrays.get(column) != null)
                && values.stream()
                        .allMatch(each -> !each.isComposed() && each.columns().equals(set));
    }

    private static <R extends Record> BitSet union(List<Assignments<R>> values) {
        BitSet union = new BitSet();
        values.forEach(each -> union.or(each.columns()));
        return union;
    }

    private <X> List<X> together(Session session, List<Part<R>> parts, Reading<X> reading) {
        if (parts.isEmpty()) {
            return List.of();
        }
        return session.transactionResult(tx -> {
            List<X> all = new ArrayList<>();
            for (Part<R> part : parts) {
                all.addAll(run(tx, part, reading));
            }
            return Collections.unmodifiableList(all);
        });
    }

    private <X> List<X> run(Session session, Part<R> part, Reading<X> reading) {
        int overridden =
                part.rows.stream().mapToInt(Assignments::overridden).max().orElse(-1);
        Shape<R> shape = new Shape<>(union(part.rows), overridden, part.onConflict);
        Sql sql = part.inArrays ? ofArrays.of(shape) : ofValues(shape, part.rows);
        @Nullable Object[] arguments = part.inArrays ? columnwise(shape.set(), part.rows) : rowwise(part.rows);
        ConflictTarget<R> target = part.onConflict.update();
        if (target == null) {
            return Executor.of(session).query(sql, arguments, 0, reading::all);
        }
        List<X> stored;
        try {
            stored = Executor.of(session).query(sql, arguments, 0, reading::all);
        } catch (StatementFailed e) {
            // an expression of the caller can fail with the same state
            throw e.sqlState().equals(TWICE) && part.rows.stream().noneMatch(Assignments::isComposed)
                    ? sameKey(target, e)
                    : e;
        }
        if (stored.size() < part.rows.size()) {
            // whose is which is not known any more
            throw RowNotFound.leftOut(TableName.of(table));
        }
        return stored;
    }

    private @Nullable Object[] columnwise(BitSet set, List<Assignments<R>> values) {
        @Nullable Object[] arguments = new Object[columns.size()];
        for (int column = set.nextSetBit(0); column >= 0; column = set.nextSetBit(column + 1)) {
            @Nullable Object[] ofColumn = arrayOf(column).of(values.size());
            for (int i = 0; i < ofColumn.length; i++) {
                ofColumn[i] = values.get(i).value(column);
            }
            arguments[column] = ofColumn;
        }
        return arguments;
    }

    private @Nullable Object[] rowwise(List<Assignments<R>> values) {
        @Nullable Object[] arguments = new Object[values.size() * columns.size()];
        for (int i = 0; i < values.size(); i++) {
            values.get(i).copyTo(arguments, i * columns.size());
        }
        return arguments;
    }

    private ArrayType<?> arrayOf(int column) {
        return Objects.requireNonNull(arrays.get(column));
    }

    private Sql renderArrays(Shape<R> shape) {
        BitSet filled = single.filled(shape.set());
        List<QueryPart> selected = new ArrayList<>();
        List<QueryPart> arguments = new ArrayList<>();
        filled.stream().forEach(column -> {
            if (shape.set().get(column)) {
                String its = columns.get(column).getName();
                selected.add(DSL.name("given", its));
                arguments.add(Sql.argument(column, its, arrayOf(column).array()));
            } else {
                selected.add(single.unasked(column));
            }
        });
        Sql given = Sql.of(DSL.sql(
                "select {0} from unnest({1}) as \"given\" ({2})",
                DSL.list(selected.toArray(QueryPart[]::new)),
                DSL.list(arguments.toArray(QueryPart[]::new)),
                single.names(shape.set())));
        Sql head = single.head(filled, shape.overridden() >= 0, "");
        return named(shape, Sql.of(head, List.of(given), 0, single.tail(shape)));
    }

    private Sql ofValues(Shape<R> shape, List<Assignments<R>> values) {
        BitSet filled = single.filled(shape.set());
        if (filled.isEmpty()) {
            // a row has a column at least; any of them has a default
            filled.set(0);
        }
        List<Sql> each = new ArrayList<>();
        for (Assignments<R> row : values) {
            BitSet set = row.columns();
            each.add(row.isComposed() ? single.row(filled, set, row) : rows.of(new RowShape(filled, set)));
        }
        Sql head = single.head(filled, shape.overridden() >= 0, "values ");
        return named(shape, Sql.of(head, each, columns.size(), single.tail(shape)));
    }

    private Sql renderRow(RowShape shape) {
        return single.row(shape.filled, shape.set, null);
    }

    private Sql named(Shape<R> shape, Sql sql) {
        return sql.named(table.getName() + "." + shape.onConflict().method() + "All");
    }
}
