package dev.serein.lint;

import dev.serein.lint.LintFinding.Severity;
import java.util.List;

/**
 * What new migrations did, statement by statement. Immutable.
 *
 * @param server on which they ran
 * @param statements in their order
 * @param notes what limits the answer: tables into which no rows could be put, and the like
 */
public record LintReport(String server, List<LintedStatement> statements, List<String> notes) {
    /**
     * Keeps the lists as they are now.
     *
     * @param server on which they ran
     * @param statements in their order
     * @param notes what limits the answer
     */
    public LintReport {
        statements = List.copyOf(statements);
        notes = List.copyOf(notes);
    }

    /**
     * Whether a release with these migrations does no harm.
     *
     * @return false if there is a danger that nobody has allowed
     */
    public boolean isFine() {
        return statements.stream()
                .flatMap(each -> each.findings().stream())
                .noneMatch(each -> each.severity() == Severity.DANGER && each.allowed() == null);
    }
}
