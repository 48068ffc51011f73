package dev.serein.lint;

import dev.serein.lint.LintFinding.Severity;

/**
 * What the older version of the application no longer finds as it was.
 *
 * @param what tells it from others, of any state of the schema
 * @param finding how it is said
 */
record Break(String what, LintFinding finding) {
    static Break danger(String rule, String what, String problem, String fix) {
        return new Break(rule + " " + what, new LintFinding(rule, Severity.DANGER, problem, fix, null));
    }

    static Break hint(String rule, String what, String problem, String fix) {
        return new Break(rule + " " + what, new LintFinding(rule, Severity.HINT, problem, fix, null));
    }
}
