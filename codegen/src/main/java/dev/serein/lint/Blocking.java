package dev.serein.lint;

import dev.serein.lint.LintFinding.Severity;
import dev.serein.lint.Work.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who waits for a statement, and why: for what takes long in it, the reason is looked for in what has changed in the
 * catalogs, so that it does not matter how the statement is written. What is left without one is said as it was seen.
 */
final class Blocking {
    private static final List<Function<Step, List<Danger>>> REASONS = List.of(
            AddedColumns::in,
            ChangedColumns::in,
            BuiltIndexes::in,
            AddedConstraints::in,
            DomainConstraints::in,
            AttachedPartitions::in);

    private Blocking() {}

    static List<LintFinding> in(Step step) {
        if (step.blocked().isEmpty() || step.work().isEmpty()) {
            return List.of();
        }
        List<Danger> dangers = new ArrayList<>();
        REASONS.forEach(each -> dangers.addAll(each.apply(step)));
        dangers.addAll(Storage.in(step, unexplained(step, dangers)));
        dangers.removeIf(each -> waiters(step, each).isEmpty());

        List<LintFinding> findings = new ArrayList<>();
        for (Danger each : dangers) {
            findings.add(finding(each.rule(), waiters(step, each), each.during(), each.fix()));
        }
        findings.addAll(heldLocks(step, dangers));
        return findings;
    }

    private static List<Work> unexplained(Step step, List<Danger> dangers) {
        Set<Work> explained =
                dangers.stream().flatMap(each -> each.explains().stream()).collect(Collectors.toSet());
        return step.work().stream().filter(each -> !explained.contains(each)).toList();
    }

    /** What the statement itself has locked, and what it works on, whoever has locked that. */
    private static List<Blocked> waiters(Step step, Danger danger) {
        Set<Long> tables = danger.explains().stream()
                .map(each -> each.kind() == Kind.REBUILD ? step.tableOf(each.relation()) : each.relation())
                .collect(Collectors.toSet());
        return step.blocked().stream()
                .filter(each -> each.line() == step.line()
                        || tables.contains(each.relation().oid()))
                .toList();
    }

    private static List<LintFinding> heldLocks(Step step, List<Danger> dangers) {
        List<Work> unexplained = unexplained(step, dangers);
        Set<Blocked> waiting = new LinkedHashSet<>(step.blocked());
        if (unexplained.isEmpty()) {
            Set<Blocked> said = new HashSet<>();
            dangers.forEach(each -> said.addAll(waiters(step, each)));
            waiting.removeAll(said);
        }
        if (waiting.isEmpty()) {
            return List.of();
        }
        String during = unexplained.isEmpty() ? dangers.get(0).during() : during(step, unexplained.get(0));
        String lines = Blocked.lines(waiting, step.line());
        String fix = lines.isEmpty()
                ? "do the one and the other in files of their own: what a statement has locked stays locked to its end"
                : "put " + lines + " and this into files of their own:"
                        + " a file is one transaction, and what it has locked stays locked to its end";
        String since = lines.isEmpty() ? "" : ", locked since " + lines + ",";
        return List.of(finding("held-lock", new ArrayList<>(waiting), during, fix, since));
    }

    /** Rows that are changed are read first. */
    private static String during(Step step, Work work) {
        boolean changed = work.kind() == Kind.READ && step.does(Kind.CHANGE, work.relation());
        return (changed ? Kind.CHANGE : work.kind()).of(step.name(work.relation()));
    }

    private static LintFinding finding(String rule, List<Blocked> waiting, String during, String fix) {
        return finding(rule, waiting, during, fix, "");
    }

    private static LintFinding finding(String rule, List<Blocked> waiting, String during, String fix, String since) {
        String who = Blocked.waiting(waiting);
        String comma = !since.isEmpty() && who.endsWith(",") ? who.substring(0, who.length() - 1) : who;
        return new LintFinding(rule, Severity.DANGER, comma + since + " wait while " + during, fix, null);
    }
}
