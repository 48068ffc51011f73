package dev.serein;

import dev.serein.InsertStatements.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements that insert many rows. Those that set the same columns, of types that {@link ArrayType} knows, go as
 * one array for each column: one text for any number of rows. Others go as rows of values.
 */
final class ManyRowsTexts<R extends Record, T> {
    private final String name;
    private final InsertStatements<R, T> single;
    private final List<Field<?>> columns;
    /** Null where there is none. */
    private final List<@Nullable ArrayType<?>> arrays = new ArrayList<>();

    private final Shapes<Shape<R>, Sql> ofArrays = new Shapes<>(this::renderArrays);
    private final Shapes<RowShape, Sql> rows = new Shapes<>(this::renderRow);

    ManyRowsTexts(RowTable<R, T> table, InsertStatements<R, T> single) {
        this.name = table.getName();
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

    boolean fitArrays(List<Assignments<R>> values) {
        return ColumnArrays.fit(values)
                && values.get(0).columns().stream().allMatch(column -> arrays.get(column) != null);
    }

    /** @param returning whether the rows come back */
    Sql of(ManyRows<R> part, boolean returning) {
        Shape<R> shape = new Shape<>(part.columns(), part.overridden(), part.onConflict(), returning);
        return part.inArrays() ? ofArrays.of(shape) : ofValues(shape, part.rows());
    }

    @Nullable
    Object[] arguments(ManyRows<R> part) {
        return part.inArrays() ? ColumnArrays.of(part.rows(), part.columns(), columns.size()) : rowwise(part.rows());
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
        String method = shape.returning() ? shape.onConflict().method() + "All" : "load";
        return sql.named(name + "." + method);
    }
}
