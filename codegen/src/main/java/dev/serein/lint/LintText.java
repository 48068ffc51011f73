package dev.serein.lint;

import dev.serein.lint.LintFinding.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jooq.tools.json.JSONValue;
import org.jspecify.annotations.Nullable;

/** What lint has seen, for people and for programs. */
public final class LintText {
    private static final String INDENT = " ".repeat(11);

    private LintText() {}

    /**
     * For people: each statement with what is dangerous about it and the way out; the others in a line each.
     *
     * @param report what was seen
     * @return several lines; the last one says how much it is
     */
    public static String of(LintReport report) {
        StringBuilder text = new StringBuilder();
        report.statements().forEach(each -> add(text, each));
        report.notes().forEach(each -> text.append("note: ").append(each).append('\n'));
        return text.append(report.server()).append(": ").append(counts(report)).toString();
    }

    private static void add(StringBuilder text, LintedStatement statement) {
        text.append(statement.file())
                .append(':')
                .append(statement.line())
                .append(": ")
                .append(statement.statement());
        if (statement.findings().isEmpty()) {
            text.append('\n');
            return;
        }
        text.append('\n');
        Map<Boolean, List<String>> observed =
                statement.observed().stream().collect(Collectors.partitioningBy(LintText::isLock));
        line(text, "locks:", String.join(", ", observed.getOrDefault(true, List.of())));
        line(text, "does:", String.join(", ", observed.getOrDefault(false, List.of())));
        for (LintFinding finding : statement.findings()) {
            String label = finding.allowed() == null ? word(finding.severity()) : "allowed";
            line(text, label + ":", finding.rule() + ": " + finding.problem());
            line(
                    text,
                    finding.allowed() == null ? "fix:" : "because:",
                    Objects.requireNonNullElse(finding.allowed(), finding.fix()));
        }
    }

    private static boolean isLock(String observed) {
        return Arrays.stream(LockMode.values()).anyMatch(mode -> observed.startsWith(mode + " on "));
    }

    /** Nothing where there is nothing to tell. */
    private static void line(StringBuilder text, String label, String fact) {
        if (!fact.isEmpty()) {
            text.append(String.format(Locale.ROOT, "  %-9s", label))
                    .append(fact.replace("\n", "\n" + INDENT))
                    .append('\n');
        }
    }

    private static String counts(LintReport report) {
        int statements = report.statements().size();
        if (statements == 0) {
            return "nothing is new";
        }
        List<String> counts = new ArrayList<>();
        counts.add(counted(statements, "statement"));
        add(counts, report, "danger", Severity.DANGER);
        add(counts, report, "hint", Severity.HINT);
        long allowed =
                findings(report).stream().filter(each -> each.allowed() != null).count();
        if (allowed > 0) {
            counts.add(allowed + " allowed");
        }
        return String.join(", ", counts);
    }

    private static void add(List<String> counts, LintReport report, String word, Severity severity) {
        long count = findings(report).stream()
                .filter(each -> each.severity() == severity && each.allowed() == null)
                .count();
        if (count > 0) {
            counts.add(counted(count, word));
        }
    }

    private static String counted(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }

    private static List<LintFinding> findings(LintReport report) {
        return report.statements().stream()
                .flatMap(each -> each.findings().stream())
                .toList();
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /**
     * For programs.
     *
     * @param report what was seen
     * @return one document of JSON, in one line
     */
    public static String json(LintReport report) {
        return JSONValue.toJSONString(data(
                "command",
                "lint",
                "exit",
                report.isFine() ? 0 : 1,
                "server",
                report.server(),
                "statements",
                report.statements().stream().map(LintText::document).toList(),
                "notes",
                report.notes()));
    }

    /** Of what could not be linted. */
    static String json(Exception failure) {
        return JSONValue.toJSONString(data(
                "command",
                "lint",
                "exit",
                2,
                "error",
                data("type", failure.getClass().getSimpleName(), "message", failure.getMessage())));
    }

    private static Map<String, Object> document(LintedStatement statement) {
        return data(
                "file",
                statement.file(),
                "line",
                statement.line(),
                "statement",
                statement.statement(),
                "observed",
                statement.observed(),
                "findings",
                statement.findings().stream().map(LintText::document).toList());
    }

    private static Map<String, Object> document(LintFinding finding) {
        return data(
                "rule", finding.rule(),
                "severity", word(finding.severity()),
                "problem", finding.problem(),
                "fix", finding.fix(),
                "allowed", finding.allowed());
    }

    /** Names and values in turn. */
    private static Map<String, Object> data(@Nullable Object... namesAndValues) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            data.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return data;
    }
}
