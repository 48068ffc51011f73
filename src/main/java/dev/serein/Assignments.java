package dev.serein;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
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
    // in one number, and the table once: of many rows, these objects are what is allocated
    private static final int COLUMN = 0x7FFF;
    private static final int COMPOSED = 0x8000;
    private static final int OVERRIDDEN = 16;

    private final @Nullable Assignments<R> earlier;
    /** The column; whether there is an expression; above them the identity column that is overridden, from 1. */
    private final int marks;
    /** Of the first, the table. */
    private final @Nullable Object value;

    private Assignments(@Nullable Assignments<R> earlier, int marks, @Nullable Object value) {
        this.earlier = earlier;
        this.marks = marks;
        this.value = value;
    }

    /**
     * None yet.
     *
     * @param table whose columns they are for
     * @param <R> its record
     * @return no values
     */
    public static <R extends Record> Assignments<R> none(RowTable<R, ?> table) {
        return new Assignments<>(null, COLUMN, table);
    }

    /**
     * These, and one more.
     *
     * @param column from 0, among {@link RowTable#$columns}
     * @param value of the column's type, or null, or a jOOQ field: an expression of its type
     * @return more values
     */
    public Assignments<R> with(int column, @Nullable Object value) {
        int composed = value instanceof Field ? COMPOSED : 0;
        return new Assignments<>(this, marks & ~COLUMN | composed | column, value);
    }

    /**
     * These, and one for an identity column that the database otherwise always fills by itself.
     *
     * @param column from 0, among {@link RowTable#$columns}
     * @param value of the column's type
     * @return more values
     */
    public Assignments<R> overriding(int column, Object value) {
        return new Assignments<>(this, (column + 1) << OVERRIDDEN | marks & COMPOSED | column, value);
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
        int index = table().$columns().indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException(column + " is no column of " + TableName.of(table()));
        }
        return with(index, (Object) expression);
    }

    @SuppressWarnings("unchecked") // as it was given
    private RowTable<R, ?> table() {
        Assignments<R> first = this;
        while (first.earlier != null) {
            first = first.earlier;
        }
        return (RowTable<R, ?>) Objects.requireNonNull(first.value);
    }

    private int column() {
        return marks & COLUMN;
    }

    boolean isEmpty() {
        return earlier == null;
    }

    /** Whether there is an expression among the values: then the statement is not the same the next time. */
    boolean isComposed() {
        return (marks & COMPOSED) != 0;
    }

    /** The identity column that is overridden; -1 for none. */
    int overridden() {
        return (marks >>> OVERRIDDEN) - 1;
    }

    /** Those that are set. */
    BitSet columns() {
        BitSet set = new BitSet();
        for (Assignments<R> each = this; each.earlier != null; each = each.earlier) {
            set.set(each.column());
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
            if (!set.get(each.column())) {
                set.set(each.column());
                values[from + each.column()] = each.value;
            }
        }
        return set;
    }

    /**
     * Puts each value into the array of its column.
     *
     * @param row where in the array
     * @param unset what is there
     */
    @SuppressWarnings("ReferenceEquality") // there is one
    void copyTo(@Nullable Object[][] columns, int row, Object unset) {
        for (Assignments<R> each = this; each.earlier != null; each = each.earlier) {
            @Nullable Object[] ofColumn = columns[each.column()];
            if (ofColumn[row] == unset) {
                ofColumn[row] = each.value;
            }
        }
    }

    /** Whether they are for the same columns. Costs little where they were set in the same order. */
    boolean setsTheSameAs(Assignments<R> other) {
        Assignments<R> one = this;
        Assignments<R> another = other;
        while (one.column() == another.column()) {
            if (one.earlier == null || another.earlier == null) {
                return true; // with no column both begin
            }
            one = one.earlier;
            another = another.earlier;
        }
        return columns().equals(other.columns());
    }

    /** Null also if it is not set. */
    @Nullable
    Object value(int asked) {
        for (Assignments<R> each = this; each.earlier != null; each = each.earlier) {
            if (each.column() == asked) {
                return each.value;
            }
        }
        return null;
    }

    /** {@return the names of the columns that are set; no value} */
    @Override
    public String toString() {
        RowTable<R, ?> table = table();
        List<Field<?>> columns = table.$columns();
        return columns().stream()
                .mapToObj(set -> columns.get(set).getName())
                .collect(Collectors.joining(", ", TableName.of(table) + " (", ")"));
    }
}
