package dev.serein.lint;

import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Index;
import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Indexes that are built while writers wait; with those of constraints readers do, too. */
final class BuiltIndexes {
    private static final Pattern DEFERRED = Pattern.compile(" DEFERRABLE( INITIALLY DEFERRED)?$");

    private BuiltIndexes() {}

    static List<Danger> in(Step step) {
        List<Index> built = step.builtIndexes();
        Set<Work> reads = built.stream()
                .map(each -> new Work(each.table(), Kind.READ))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return built.stream()
                .filter(each -> isFirst(step, each, built))
                .map(each -> danger(step, each, reads))
                .toList();
    }

    /** Of an index of a partitioned table, the partitions' come with it. */
    private static boolean isFirst(Step step, Index index, List<Index> built) {
        return !relation(step, index).partition()
                || built.stream().allMatch(each -> relation(step, each).partition())
                        && built.get(0).equals(index);
    }

    private static Relation relation(Step step, Index index) {
        return step.seen().after().relation(index.oid());
    }

    private static Danger danger(Step step, Index index, Set<Work> reads) {
        String name = relation(step, index).name();
        Optional<Constraint> constraint = step.seen().after().constraints().values().stream()
                .filter(each -> each.index() == index.oid() && each.relation() == index.table())
                .filter(each -> "pux".indexOf(each.type()) >= 0)
                .findFirst();
        String during = name + " is built";
        if (constraint.isEmpty()) {
            return new Danger("create-index", during, concurrently(step, index), reads);
        }
        if (constraint.get().type() == 'x') {
            return new Danger(
                    "exclusion-constraint",
                    during,
                    "an exclusion constraint cannot be added any other way: do it when nobody needs "
                            + step.name(index.table())
                            + ",\nor fill a new table that has it in batches, and give it the name of the old one",
                    reads);
        }
        return new Danger("unique-constraint", during, using(step, index, constraint.get()), reads);
    }

    private static String concurrently(Step step, Index index) {
        if (step.relation(index.table()).kind() == 'p') {
            return """
                   build it partition by partition, each in a file of its own, and attach them to one of the parent's:
                     %s;
                     create index concurrently … on … (…);
                     alter index %s attach partition …;""".formatted(
                            Sql.index(index, "").replaceFirst(" on ", " on only "), Sql.name(relation(step, index)));
        }
        return "build it concurrently, in a file of its own:\n  " + Sql.index(index, "concurrently ") + ";";
    }

    private static String using(Step step, Index index, Constraint constraint) {
        Relation table = step.relation(index.table());
        String definition = Sql.definition(constraint).replaceFirst("^PRIMARY KEY", "primary key");
        if (table.kind() == 'p') {
            return """
                   build it partition by partition, each in a file of its own, and attach them to one of the parent's:
                     alter table only %s add constraint %s %s;
                     create unique index concurrently … on … (…);
                     alter table … add constraint … %s using index …;
                     alter index %s attach partition …;""".formatted(
                            Sql.name(table),
                            Sql.name(constraint.name()),
                            definition,
                            word(constraint),
                            Sql.name(relation(step, index)));
        }
        Matcher deferred = DEFERRED.matcher(definition);
        return """
               build its index concurrently first, in a file of its own:
                 %s;
                 -- then, in a moment:
                 alter table %s add constraint %s %s using index %s%s;""".formatted(
                        Sql.index(index, "concurrently "),
                        Sql.name(table),
                        Sql.name(constraint.name()),
                        word(constraint),
                        Sql.name(relation(step, index).name()),
                        deferred.find() ? deferred.group().toLowerCase(Locale.ROOT) : "");
    }

    private static String word(Constraint constraint) {
        return constraint.type() == 'p' ? "primary key" : "unique";
    }
}
