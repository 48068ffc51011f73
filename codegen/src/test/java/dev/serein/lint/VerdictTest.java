package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.lint.Corpus.Case;
import dev.serein.lint.LintFinding.Severity;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** All of the corpus is judged right, on every version of PostgreSQL. */
class VerdictTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicContainer> onEveryPostgres() {
        return IntStream.rangeClosed(PostgresProvider.OLDEST, PostgresProvider.NEWEST)
                .mapToObj(major -> DynamicContainer.dynamicContainer("PostgreSQL " + major, casesOn(major)));
    }

    private Stream<DynamicTest> casesOn(int major) {
        ScratchPostgres server = major == PostgresProvider.NEWEST
                ? ScratchPostgres.shared()
                : ScratchPostgres.start(new PostgresProvider.Embedded(major, null));
        Stream<DynamicTest> cases = Corpus.all()
                .filter(each -> each.oldest() <= major)
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> judge(server, each)));
        return major == PostgresProvider.NEWEST
                ? cases
                : Stream.concat(cases, Stream.of(DynamicTest.dynamicTest("end", server::close)));
    }

    private void judge(ScratchPostgres server, Case each) {
        assertThat(dangers(report(server, each, folder))).isEqualTo(each.dangers());
    }

    static LintReport report(ScratchPostgres server, Case one, Path folder) {
        NewMigrations migrations =
                new NewMigrations(folder.resolve(String.valueOf(System.nanoTime()))).released(Shop.SCHEMA);
        one.files().forEach(file -> migrations.add(String.join(";\n", file) + ";\n"));
        return migrations.lint(server);
    }

    static Set<String> dangers(LintReport report) {
        return report.statements().stream()
                .flatMap(each -> each.findings().stream())
                .filter(each -> each.severity() == Severity.DANGER)
                .map(LintFinding::rule)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
