package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference schema gives the same bytes, whoever generates it, where and on what. */
class SameOutputTest {
    private static final Path REFERENCE = Path.of("../db/migration");

    @TempDir
    static Path first;

    private static Map<String, String> expected;

    @TempDir
    Path folder;

    @BeforeAll
    static void generateOnce() throws IOException {
        expected = generate(Workspace.SERVER, REFERENCE, first);
        assertThat(expected).hasSizeGreaterThan(50);
    }

    @Test
    void inAnotherFolder() throws IOException {
        assertThat(generate(Workspace.SERVER, REFERENCE, folder.resolve("a folder/deeper")))
                .isEqualTo(expected);
    }

    @Test
    void underATurkishLocaleInAStrangeTimeZone() throws IOException {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertThat(generate(Workspace.SERVER, REFERENCE, folder)).isEqualTo(expected);
            assertThat(Locale.getDefault()).isEqualTo(Locale.forLanguageTag("tr-TR"));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    /** In a process of its own: what jOOQ's classes take from the locale, they take once. */
    @Test
    void inAProcessThatBeginsUnderATurkishLocale() throws Exception {
        Path out = folder.resolve("tr");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--migrations",
                        REFERENCE.toString(),
                        "--package",
                        Workspace.PACKAGE,
                        "--output",
                        out.toString(),
                        "--schema",
                        "public",
                        "--schema",
                        "billing")
                .inheritIO()
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        assertThat(Workspace.textsIn(out.resolve("com/acme/db"))).isEqualTo(expected);
    }

    @Test
    void onTheOldestServer() throws IOException {
        assertThat(generate(new PostgresProvider.Embedded(PostgresProvider.OLDEST, null), REFERENCE, folder))
                .isEqualTo(expected);
    }

    /** Files are written in another order, which is that of many file systems' lists. */
    @Test
    void fromFilesInAnotherOrder() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(REFERENCE)) {
            all.sorted(Collections.reverseOrder()).forEach(files::add);
        }
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (Path file : files) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        assertThat(generate(Workspace.SERVER, copy, folder.resolve("out"))).isEqualTo(expected);
    }

    /** jOOQ reads the default locale, which is everybody's: a run that ends must not take another's away. */
    @Test
    void whenTwoRunAtOnce() throws Exception {
        Locale locale = Locale.getDefault();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            var one = two.submit(() -> generate(Workspace.SERVER, REFERENCE, folder.resolve("one")));
            var other = two.submit(() -> generate(Workspace.SERVER, REFERENCE, folder.resolve("other")));
            assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
            assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
            assertThat(Locale.getDefault()).isEqualTo(Locale.forLanguageTag("tr-TR"));
        } finally {
            two.shutdownNow();
            Locale.setDefault(locale);
        }
    }

    private static Map<String, String> generate(PostgresProvider postgres, Path migrations, Path output)
            throws IOException {
        GenerationRequest request = new GenerationRequest(
                postgres,
                MigrationSet.in(migrations),
                "com.acme.db",
                List.of("public", "billing"),
                List.of(),
                List.of(),
                ManagedColumns.NONE,
                "",
                output);
        Generation.run(request);
        return Workspace.textsIn(GeneratedFiles.packageFolder(request));
    }
}
