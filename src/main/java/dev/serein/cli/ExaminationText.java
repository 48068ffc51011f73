package dev.serein.cli;

import dev.serein.doctor.Examination;
import dev.serein.doctor.Finding;
import dev.serein.doctor.Finding.Severity;
import dev.serein.doctor.Unseen;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a doctor has seen, for people. */
final class ExaminationText {
    /** Of a hundred tables nobody reads more here; the document for programs has them all. */
    private static final int MOST_OBJECTS = 5;

    private static final String UNSEEN = "unseen";

    private final Examination examination;
    private final boolean colours;

    ExaminationText(Examination examination, boolean colours) {
        this.examination = examination;
        this.colours = colours;
    }

    /** {@return what was examined, each finding, what could not be seen, and how much was asked} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(examination.subject()).append('\n');
        examination.findings().forEach(finding -> add(text, finding));
        for (Unseen unseen : examination.unseen()) {
            text.append(head(UNSEEN, ""))
                    .append(unseen.check())
                    .append(": ")
                    .append(unseen.reason())
                    .append('\n');
        }
        return text.append(checks()).toString();
    }

    private void add(StringBuilder text, Finding finding) {
        text.append(head(words(finding.severity()), colour(finding.severity())))
                .append(finding.check())
                .append(": ")
                .append(finding.problem())
                .append('\n');
        List<String> objects = finding.objects();
        objects.stream().limit(MOST_OBJECTS).forEach(each -> line(text, each));
        if (objects.size() > MOST_OBJECTS) {
            line(text, "and " + (objects.size() - MOST_OBJECTS) + " more");
        }
        line(text, "fix: " + finding.fix());
    }

    private static void line(StringBuilder text, String line) {
        // names are of anybody's choice: they are not to write over other lines
        text.append("  ").append(line.replaceAll("\\p{Cntrl}", "?")).append('\n');
    }

    private String head(String word, String colour) {
        String head = String.format(Locale.ROOT, "%-9s", word);
        return colours && !colour.isEmpty() ? colour + head + "\u001b[0m" : head;
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case DANGER -> "\u001b[31m";
            case WARNING -> "\u001b[33m";
            case HINT -> "";
        };
    }

    private String checks() {
        int made = examination.checks().size();
        int unseen = examination.unseen().size();
        return made
                + (made == 1 ? " check" : " checks")
                + (unseen == 0 ? "" : ", of which " + unseen + " could not see");
    }

    /** {@return one line; empty if nothing is wrong} */
    String problem() {
        if (examination.isHealthy()) {
            return "";
        }
        Map<Severity, Long> counts = examination.findings().stream()
                .collect(Collectors.groupingBy(
                        Finding::severity, () -> new EnumMap<>(Severity.class), Collectors.counting()));
        return "The database is not well: "
                + counts.entrySet().stream()
                        .map(each -> each.getValue() + " " + words(each.getKey()) + (each.getValue() == 1 ? "" : "s"))
                        .collect(Collectors.joining(", "));
    }

    static String words(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
