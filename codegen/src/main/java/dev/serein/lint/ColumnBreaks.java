package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.TypeFit.Fit;
import java.util.ArrayList;
import java.util.List;

/** Columns that are still there, but not as the older version reads and writes them; and new ones that it must fill. */
final class ColumnBreaks {
    private static final String RUNS = "the version that still runs ";

    private final Comparison comparison;
    private final List<Break> breaks = new ArrayList<>();

    ColumnBreaks(Comparison comparison) {
        this.comparison = comparison;
    }

    List<Break> breaks() {
        for (Relation old : comparison.relations()) {
            Relation now = comparison.named(old);
            if (now == null || old.partition()) {
                continue; // a partition has its parent's
            }
            comparison.columnsThen(old).forEach((name, column) -> {
                Column left = comparison.columnsNow(now).get(name);
                if (left != null) {
                    ofColumn(old, column, left, now.isTable() && old.isTable());
                }
            });
            Relation table = now.isTable() ? now : comparison.now().relations().get(old.oid());
            if (old.isTable() && table != null) {
                ofNew(old, table);
            }
        }
        return breaks;
    }

    private void ofColumn(Relation table, Column old, Column now, boolean written) {
        String name = table.shown() + "." + old.name();
        Fit fit = TypeFit.of(old.baseType(), now.baseType());
        if (fit != Fit.SAME) {
            breaks.add(ofType(name, old, now, fit));
        }
        if (old.required() && !now.required() && written) {
            breaks.add(Break.hint(
                    "incompatible-type",
                    name,
                    RUNS + "reads " + name + " as not null, and it may be null now: it may fail on rows without it",
                    "let new code write null only when the old version is gone"));
        }
        if (!written) {
            return;
        }
        if (now.generated() && !old.generated()) {
            breaks.add(Break.danger(
                    "read-only",
                    name,
                    RUNS + "writes " + name + ", which cannot be written any more",
                    "first release a version that does not write it; generate it in the release after that,"
                            + " and say there -- serein:allow read-only: …"));
        } else if (now.required() && !old.required() && !isProven(table, old)) {
            breaks.add(ofRequired(name, table, now));
        } else if (old.filled() && !now.filled()) {
            breaks.add(ofDefault(name, now));
        }
    }

    private static Break ofType(String name, Column old, Column now, Fit fit) {
        String types = old.type() + ", and it is " + now.type() + " now";
        String fix = """
                keep it, and add a column of the new type beside it, kept up to date by a trigger;
                then release what uses the new one; drop the old one in the release after that""";
        return fit == Fit.WIDER
                ? Break.hint(
                        "incompatible-type",
                        name,
                        RUNS + "reads " + name + " as " + types + ": it fails on values that do not fit",
                        "let new code write larger values only when the old version is gone")
                : Break.danger("incompatible-type", name, RUNS + "reads and writes " + name + " as " + types, fix);
    }

    /** A check of what is released refuses null already. */
    private boolean isProven(Relation table, Column column) {
        String check = "CHECK ((" + Sql.name(column.name()) + " IS NOT NULL))";
        return comparison.released().constraints().values().stream()
                .anyMatch(each ->
                        each.relation() == table.oid() && each.definition().startsWith(check));
    }

    private static Break ofRequired(String name, Relation table, Column now) {
        String problem = RUNS + "may write null into " + name + ", which is not null now";
        String fix = "first release a version that always writes it; make it not null in the release after that,"
                + " and say there -- serein:allow required-column: …";
        return now.filled()
                ? Break.hint("required-column", name, problem, fix)
                : Break.danger("required-column", name, problem, fix);
    }

    private static Break ofDefault(String name, Column now) {
        String fix = "first release a version that always writes it; remove the default in the release after that,"
                + " and say there -- serein:allow default-removed: …";
        return now.required()
                ? Break.danger(
                        "default-removed",
                        name,
                        RUNS + "may leave out " + name + ", which has no default any more and is not null",
                        fix)
                : Break.hint(
                        "default-removed",
                        name,
                        RUNS + "may leave out " + name + ", which then is null: it has no default any more",
                        fix);
    }

    private void ofNew(Relation old, Relation table) {
        for (Column column : comparison.columnsNow(table).values()) {
            boolean added = table.oid() == old.oid()
                    ? !comparison.released().columns().containsKey(column.key())
                    : !comparison.columnsThen(old).containsKey(column.name());
            if (added && column.required() && !column.filled()) {
                String name = old.shown() + "." + column.name();
                breaks.add(Break.danger(
                        "required-column",
                        name,
                        RUNS + "does not know " + name
                                + ", which has no default and is not null: it cannot insert rows",
                        "add it with a default, or without not null; make it so in a later release"));
            }
        }
    }
}
