package dev.serein;

import dev.serein.DaoTable.Maintained;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Inserts of one row, and the parts that inserts of several are made of. The argument of a column is that of its
 * position among all columns. jOOQ renders tables, columns, types and values; what stands between them it has no words
 * for, or only for one row at a time.
 */
final class InsertStatements<R extends Record, T> {
    private final RowTable<R, T> table;
    private final List<Field<?>> columns;
    private final List<TableField<R, ?>> key;
    private final Maintained<R, T> maintained;
    private final Reading<T> reading;
    private final Reading<Upserted<T>> upserts;
    private final Executor.RowsRead<Optional<T>> row;
    private final Executor.RowsRead<Optional<Upserted<T>>> upserted;
    private final Shapes<Shape<R>, Sql> statements = new Shapes<>(shape -> single(shape, null));

    InsertStatements(RowTable<R, T> table, List<TableField<R, ?>> key, Maintained<R, T> maintained) {
        this.table = table;
        this.columns = table.$columns();
        this.key = key;
        this.maintained = maintained;
        this.reading = Reading.of(table);
        int flag = columns.size();
        this.upserts = new Reading<>(columns, each -> new Upserted<>(table.$read(each), each.getBoolean(flag)));
        this.row = reading::first;
        this.upserted = upserts::first;
    }

    /**
     * What makes the text of an insert.
     *
     * @param set the columns that have values
     * @param overridden the identity column among them; -1 for none
     * @param returning whether the rows come back
     */
    record Shape<R extends Record>(BitSet set, int overridden, OnConflict<R> onConflict, boolean returning) {}

    /**
     * What to do where a row is there.
     *
     * @param update the row of this key; null for nothing
     */
    record OnConflict<R extends Record>(
            boolean fail, @Nullable ConflictTarget<R> update) {
        private static final OnConflict<?> FAIL = new OnConflict<>(true, null);
        private static final OnConflict<?> IGNORE = new OnConflict<>(false, null);

        @SuppressWarnings("unchecked") // without a key it is about no table
        static <R extends Record> OnConflict<R> failing() {
            return (OnConflict<R>) FAIL;
        }

        @SuppressWarnings("unchecked") // without a key it is about no table
        static <R extends Record> OnConflict<R> ignoring() {
            return (OnConflict<R>) IGNORE;
        }

        static <R extends Record> OnConflict<R> updating(ConflictTarget<R> key) {
            return new OnConflict<>(false, key);
        }

        String method() {
            return fail ? "insert" : update == null ? "insertOrIgnore" : "upsert";
        }
    }

    Optional<T> insert(Session session, Assignments<R> values) {
        return run(session, values, OnConflict.failing(), row);
    }

    Optional<T> insertOrIgnore(Session session, Assignments<R> values) {
        return run(session, values, OnConflict.ignoring(), row);
    }

    Optional<Upserted<T>> upsert(Session session, Assignments<R> values, ConflictTarget<R> target) {
        return run(session, values, OnConflict.updating(target), upserted);
    }

    private <X> Optional<X> run(
            Session session, Assignments<R> values, OnConflict<R> onConflict, Executor.RowsRead<Optional<X>> read) {
        @Nullable Object[] arguments = new Object[columns.size()];
        return Executor.of(session).query(statement(values, onConflict, arguments), arguments, 0, read);
    }

    /** @param arguments which gain the values */
    private Sql statement(Assignments<R> values, OnConflict<R> onConflict, @Nullable Object[] arguments) {
        Shape<R> shape = new Shape<>(values.copyTo(arguments, 0), values.overridden(), onConflict, true);
        return values.isComposed() ? single(shape, values) : statements.of(shape);
    }

    /** @param none what is thrown if the table leaves it out */
    Call<T> inserting(Assignments<R> values, Supplier<RowNotFound> none) {
        @Nullable Object[] arguments = new Object[columns.size()];
        return Call.one(statement(values, OnConflict.failing(), arguments), arguments, row, none);
    }

    /** @param none what is thrown if the table leaves it out */
    Call<Upserted<T>> upserting(Assignments<R> values, ConflictTarget<R> target, Supplier<RowNotFound> none) {
        @Nullable Object[] arguments = new Object[columns.size()];
        return Call.one(statement(values, OnConflict.updating(target), arguments), arguments, upserted, none);
    }

    Reading<T> reading() {
        return reading;
    }

    Reading<Upserted<T>> upserts() {
        return upserts;
    }

    List<Field<?>> columns() {
        return columns;
    }

