package dev.serein.lint;

import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Foreign keys and checks that are held against all rows while others wait. */
final class AddedConstraints {
    private AddedConstraints() {}

    static List<Danger> in(Step step) {
        List<Constraint> proven = step.provenConstraints().stream()
                .filter(each -> isRead(step, each))
                .toList();
        List<Danger> dangers = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (Constraint read : proven) {
            Constraint each = ofParent(step, read);
            // a partitioned table's comes with each partition's, and a foreign key's with those it refers to
            if (said.add(each.type() + each.name()) && said.add(each.type() + each.definition())) {
                dangers.add(danger(step, each, reads(step, each.type(), proven)));
            }
        }
        return dangers;
    }

    /** That of the partitioned table, which itself has nothing to read. */
    private static Constraint ofParent(Step step, Constraint constraint) {
        return step.provenConstraints().stream()
                .filter(each -> each.type() == constraint.type()
                        && each.definition().equals(constraint.definition())
                        && each.relation() != 0)
                .filter(each -> step.isInUse(each.relation())
                        && step.relation(each.relation()).kind() == 'p')
                .min(Comparator.comparing(each -> step.relation(each.relation()).partition()))
                .orElse(constraint);
    }

    private static boolean isRead(Step step, Constraint constraint) {
        boolean validated = step.isValidated(constraint);
        // a column that becomes not null is judged as a column
        return (validated ? "cfn" : "cf").indexOf(constraint.type()) >= 0
                && constraint.domain() == null
                && (step.does(Kind.READ, constraint.relation()) || step.does(Kind.READ, constraint.referenced()))
                // what is validated in a file of its own blocks nobody
                && (!validated || step.isBlocked(constraint.relation()) || step.isBlocked(constraint.referenced()));
    }

    private static Set<Work> reads(Step step, char type, List<Constraint> proven) {
        Set<Work> reads = new LinkedHashSet<>();
        for (Constraint each : proven) {
            if (each.type() == type) {
                reads.add(new Work(each.relation(), Kind.READ));
                reads.add(new Work(each.referenced(), Kind.READ));
            }
        }
        reads.retainAll(step.work());
        return reads;
    }

    private static Danger danger(Step step, Constraint constraint, Set<Work> reads) {
        Relation table = step.seen().after().relation(constraint.relation());
        String alter = "  alter table " + Sql.name(table);
        String validate = alter + " validate constraint " + Sql.name(constraint.name()) + ";";
        if (step.isValidated(constraint)) {
            return new Danger(
                    "validate-at-once",
                    "all rows of " + table.shown() + " are checked against " + constraint.name(),
                    "validate it in a file of its own: a file is one transaction, and keeps its locks to its end:\n"
                            + validate,
                    reads);
        }
        String recipe = """
                add it not valid, and validate it in a file of its own, while others read and write:
                %s add constraint %s %s not valid;
                  -- in a file of its own:
                %s""".formatted(alter, Sql.name(constraint.name()), Sql.definition(constraint), validate);
        if (constraint.type() == 'f' && table.kind() == 'p') {
            recipe += "\nbefore PostgreSQL 18 do so with each partition, and then add it to " + table.shown()
                    + " itself, valid,\nfor which nothing is read any more";
        }
        return constraint.type() == 'f'
                ? new Danger(
                        "foreign-key",
                        "all rows of " + table.shown() + " are checked against "
                                + step.nameAfter(constraint.referenced()),
                        recipe,
                        reads)
                : new Danger(
                        "check-constraint",
                        "all rows of " + table.shown() + " are checked against " + constraint.name(),
                        recipe,
                        reads);
    }
}
