package dev.serein.lint;

import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.List;
import java.util.Set;

/** What is written anew although its columns stay: moved, compacted, refreshed. */
final class Storage {
    private Storage() {}

    /** @param work for which nothing else is the reason */
    static List<Danger> in(Step step, List<Work> work) {
        return work.stream()
                .filter(each -> each.kind() == Kind.REWRITE || each.kind() == Kind.REBUILD)
                .map(each -> danger(step, each))
                .toList();
    }

    private static Danger danger(Step step, Work work) {
        Relation relation = step.relation(work.relation());
        String during = work.kind().of(relation.shown());
        String name = Sql.name(relation);
        if (isMoved(step, relation)) {
            return new Danger(
                    "set-tablespace",
                    relation.shown() + " is copied to another tablespace",
                    "do it when nobody needs " + relation.shown() + ", or let pg_repack do it beside the migrations",
                    Set.of(work));
        }
        if (work.kind() == Kind.REBUILD) {
            return new Danger(
                    "reindex",
                    during,
                    "build it concurrently, in a file of its own:\n  reindex index concurrently " + name + ";",
                    Set.of(work));
        }
        if (relation.kind() == 'm') {
            return new Danger(
                    "refresh-view", relation.shown() + " is computed anew", """
                    give it a unique index of all its rows, once, and refresh it concurrently:
                      create unique index on %1$s (…);
                      -- in a file of its own:
                      refresh materialized view concurrently %1$s;""".formatted(name), Set.of(work));
        }
        return new Danger("rewrite", during, """
                do without: vacuum makes the room free again without it, pg_repack gives it back beside the migrations.
                What is to be stored in another way (logged or unlogged, another access method) can be a new table:
                keep it up to date by a trigger, fill it in batches, and give it the name of the old one""", Set.of(work));
    }

    private static boolean isMoved(Step step, Relation relation) {
        Relation now = step.seen().after().relations().get(relation.oid());
        return now != null && now.tablespace() != relation.tablespace();
    }
}
