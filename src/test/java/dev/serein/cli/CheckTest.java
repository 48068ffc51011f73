package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs no database, and is not told of one. */
class CheckTest {
    private static final Program PROGRAM = Program.in(Map.of());

    @TempDir
    Path folder;

    private Path released;

    @BeforeEach
    void twoMigrations(@TempDir Path elsewhere) throws IOException {
        Files.writeString(folder.resolve("V1__users.sql"), "create table users (id int);");
        Files.writeString(folder.resolve("V2__posts.sql"), "create table posts (id int);");
        released = elsewhere.resolve("checksums.txt");
    }

    private Run check(Program program, String... further) {
        String[] arguments = new String[3 + further.length];
        arguments[0] = "check";
        arguments[1] = "--migrations";
        arguments[2] = folder.toString();
        System.arraycopy(further, 0, arguments, 3, further.length);
        return program.run(arguments).masked(folder);
    }

    @Test
    void goodFilesAreFine() {
        assertThat(check(PROGRAM)).isEqualTo(new Run(0, "Nothing is wrong with FOLDER\n", ""));
        assertThat(check(PROGRAM, "--json"))
                .isEqualTo(new Run(0, "{\"command\":\"check\",\"exit\":0,\"problems\":[]}\n", ""));
    }

    @Test
    void everyProblemIsALineOnStderr() throws IOException {
        Files.writeString(folder.resolve("V2__tags.sql"), "create table tags (id int);");
        Files.writeString(folder.resolve("V3__empty.sql"), "");

        Run run = check(PROGRAM);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.startsWith("FOLDER/V"))
                .anyMatch(line -> line.equals("FOLDER/V3__empty.sql: there is no statement in it"));
        assertThat(check(PROGRAM, "--json").out())
                .startsWith("{\"command\":\"check\",\"exit\":1,\"problems\":[{\"file\":\"FOLDER\\/V2__")
                .endsWith("{\"file\":\"FOLDER\\/V3__empty.sql\",\"line\":null,\"kind\":\"empty\","
                        + "\"problem\":\"there is no statement in it\"}]}\n");
    }

    @Test
    void aReleaseIsComparedFromAFileAndFromStdin() throws IOException {
        assertThat(check(PROGRAM, "--write", released.toString()).exit()).isZero();
        assertThat(released).content().containsPattern("^-?[0-9]+  V1__users.sql\n-?[0-9]+  V2__posts.sql\n$");
        assertThat(check(PROGRAM, "--base", released.toString()).exit()).isZero();
        Files.writeString(folder.resolve("V1__users.sql"), "create table users (id bigint);");

        Run run = check(PROGRAM, "--base", released.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("FOLDER/V1__users.sql: ").hasLineCount(1);
        assertThat(check(PROGRAM.reading(Files.readString(released)), "--base", "-"))
                .isEqualTo(run);
    }

    @Test
    void aReleaseThatIsNotThereIsNoComparison() {
        Run run = check(PROGRAM, "--base", released.toString(), "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("Cannot use the checksums: java.nio.file.NoSuchFileException: " + released + "\n");
        assertThat(run.out()).startsWith("{\"command\":\"check\",\"exit\":2,\"error\":{\"type\":\"File\",");
    }

    @Test
    void somethingElseOnStdinIsRefused() {
        Run run = check(PROGRAM.reading("fatal: not a repository\n"), "--base", "-");

        assertThat(run).isEqualTo(new Run(1, "", """
                Cannot read the checksums in stdin:1: this is not a checksum and the name of a file
                  fix: write the file anew
                """));
    }
}
