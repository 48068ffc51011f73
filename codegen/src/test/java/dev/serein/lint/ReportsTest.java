package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reports of the corpus, word by word: {@code lint/reports.txt} has them. {@code -Dgolden.update=true} writes it
 * anew.
 */
class ReportsTest {
    private static final Path EXPECTED = Path.of("src/test/resources/lint/reports.txt");
    private static final Pattern RULE = Pattern.compile("^  (?:danger|hint|allowed): +([a-z-]+):", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @Test
    void readAsExpected() throws Exception {
        StringBuilder text = new StringBuilder();
        Elsewhere elsewhere = new Elsewhere(ScratchPostgres.shared());
        try {
            Stream.concat(Corpus.all(), Corpus.older().stream()).forEach(each -> text.append("== ")
                    .append(each)
                    .append('\n')
                    .append(report(each))
                    .append("\n\n"));
        } finally {
            elsewhere.close();
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(EXPECTED.getParent());
            Files.writeString(EXPECTED, text);
        }
        assertThat(text).hasToString(Files.readString(EXPECTED));
    }

    private String report(Case each) {
        LintReport report = VerdictTest.migrations(each, folder).lint(ScratchPostgres.shared());
        return LintText.of(report).replaceAll("(?m)^(note: )?\\S*/(V\\d+)__step\\.sql:", "$1$2:");
    }

    @Test
    void everyRuleIsAmongThem() throws Exception {
        TreeSet<String> rules = new TreeSet<>();
        RULE.matcher(Files.readString(EXPECTED)).results().forEach(each -> rules.add(each.group(1)));
        TreeSet<String> all = new TreeSet<>(Rules.NAMES);
        all.add("unused-allow");
        assertThat(rules).isEqualTo(all);
    }
}
