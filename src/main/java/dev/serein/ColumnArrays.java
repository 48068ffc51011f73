package dev.serein;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Rows that set the same columns, turned round: an array for each column, as {@code unnest} takes them. */
final class ColumnArrays {
    /** Null is a value. */
    private static final Object UNSET = new Object();

    private ColumnArrays() {}

    /** Whether all of them set the same columns, and to values that are known. */
    static <R extends Record> boolean fit(List<Assignments<R>> rows) {
        Assignments<R> first = rows.get(0);
        for (Assignments<R> each : rows) {
            if (each.isComposed() || !each.setsTheSameAs(first)) {
                return false;
            }
        }
        return !first.isEmpty();
    }

    /**
     * An argument for each column.
     *
     * @param set those that have values
     * @param width of the table
     */
    static <R extends Record> @Nullable Object[] of(List<Assignments<R>> rows, BitSet set, int width) {
        @Nullable Object[][] columns = new Object[width][];
        set.stream().forEach(column -> {
            columns[column] = new Object[rows.size()];
            Arrays.fill(columns[column], UNSET);
        });
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).copyTo(columns, i, UNSET);
        }
        return columns;
    }
}
