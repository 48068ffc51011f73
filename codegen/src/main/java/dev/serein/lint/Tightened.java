package dev.serein.lint;

import dev.serein.lint.SchemaState.ColumnKey;
import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Index;
import dev.serein.lint.SchemaState.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What refuses writes that were fine before, and unique keys that upserts of the older version name. */
final class Tightened {
    private static final String RUNS = "the version that still runs ";
    private static final String RELEASE_FIRST =
            "if it may, first release a version that does not, and mend the rows that are there";

    private final SchemaState released;
    private final SchemaState now;
    private final Set<String> constraintsThen;
    private final Set<String> keysThen;
    private final Set<String> keysNow;
    private final Set<Long> ofConstraints;
    private final List<Break> breaks = new ArrayList<>();

    Tightened(Comparison comparison) {
        this.released = comparison.released();
        this.now = comparison.now();
        this.constraintsThen = released.constraints().values().stream()
                .map(Tightened::definitionOf)
                .collect(Collectors.toSet());
        this.keysThen = uniqueKeys(released);
        this.keysNow = uniqueKeys(now);
        this.ofConstraints = now.constraints().values().stream()
                .filter(each -> each.type() != 'f') // its index is that of the table it refers to
                .map(Constraint::index)
                .collect(Collectors.toSet());
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
            if (table != null
                    && each.unique()
                    && !released.indexes().containsKey(each.oid())
                    && !ofConstraints.contains(each.oid())
                    && !keysThen.contains(keyOf(each))) {
                breaks.add(ofNew(table, now.relation(each.oid()).name(), "unique " + keys(each)));
            }
        }
        for (Index each : released.indexes().values()) {
            Relation table = inUse(each.table());
            if (table != null
                    && table.isTable()
                    && each.unique()
                    && each.valid()
                    && !now.indexes().containsKey(each.oid())
                    && !keysNow.contains(keyOf(each))) {
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
        Constraint old = released.constraints().get(constraint.oid());
        if (old != null && !old.definition().contains(" NOT ENFORCED")) {
            return false; // what it names may be called otherwise now, or it can be deferred
        }
        Index index = now.indexes().get(constraint.index());
        boolean unique = "up".indexOf(constraint.type()) >= 0 && index != null && keysThen.contains(keyOf(index));
        return !unique && !constraintsThen.contains(definitionOf(constraint));
    }

    /** Not of new columns only, which the older version leaves alone. */
    private boolean isWritten(Constraint constraint) {
        return constraint.columns().isEmpty()
                || constraint.columns().stream().anyMatch(number -> released.columns()
                        .containsKey(new ColumnKey(constraint.relation(), number)));
    }

    private static Set<String> uniqueKeys(SchemaState state) {
        return state.indexes().values().stream()
                .filter(Index::unique)
                .map(Tightened::keyOf)
                .collect(Collectors.toSet());
    }

    private static String keyOf(Index index) {
        return index.table() + keys(index);
    }

    private static String definitionOf(Constraint constraint) {
        return constraint.relation() + Sql.definition(constraint);
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
