package dev.serein.lint;

import dev.serein.lint.LintFinding.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the author of a migration allows, in a comment before the statement or in it: {@code -- serein:allow
 * create-index, held-lock: it has 200 rows}. The reason must be given.
 */
final class Allowances {
    private static final Pattern ALLOW = Pattern.compile("serein:allow\\b([^:\\n]*)(?::([^\\n]*))?");

    private final Map<String, String> reasons = new LinkedHashMap<>();

    /** @param comments of one statement */
    Allowances(String comments) {
        Matcher allow = ALLOW.matcher(comments);
        while (allow.find()) {
            String reason = allow.group(2) == null ? "" : withoutEnd(allow.group(2));
            Arrays.stream(withoutEnd(allow.group(1)).split("[\\s,]+"))
                    .filter(rule -> !rule.isEmpty())
                    .forEach(rule -> reasons.merge(rule, reason, (one, other) -> one.isEmpty() ? other : one));
        }
    }

    private static String withoutEnd(String text) {
        int end = text.indexOf("*/");
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    /** The findings with what is allowed, and what of the comments is of no use. */
    List<LintFinding> apply(List<LintFinding> findings, Set<String> rules) {
        List<LintFinding> all = new ArrayList<>();
        findings.forEach(each -> all.add(apply(each)));
        for (String rule : reasons.keySet()) {
            if (!rules.contains(rule)) {
                all.add(hint("there is no rule " + rule, "the rules are " + String.join(", ", rules)));
            } else if (findings.stream().noneMatch(each -> each.rule().equals(rule))) {
                all.add(hint(
                        "nothing here needs serein:allow " + rule,
                        "remove it from the comment, or put it before the statement that it is meant for"));
            }
        }
        return all;
    }

    private LintFinding apply(LintFinding finding) {
        String reason = reasons.get(finding.rule());
        if (reason == null) {
            return finding;
        }
        String fix = reason.isEmpty()
                ? finding.fix() + "\nto allow it, give the reason: -- serein:allow " + finding.rule() + ": …"
                : finding.fix();
        return new LintFinding(
                finding.rule(), finding.severity(), finding.problem(), fix, reason.isEmpty() ? null : reason);
    }

    private static LintFinding hint(String problem, String fix) {
        return new LintFinding("unused-allow", Severity.HINT, problem, fix, null);
    }
}
