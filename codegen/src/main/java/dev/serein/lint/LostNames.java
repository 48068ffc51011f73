package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.Relation;
import java.util.ArrayList;
import java.util.List;

/** Tables, views, columns and labels that the older version names, and that are not there any more. */
final class LostNames {
    private static final String RUNS = "the version that still runs ";

    private final Comparison comparison;
    private final List<Break> breaks = new ArrayList<>();

    LostNames(Comparison comparison) {
        this.comparison = comparison;
    }

    List<Break> breaks() {
        for (Relation old : comparison.relations()) {
            Relation now = comparison.named(old);
            if (now == null) {
                breaks.add(ofRelation(old));
            } else {
                ofColumns(old, now);
                if ((old.writable() & ~now.writable()) != 0) {
                    breaks.add(Break.danger(
                            "read-only",
                            old.shown(),
                            RUNS + "writes " + old.shown() + ", which cannot be written as before",
                            "give the view instead-of triggers, or let it select from one table only"));
                }
            }
        }
        comparison.released().labels().forEach((type, labels) -> {
            List<String> left = comparison.now().labels().getOrDefault(type, List.of());
            List<String> lost = labels.stream()
                    .filter(label -> !left.isEmpty() && !left.contains(label))
                    .toList();
            lost.forEach(label -> breaks.add(ofLabel(DomainConstraints.shown(type), label)));
            if (lost.isEmpty() && isRead(type)) {
                left.stream()
                        .filter(label -> !labels.contains(label))
                        .forEach(label -> breaks.add(ofNewLabel(DomainConstraints.shown(type), label)));
            }
        });
        return breaks;
    }

    private Break ofRelation(Relation old) {
        String kind = old.isTable() ? "table" : "view";
        Relation renamed = comparison.now().relations().get(old.oid());
        if (renamed == null) {
            return Break.danger(
                    "drop-table",
                    old.shown(),
                    RUNS + "uses the " + kind + " " + old.shown() + ", which is gone",
                    "drop it in a later release, when the version that is released before it does not use it any more,"
                            + " and say there -- serein:allow drop-table: …");
        }
        String view = old.isTable()
                ? "create view " + Sql.name(old) + " as select * from " + Sql.name(renamed) + ";"
                : "create view " + Sql.name(old) + " as …;";
        return Break.danger(
                "rename-table",
                old.shown(),
                RUNS + "uses the " + kind + " " + old.shown() + ", which is called " + renamed.shown() + " now",
                """
                let a view have the old name in the same file, and drop it in a later release:
                  %s
                  grant … on %s to …; -- as on what is renamed""".formatted(view, Sql.name(old)));
    }

    private void ofColumns(Relation old, Relation now) {
        for (Column column : comparison.columnsThen(old).values()) {
            if (comparison.columnsNow(now).containsKey(column.name())) {
                continue;
            }
            String name = old.shown() + "." + column.name();
            Column renamed = old.oid() == now.oid() ? comparison.now().columns().get(column.key()) : null;
            breaks.add(renamed == null ? dropped(name) : renamed(name, column, renamed, old));
        }
    }

    /** Generated code lists the columns, so one that is gone breaks every reading of the table. */
    private static Break dropped(String name) {
        return Break.danger("drop-column", name, RUNS + "reads and writes " + name + ", which is gone", """
                first release a version that does not know it: leave it out of the generated classes (<excludes> with jOOQ's
                includeExcludeColumns), and let it be null or have a default; drop it in the release after that, and say there -- serein:allow drop-column: …""");
    }

    private static Break renamed(String name, Column old, Column now, Relation table) {
        return Break.danger(
                "rename-column",
                name,
                RUNS + "reads and writes " + name + ", which is called " + now.name() + " now",
                """
                keep the name; or add a column beside it, kept up to date by a trigger, and fill the old rows in batches:
                  alter table %s add column %s %s;
                then release what uses the new one; drop the old one in the release after that""".formatted(Sql.name(table), Sql.name(now.name()), old.type()));
    }

    private boolean isRead(String type) {
        String shown = DomainConstraints.shown(type);
        return comparison.released().columns().values().stream()
                .map(Column::baseType)
                .map(DomainConstraints::shown)
                .anyMatch(each -> each.equals(shown) || each.equals(shown + "[]"));
    }

    /** Generated code has a constant for each label, and no row can be read with one for which it has none. */
    private static Break ofNewLabel(String type, String label) {
        return Break.hint(
                "enum-label",
                type + " " + label,
                RUNS + "does not know the label " + label + " of " + type + ": it fails on rows that have it",
                "let new code write it only when the old version is gone");
    }

    private static Break ofLabel(String type, String label) {
        return Break.danger(
                "enum-label",
                type + " " + label,
                RUNS + "writes the label " + label + " of " + type + ", which is gone",
                "keep the label, and add the other beside it; nothing need ever use the old one");
    }
}
