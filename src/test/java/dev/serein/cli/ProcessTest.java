package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: how it ends, and that stdout is its own. */
class ProcessTest {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private Release release;
    private String classPath;

    @BeforeEach
    void aRelease() throws IOException {
        release = Release.in(folder).with("V1__users.sql", "create table users (name text default 'ü');");
        classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("slf4j-nop"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @AfterEach
    void drop() {
        release.close();
    }

    private Run process(String classPath, String url, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path out = elsewhere.resolve("out");
        Path err = elsewhere.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(Map.of("DATABASE_URL", url, "LC_ALL", "C"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err)).masked(folder);
        } finally {
            process.destroyForcibly();
        }
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        return process(classPath, release.database().url(), arguments);
    }

    @Test
    void itEndsAsItHasGoneAndSaysNothingOfLogging() throws Exception {
        String[] status = {"status", "--migrations", folder.toString()};
        assertThat(run(status).exit()).isEqualTo(1);
        assertThat(run("migrate", "--migrations", folder.toString()))
                .isEqualTo(new Run(
                        0,
                        "1 migration applied in N ms; the schema is at version 1\n",
                        "Applied V1__users.sql in N ms\n"));
        assertThat(run(status)).isEqualTo(new Run(0, "applied       V1__users.sql  TIME\n", ""));
        assertThat(run("stat").exit()).isEqualTo(2);
        assertThat(process(classPath, "postgresql://ada@127.0.0.1:1/shop", status)
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void whatIsLoggedToTheConsoleIsNotAmongTheData() throws Exception {
        Path services = Files.createDirectories(elsewhere.resolve("META-INF/services"));
        Files.writeString(services.resolve("org.slf4j.spi.SLF4JServiceProvider"), LogOnStdout.class.getName());

        Run run = process(
                elsewhere + File.pathSeparator + classPath,
                release.database().url(),
                "migrate",
                "--json",
                "--migrations",
                folder.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("LOG DEBUG org.flywaydb.");
        assertThat(run.out()).isEqualTo("""
                {"command":"migrate","exit":0,"applied":[{"script":"V1__users.sql","version":"1","millis":N}],\
                "version":"1","millis":N}
                """);
    }

    @Test
    void inAContainerWithoutALocaleTheAnswerIsUtf8() throws Exception {
        Run run = process(classPath, "postgresql://%C3%BCnal@localhost/caf%C3%A9", "url", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("\"value\":\"ünal\"", "\"value\":\"café\"");
    }

    @Test
    void withoutFilesTheDoctorSaysThatMigrationsAreNotSeen() throws Exception {
        String withoutTests = Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));

        Run run = process(withoutTests, release.database().url(), "doctor", "--json");

        assertThat(run.out()).startsWith("{\"command\":\"doctor\",\"exit\":1,");
        assertThat(run.out())
                .contains(
                        "{\"check\":\"migrations\",\"reason\":\"which migrations the database should have is not said");
    }
}
