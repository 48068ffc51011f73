package dev.serein;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * Values for some columns of a table. For generated code, which sees to their types. Immutable: a chain, so that a
 * value more costs as little in a wide table as in a narrow one.
 *
 * @param <R> the jOOQ record of the table
 */
public final class Assignments<R extends Record> {
    private static final int NO_COLUMN = -1;

    private final RowTable<R, ?> table;
    private final @Nullable Assignments<R> earlier;
    private final int column;
    private final @Nullable Object value;
    private final int overridden;
    private final boolean composed;

    private Assignments(
            RowTable<R, ?> table,
            @Nullable Assignments<R> earlier,
            int column,
            @Nullable Object value,
            int overridden,
            boolean composed) {
        this.table = table;
        this.earlier = earlier;
        this.column = column;
        this.value = value;
        this.overridden = overridden;
        this.composed = composed;
    }

    /**
     * None yet.
     *
     * @param table whose columns they are for
     * @param <R> its record
     * @return no values
     */
    public static <R extends Record> Assignments<R> none(RowTable<R, ?> table) {
        return new Assignments<>(table, null, NO_COLUMN, null, NO_COLUMN, false);
    }

    /**
     * These, and one more.
     *
     * @param column from 0, among {@link RowTable#$columns}
     * @param value of the column's type, or null, or a jOOQ field: an expression of its type
     * @return more values
     */
    public Assignments<R> with(int column, @Nullable Object value) {
        return new Assignments<>(table, this, column, value, overridden, composed || value instanceof Field);
    }

    /**
     * These, and one for an identity column that the database otherwise always fills by itself.
     *
     * @param column from 0, among {@link RowTable#$columns}
     * @param value of the column's type
     * @return more values
     */
    public Assignments<R> overriding(int column, Object value) {
        return new Assignments<>(table, this, column, value, column, composed);
    }

    /**
     * These, and one more: what an expression gives when the statement runs.
     *
     * @param column one of {@link RowTable#$columns}
     * @param expression of its type
     * @return more values
     * @throws IllegalArgumentException if the table has no such column
     */
    public Assignments<R> with(TableField<R, ?> column, Field<?> expression) {
        int index = table.$columns().indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException(column + " is no column of " + TableName.of(table));
        }
        return with(index, (Object) expression);
    }

    boolean isEmpty() {
        return earlier == null;
    }

    /** Whether there is an expression among the values: then the statement is not the same the next time. */
    boolean isComposed() {
        return composed;
    }

    /** The identity column that is overridden; -1 for none. */
    int overridden() {
        return overridden;
    }

    /** Those that are set. */
    BitSet columns() {
        BitSet set = new BitSet();
        for (Assignments<R> each = this; each.earlier != null; each = each.earlier) {
            set.set(each.column);
        }
        return set;
    }

    /**
     * Puts each value where its column is.
     *
     * @param from where the first column is
     * @return those that are set
     */
    BitSet copyTo(@Nullable Object[] values, int from) {
        BitSet set = new BitSet();
        for (Assignments<R> each = this; each.earlier != null; each = each.earlier) {
            // the last one counts
            if (!set.get(each.column)) {
                set.set(each.column);
                values[from + each.column] = each.value;
            }
        }
        return set;
    }

    /** Null also if it is not set. */
    @Nullable
    Object value(int asked) {
        for (Assignments<R> each = this; each.earlier != null; each = each.earlier) {
            if (each.column == asked) {
                return each.value;
            }
        }
        return null;
    }

    /** {@return the names of the columns that are set; no value} */
    @Override
    public String toString() {
        List<Field<?>> columns = table.$columns();
        return columns().stream()
                .mapToObj(set -> columns.get(set).getName())
                .collect(Collectors.joining(", ", TableName.of(table) + " (", ")"));
    }
}
