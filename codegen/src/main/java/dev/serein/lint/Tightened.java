package dev.serein.lint;

import dev.serein.lint.SchemaState.ColumnKey;
import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Index;
import dev.serein.lint.SchemaState.Relation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What refuses writes that were fine before, and unique keys that upserts of the older version name. */
final class Tightened {
    private static final String RUNS = "the version that still runs ";
    private static final String RELEASE_FIRST =
            "if it may, first release a version that does not, and mend the rows that are there";

    private final SchemaState released;
    private final SchemaState now;
    private final List<Break> breaks = new ArrayList<>();

    Tightened(Comparison comparison) {
        this.released = comparison.released();
        this.now = comparison.now();
    }

    List<Break> breaks() {
        for (Constraint each : now.constraints().values()) {
            Relation table = inUse(each.relation());
            if (table != null && "cupxf".indexOf(each.type()) >= 0 && isNew(each) && isWritten(each)) {
                breaks.add(ofNew(table, each.name(), Sql.definition(each)));
            }
        }
        for (Index each : now.indexes().values()) {
            Relation table = inUse(each.table());
            if (table != null && each.unique() && !isConstraint(each) && !isKnown(released, each)) {
                breaks.add(ofNew(table, now.relation(each.oid()).name(), "unique " + keys(each)));
            }
        }
        for (Index each : released.indexes().values()) {
            Relation table = inUse(each.table());
            if (table != null && each.unique() && each.valid() && !isKnown(now, each)) {
                breaks.add(Break.hint(
                        "unique-removed",
                        table.shown() + " " + keys(each),
                        RUNS + "may upsert into " + table.shown() + " on conflict " + keys(each)
                                + ", which is not unique any more",
                        "drop it in a later release, when the version that is released before it does not name it"));
            }
        }
        return breaks;
    }

    /** Not a partition, which has its parent's. */
    private @Nullable Relation inUse(long table) {
        Relation old = released.relations().get(table);
        Relation left = now.relations().get(table);
        return old == null || left == null || old.partition() ? null : old;
    }

    private boolean isNew(Constraint constraint) {
        String definition = Sql.definition(constraint);
        boolean same = released.constraints().values().stream()
                .anyMatch(old -> old.relation() == constraint.relation()
                        && Sql.definition(old).equals(definition));
        Index index = now.indexes().get(constraint.index());
        boolean unique = "up".indexOf(constraint.type()) >= 0 && index != null && isKnown(released, index);
        return !same && !unique;
    }

    /** Not of new columns only, which the older version leaves alone. */
    private boolean isWritten(Constraint constraint) {
        return constraint.columns().isEmpty()
                || constraint.columns().stream().anyMatch(number -> released.columns()
                        .containsKey(new ColumnKey(constraint.relation(), number)));
    }

    private boolean isConstraint(Index index) {
        return now.constraints().values().stream()
                .anyMatch(each -> each.index() == index.oid() && each.relation() == index.table());
    }

    private static boolean isKnown(SchemaState state, Index index) {
        return state.indexes().values().stream()
                .anyMatch(each -> each.table() == index.table()
                        && each.unique()
                        && keys(each).equals(keys(index)));
    }

    /** What is unique: {@code (email)}, {@code (lower(email)) WHERE (NOT gone)}. */
    private static String keys(Index index) {
        String definition = index.definition();
        return definition.substring(definition.indexOf('(', definition.indexOf(" USING ")));
    }

    private static Break ofNew(Relation table, String name, String definition) {
        return Break.hint(
                "tightened",
                table.shown() + " " + name,
                RUNS + "may write rows of " + table.shown() + " that " + name + " refuses: " + definition,
                RELEASE_FIRST);
    }
}
