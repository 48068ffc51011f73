package dev.serein;

import dev.serein.InsertStatements.OnConflict;
import java.util.BitSet;
import java.util.List;
import org.jooq.Record;

/**
 * What one statement inserts.
 *
 * @param inArrays whether they go as one array for each column; otherwise as rows of values
 */
record ManyRows<R extends Record>(List<Assignments<R>> rows, OnConflict<R> onConflict, boolean inArrays) {

    /** Those that are set in one of the rows. */
    BitSet columns() {
        return inArrays ? rows.get(0).columns() : union(rows);
    }

    static <R extends Record> BitSet union(List<Assignments<R>> values) {
        BitSet union = new BitSet();
        values.forEach(each -> union.or(each.columns()));
        return union;
    }

    /** The identity column that is overridden in one of the rows; -1 for none. */
    int overridden() {
        int overridden = -1;
        for (Assignments<R> row : rows) {
            overridden = Math.max(overridden, row.overridden());
        }
        return overridden;
    }
}
