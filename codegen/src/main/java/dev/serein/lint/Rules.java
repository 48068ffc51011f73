package dev.serein.lint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is dangerous about what was seen. */
final class Rules {
    /** All names by which something can be allowed. They do not change. */
    static final Set<String> NAMES = new LinkedHashSet<>(List.of(
            // others wait
            "volatile-default",
            "generated-column",
            "domain-column",
            "type-change",
            "not-null",
            "create-index",
            "unique-constraint",
            "exclusion-constraint",
            "foreign-key",
            "check-constraint",
            "validate-at-once",
            "domain-constraint",
            "attach-partition",
            "set-tablespace",
            "refresh-view",
            "reindex",
            "rewrite",
            "held-lock",
            "many-rows",
            // rows go, or the migration fails
            "truncate",
            "enum-value",
            "fails",
            // the version that still runs breaks
            "drop-table",
            "rename-table",
            "drop-column",
            "rename-column",
            "incompatible-type",
            "required-column",
            "default-removed",
            "read-only",
            "enum-label",
            "tightened",
            "unique-removed",
            "access-lost",
            "row-security",
            "drop-function",
            "drop-sequence"));

    private Rules() {}

    /**
     * Judges a release.
     *
     * @param release what each of its statements did, in their order; all have the same {@code released}
     * @return one answer for each
     */
    static List<LintedStatement> judge(List<Observation> release) {
        List<List<LintFinding>> breaks = OlderVersion.breaks(release);
        List<LintedStatement> answers = new ArrayList<>();
        List<Observation> file = new ArrayList<>();
        for (int at = 0; at < release.size(); at++) {
            Observation each = release.get(at);
            if (!each.inTransaction() || !file.isEmpty() && !file.get(0).file().equals(each.file())) {
                file.clear();
            }
            file.add(each);
            answers.add(judge(new Step(file), breaks.get(at)));
        }
        return answers;
    }

    private static LintedStatement judge(Step step, List<LintFinding> breaks) {
        Observation seen = step.seen();
        List<LintFinding> findings = new ArrayList<>();
        if (seen.failure() == null) {
            findings.addAll(Blocking.in(step));
            findings.addAll(Rows.in(step));
            findings.addAll(breaks);
        } else {
            findings.add(Failure.finding(seen.failure()));
        }
        StatementText text = new StatementText(seen.sql());
        return new LintedStatement(
                seen.file(),
                seen.line(),
                text.beginning(),
                seen.failure() == null ? Seen.of(step) : List.of(),
                new Allowances(text.comments()).apply(findings, NAMES));
    }
}
