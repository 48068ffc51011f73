package dev.serein.lint;

import org.jspecify.annotations.Nullable;

/**
 * What is dangerous about a statement.
 *
 * @param rule its name, as a comment in the file allows it: {@code -- serein:allow rewrite: it has 200 rows}
 * @param severity how dangerous it is
 * @param problem one line
 * @param fix the safe recipe, one line or several
 * @param allowed why the author allows it; null if nobody has
 */
public record LintFinding(
        String rule,
        Severity severity,
        String problem,
        String fix,
        @Nullable String allowed) {
    /** How dangerous a finding is. */
    public enum Severity {
        /** It blocks others for as long as it takes, breaks the version that still runs, or fails. */
        DANGER,
        /** Worth knowing. */
        HINT
    }
}
