package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.lint.Case.Waits;
import dev.serein.lint.LintFinding.Severity;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
        boolean shared = major == PostgresProvider.NEWEST;
        ScratchPostgres server =
                shared ? ScratchPostgres.shared() : ScratchPostgres.start(new PostgresProvider.Embedded(major, null));
        Elsewhere elsewhere = elsewhere(server);
        Stream<DynamicTest> cases = Corpus.all()
                .filter(each -> each.oldest() <= major)
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> judge(server, each)));
        return Stream.concat(cases, Stream.of(DynamicTest.dynamicTest("end", () -> {
            elsewhere.close();
            if (!shared) {
                server.close();
            }
        })));
    }

    private static Elsewhere elsewhere(ScratchPostgres server) {
        try {
            return new Elsewhere(server);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void judge(ScratchPostgres server, Case each) {
        LintReport report = migrations(each, folder).lint(server);
        assertThat(dangers(report)).as(report.toString()).isEqualTo(each.dangers());
        assertThat(waits(report)).as(report.toString()).isEqualTo(each.waits());
    }

    static NewMigrations migrations(Case one, Path folder) {
        NewMigrations migrations =
                new NewMigrations(folder.resolve(String.valueOf(System.nanoTime()))).released(Shop.SCHEMA);
        for (List<String> file : one.files()) {
            String sql = String.join(";\n", file) + ";\n";
            if (one.isOutside()) {
                migrations.addOutside(sql);
            } else {
                migrations.add(sql);
            }
        }
        return migrations;
    }

    private static Set<String> dangers(LintReport report) {
        return report.statements().stream()
                .flatMap(each -> each.findings().stream())
                .filter(each -> each.severity() == Severity.DANGER)
                .map(LintFinding::rule)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Who waits, as the report says. */
    private static Map<String, Waits> waits(LintReport report) {
        Map<String, Waits> waits = new TreeMap<>();
        for (String problem : problems(report)) {
            String who = problem.replace("whoever writes a row of ", "writers of ")
                    .replaceFirst("(,? locked since .*?)?,? waits? while .*", "");
            if (who.equals(problem)) {
                continue;
            }
            for (String part : who.split("(?<=.)(?=readers and writers of )|, and (?=writers of )")) {
                Waits kind = part.startsWith("readers") ? Waits.READERS_AND_WRITERS : Waits.WRITERS;
                for (String table :
                        part.replaceFirst("^(readers and )?writers of ", "").split(", | and ")) {
                    waits.merge(table, kind, (one, other) -> one.compareTo(other) > 0 ? one : other);
                }
            }
        }
        return waits;
    }

    private static List<String> problems(LintReport report) {
        return report.statements().stream()
                .flatMap(each -> each.findings().stream())
                .filter(each -> each.severity() == Severity.DANGER)
                .map(LintFinding::problem)
                .toList();
    }
}
