package dev.serein;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * Values for some columns of a table. For generated code, which sees to their types. Immutable.
 *
 * @param <R> the jOOQ record of the table
 */
public final class Assignments<R extends Record> {
    /** Not null, which is a value. */
    private static final Object UNSET = new Object();

    private final RowTable<R, ?> table;
    private final @Nullable Object[] values;
    private final boolean overriding;

    private Assignments(RowTable<R, ?> table, @Nullable Object[] values, boolean overriding) {
        this.table = table;
        this.values = values;
        this.overriding = overriding;
    }

    /**
     * None yet.
     *
     * @param table whose columns they are for
     * @param <R> its record
     * @return no values
     */
    public static <R extends Record> Assignments<R> none(RowTable<R, ?> table) {
        Object[] values = new Object[table.$columns().size()];
        Arrays.fill(values, UNSET);
        return new Assignments<>(table, values, false);
    }

    /**
     * These, and one more.
     *
     * @param column from 0, among {@link RowTable#$columns}
     * @param value of the column's type, or null, or a jOOQ field: an expression of its type
     * @return more values
     */
    public Assignments<R> with(int column, @Nullable Object value) {
        @Nullable Object[] more = values.clone();
        more[column] = value;
        return new Assignments<>(table, more, overriding);
    }

    /**
     * These, and one for an identity column that the database otherwise always fills by itself.
     *
     * @param column from 0, among {@link RowTable#$columns}
     * @param value of the column's type
     * @return more values
     */
    public Assignments<R> overriding(int column, Object value) {
        Assignments<R> more = with(column, value);
        return new Assignments<>(table, more.values, true);
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
            throw new IllegalArgumentException(column + " is no column of " + table);
        }
        return with(index, (Object) expression);
    }

    RowTable<R, ?> table() {
        return table;
    }

    boolean isOverriding() {
        return overriding;
    }

    boolean isSet(int column) {
        return values[column] != UNSET;
    }

    @Nullable
    Object value(int column) {
        return values[column];
    }

    /** {@return the names of the columns that are set; no value} */
    @Override
    public String toString() {
        List<Field<?>> columns = table.$columns();
        return IntStream.range(0, values.length)
                .filter(this::isSet)
                .mapToObj(column -> columns.get(column).getName())
                .collect(Collectors.joining(", ", table.getName() + " (", ")"));
    }
}
