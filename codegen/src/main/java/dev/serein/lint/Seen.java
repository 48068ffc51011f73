package dev.serein.lint;

import dev.serein.lint.SchemaState.Index;
import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was seen of a statement, a line each: its locks, the strongest first, and what it does with tables. */
final class Seen {
    private Seen() {}

    static List<String> of(Step step) {
        Set<String> lines = new LinkedHashSet<>();
        step.work().stream()
                .filter(each -> each.kind() == Kind.REWRITE)
                .forEach(each -> lines.add("rewrites " + step.name(each.relation())));
        List<Index> built = step.builtIndexes();
        built.forEach(each -> lines.add("builds " + step.nameAfter(each.oid())));
        for (Work each : step.work()) {
            String name = step.name(each.relation());
            if (each.kind() == Kind.REBUILD) {
                lines.add("rebuilds " + name);
            } else if (each.kind() == Kind.READ
                    && built.stream().noneMatch(index -> index.table() == each.relation())) {
                lines.add("reads all of " + name);
            }
        }
        new TreeMap<>(step.seen().changed())
                .forEach((oid, count) -> lines.add("changes " + count + " of "
                        + step.seen().rows().getOrDefault(oid, 0L) + " rows of " + step.name(oid)));
        step.seen().emptied().stream()
                .map(step::relation)
                .filter(Relation::isTable)
                .map(Relation::shown)
                .sorted()
                .forEach(name -> lines.add("empties " + name));
        List<String> all = new ArrayList<>(locks(step, lines.isEmpty()));
        all.addAll(lines);
        return all;
    }

    private static List<String> locks(Step step, boolean nothingElse) {
        Map<Long, LockMode> strong = strongest(step, LockMode.SHARE_UPDATE_EXCLUSIVE);
        Map<Long, LockMode> shown = strong.isEmpty() && nothingElse ? strongest(step, LockMode.ACCESS_SHARE) : strong;
        return shown.entrySet().stream()
                .sorted(Map.Entry.<Long, LockMode>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(each -> step.name(each.getKey())))
                .map(each -> each.getValue() + " on " + step.name(each.getKey()))
                .toList();
    }

    /** Of an index only what is stronger than what its table has, and not if it has gone. */
    private static Map<Long, LockMode> strongest(Step step, LockMode least) {
        Map<Long, LockMode> strong = new TreeMap<>();
        step.seen().taken().forEach((oid, mode) -> {
            boolean index = Step.isIndex(step.relation(oid));
            LockMode table = index ? step.seen().held().get(step.tableOf(oid)) : null;
            boolean left = step.seen().after().relations().containsKey(oid);
            if (mode.compareTo(least) >= 0 && (!index || left && (table == null || mode.compareTo(table) > 0))) {
                strong.put(oid, mode);
            }
        });
        return strong;
    }
}
