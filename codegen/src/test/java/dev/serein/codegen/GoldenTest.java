package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.MigrationSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each folder in {@code golden} is a case: its migrations, and the whole text of what they make, as far as
 * {@code files.txt} names it: the rows and {@code SchemaVersion} where there is none. {@code -Dgolden.update=true}
 * writes what is expected anew, to be read before it is committed.
 */
class GoldenTest {
    private static final Path CASES = Path.of("src/test/resources/golden");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> classesAreAsExpected() throws IOException {
        try (Stream<Path> cases = Files.list(CASES)) {
            return cases.sorted().toList().stream()
                    .map(golden -> DynamicTest.dynamicTest(golden.getFileName().toString(), () -> compare(golden)));
        }
    }

    private void compare(Path golden) throws IOException {
        String name = golden.getFileName().toString();
        GenerationRequest request = new GenerationRequest(
                Workspace.SERVER,
                MigrationSet.in(golden.resolve("migration")),
                "golden." + name.replace('-', '_'),
                lines(golden.resolve("schemas.txt")),
                List.of(),
                List.of(),
                managed(lines(golden.resolve("managed.txt"))),
                "",
                folder.resolve(name));
        Generation.run(request);

        Map<String, String> actual = Workspace.textsIn(GeneratedFiles.packageFolder(request));
        List<String> files = lines(golden.resolve("files.txt"));
        Pattern wanted = Pattern.compile(
                files.isEmpty() ? "SchemaVersion\\.java|([^/]*/)?[^/]*Row\\.java" : String.join("|", files));
        actual.keySet().removeIf(file -> !wanted.matcher(file).matches());
        if (Boolean.getBoolean("golden.update")) {
            update(golden.resolve("expected"), actual);
        }
        Map<String, String> expected = Workspace.textsIn(golden.resolve("expected"));
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        for (String file : expected.keySet()) {
            assertThat(actual.get(file).lines()).as(file).containsExactlyElementsOf(lines(expected.get(file)));
            assertThat(actual.get(file)).as(file).isEqualTo(expected.get(file));
        }
        assertThat(GeneratedCode.problems(request)).isEmpty();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static ManagedColumns managed(List<String> names) {
        return names.isEmpty() ? ManagedColumns.NONE : new ManagedColumns(names.get(0), names.get(1), names.get(2));
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    private static void update(Path expected, Map<String, String> actual) throws IOException {
        if (Files.exists(expected)) {
            GeneratedFiles.delete(expected);
        }
        for (Map.Entry<String, String> file : actual.entrySet()) {
            Path written = expected.resolve(file.getKey());
            Files.createDirectories(written.getParent());
            Files.writeString(written, file.getValue());
        }
    }
}
