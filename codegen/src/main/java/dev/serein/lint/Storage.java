package dev.serein.lint;

import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is written anew although its columns stay: moved, compacted, refreshed. */
final class Storage {
    private Storage() {}

    /** @param work for which nothing else is the reason */
    static List<Danger> in(Step step, List<Work> work) {
        List<Danger> dangers = new ArrayList<>();
        Map<Long, List<Work>> rebuilt = new TreeMap<>();
        for (Work each : work) {
            if (each.kind() == Kind.REWRITE) {
                dangers.add(rewritten(step, each, work));
            } else if (each.kind() == Kind.REBUILD) {
                rebuilt.computeIfAbsent(step.tableOf(each.relation()), table -> new ArrayList<>())
                        .add(each);
            }
        }
        rebuilt.forEach((table, indexes) -> dangers.add(rebuilt(step, table, indexes)));
        return dangers;
    }

    private static Danger rewritten(Step step, Work work, List<Work> all) {
        Relation relation = step.relation(work.relation());
        if (isMoved(step, relation)) {
            return new Danger(
                    "set-tablespace",
                    relation.shown() + " is copied to another tablespace",
                    "do it when nobody needs " + relation.shown() + ", or let pg_repack do it beside the migrations",
                    Set.of(work));
        }
        return relation.kind() == 'm' ? refreshed(relation, all) : rewritten(work, relation);
    }

    private static Danger refreshed(Relation view, List<Work> all) {
        return new Danger(
                "refresh-view",
                view.shown() + " is computed anew",
                """
                give it a unique index of all its rows, once, and refresh it concurrently:
                  create unique index on %1$s (…);
                  -- in a file of its own:
                  refresh materialized view concurrently %1$s;""".formatted(Sql.name(view)),
                // and the tables are read from which it is computed
                all.stream()
                        .filter(each -> each.kind() == Kind.READ || each.relation() == view.oid())
                        .collect(Collectors.toSet()));
    }

    private static Danger rewritten(Work work, Relation table) {
        return new Danger("rewrite", work.kind().of(table.shown()), """
                do without: vacuum makes the room free again, and pg_repack gives it back beside the migrations.
                What is to be stored in another way (logged or unlogged, another access method) can be a new table:
                keep it up to date by a trigger, fill it in batches, and give it the name of the old one""", Set.of(work));
    }

    private static Danger rebuilt(Step step, long table, List<Work> indexes) {
        List<String> names = indexes.stream()
                .map(each -> step.name(each.relation()))
                .sorted()
                .toList();
        String reindex = names.size() == 1
                ? "index concurrently " + Sql.name(step.relation(indexes.get(0).relation()))
                : "table concurrently " + Sql.name(step.relation(table));
        Set<Work> explained = new LinkedHashSet<>(indexes);
        explained.add(new Work(table, Kind.READ));
        return new Danger(
                "reindex",
                Blocked.list(names) + (names.size() == 1 ? " is" : " are") + " built anew",
                "build them concurrently, in a file of its own:\n  reindex " + reindex + ";",
                explained);
    }

    private static boolean isMoved(Step step, Relation relation) {
        Relation now = step.seen().after().relations().get(relation.oid());
        return now != null && now.tablespace() != relation.tablespace();
    }
}