    private Sql single(Shape<R> shape, @Nullable Assignments<R> composed) {
        BitSet filled = filled(shape.set());
        Sql head = filled.isEmpty()
                ? Sql.of(DSL.sql("insert into {0} default values", table))
                : head(filled, shape.overridden() >= 0, "values ");
        List<Sql> rows = filled.isEmpty() ? List.of() : List.of(row(filled, shape.set(), composed));
        return Sql.of(head, rows, 0, tail(shape))
                .named(table.getName() + "." + shape.onConflict().method());
    }

    /** With those that are filled without being asked. */
    BitSet filled(BitSet set) {
        BitSet filled = (BitSet) set.clone();
        TableField<R, ?> version = maintained.version();
        if (version != null && !version.getDataType().defaulted()) {
            filled.set(columns.indexOf(version));
        }
        if (maintained.createdAt() != null) {
            filled.set(columns.indexOf(maintained.createdAt()));
        }
        if (maintained.updatedAt() != null) {
            filled.set(columns.indexOf(maintained.updatedAt()));
        }
        return filled;
    }

    /** What a column is filled with that is not asked for. */
    QueryPart unasked(int column) {
        Field<?> field = columns.get(column);
        if (field.equals(maintained.createdAt()) || field.equals(maintained.updatedAt())) {
            return DSL.sql("current_timestamp");
        }
        return DSL.sql(
                field.equals(maintained.version()) && !field.getDataType().defaulted() ? "0" : "default");
    }

    Sql head(BitSet filled, boolean overriding, String end) {
        return Sql.of(DSL.sql("insert into {0} ({1})", table, names(filled)))
                .followedBy((overriding ? " overriding system value " : " ") + end);
    }

    /** The names alone. */
    QueryPart names(BitSet which) {
        return DSL.list(which.stream()
                .mapToObj(column -> columns.get(column).getUnqualifiedName())
                .toArray(QueryPart[]::new));
    }

    /**
     * The values of a row.
     *
     * @param filled the columns of the statement
     * @param set those of them that have values
     * @param composed with its expressions; null if there are none
     */
    Sql row(BitSet filled, BitSet set, @Nullable Assignments<R> composed) {
        List<QueryPart> values = new ArrayList<>();
        filled.stream().forEach(column -> {
            if (!set.get(column)) {
                values.add(unasked(column));
            } else if (composed != null && composed.value(column) instanceof Field<?> expression) {
                values.add(expression);
            } else {
                values.add(Sql.argument(column, columns.get(column)));
            }
        });
        return Sql.of(DSL.sql("({0})", DSL.list(values.toArray(QueryPart[]::new))));
    }

    /** All that follows the values. */
    Sql tail(Shape<R> shape) {
        if (!shape.returning()) {
            return Sql.of("");
        }
        QueryPart returned = DSL.list(columns.toArray(QueryPart[]::new));
        OnConflict<R> onConflict = shape.onConflict();
        if (onConflict.fail()) {
            return Sql.of(DSL.sql(" returning {0}", returned));
        }
        ConflictTarget<R> target = onConflict.update();
        if (target == null) {
            return Sql.of(DSL.sql(" on conflict do nothing returning {0}", returned));
        }
        return Sql.of(DSL.sql(
                " on conflict {0} do update set {1} where " + Inserted.NOTE + " returning {2}, " + Inserted.ASK,
                target.rendered(),
                DSL.list(updates(shape, target)),
                returned));
    }

    private QueryPart[] updates(Shape<R> shape, ConflictTarget<R> target) {
        List<QueryPart> updates = new ArrayList<>();
        shape.set().stream()
                .filter(column -> column != shape.overridden() && isUpdated(columns.get(column), target))
                .forEach(column -> updates.add(
                        DSL.sql("{0} = excluded.{0}", columns.get(column).getUnqualifiedName())));
        TableField<R, ?> version = maintained.version();
        if (version != null) {
            updates.add(DSL.sql("{0} = {1} + 1", version.getUnqualifiedName(), version));
        }
        TableField<R, ?> updatedAt = maintained.updatedAt();
        if (updatedAt != null && !shape.set().get(columns.indexOf(updatedAt))) {
            updates.add(DSL.sql("{0} = current_timestamp", updatedAt.getUnqualifiedName()));
        }
        if (updates.isEmpty()) {
            // do nothing would not return the row
            TableField<R, ?> same = target.columns().get(0);
            updates.add(DSL.sql("{0} = {1}", same.getUnqualifiedName(), same));
        }
        return updates.toArray(QueryPart[]::new);
    }

    private boolean isUpdated(Field<?> column, ConflictTarget<R> target) {
        return !target.columns().contains(column)
                && !key.contains(column)
                && !column.equals(maintained.version())
                && !column.equals(maintained.createdAt());
    }
}
