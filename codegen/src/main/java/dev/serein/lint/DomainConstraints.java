package dev.serein.lint;

import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.Work.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Constraints of domains: all tables with columns of it are read, and their writers wait. */
final class DomainConstraints {
    private DomainConstraints() {}

    static List<Danger> in(Step step) {
        return step.provenConstraints().stream()
                .filter(each -> each.domain() != null)
                .map(each -> danger(step, each))
                .filter(each -> !each.explains().isEmpty())
                .toList();
    }

    private static Danger danger(Step step, Constraint constraint) {
        String domain = shown(String.valueOf(constraint.domain()));
        Set<Work> reads = step.work().stream()
                .filter(each -> each.kind() == Kind.READ)
                .filter(each -> step.seen().after().columns().values().stream()
                        .anyMatch(column -> column.key().relation() == each.relation()
                                && column.type().equals(domain)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> tables =
                reads.stream().map(each -> step.name(each.relation())).toList();
        return new Danger(
                "domain-constraint",
                "all rows of " + Blocked.list(tables) + " are checked against " + constraint.name() + " of the domain "
                        + domain,
                "add the check to the tables instead, not valid, and validate it in a file of its own (rule check-constraint):"
                        + " validating the domain's blocks writers, too",
                reads);
    }

    /** Constraints name their domain with its schema; columns leave {@code public} out. */
    static String shown(String domain) {
        return domain.startsWith("public.") ? domain.substring("public.".length()) : domain;
    }
}
