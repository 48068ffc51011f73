package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private Release release;

    @BeforeEach
    void oneOfTwoApplied() throws IOException {
        release = Release.in(folder).with("V1__users.sql", "create table users (id int);");
        assertThat(release.run("migrate").exit()).isZero();
        release.with("V2__long_posts.sql", "create table posts (id int);");
    }

    @AfterEach
    void drop() {
        release.close();
    }

    @Test
    void whatIsPendingIsAProblem() {
        assertThat(release.run("status")).isEqualTo(new Run(1, """
                applied       V1__users.sql       TIME
                pending       V2__long_posts.sql
                """, """
                The database is not as the files have it: 1 pending
                  fix: pending: serein migrate applies it
                """));
    }

    @Test
    void whatIsAppliedIsFine() {
        release.run("migrate");

        assertThat(release.run("status")).isEqualTo(new Run(0, """
                applied       V1__users.sql       TIME
                applied       V2__long_posts.sql  TIME
                """, ""));
        assertThat(release.run("status", "--json")).isEqualTo(new Run(0, """
                {"command":"status","exit":0,"current":true,"migrations":[\
                {"version":"1","description":"users","script":"V1__users.sql","state":"applied","appliedAt":"TIME"},\
                {"version":"2","description":"long posts","script":"V2__long_posts.sql","state":"applied",\
                "appliedAt":"TIME"}]}
                """, ""));
    }

    @Test
    void whatIsWrongIsNamedWithItsWayOut() throws IOException {
        release.run("migrate");
        release.with("V2__long_posts.sql", "create table posts (id bigint);")
                .with("V1.5__tags.sql", "create table tags (id int);")
                .with("R__view.sql", "create or replace view v as select 1;");

        Run run = release.run("status");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out().lines())
                .containsExactlyInAnyOrder(
                        "applied       V1__users.sql       TIME",
                        "out of order  V1.5__tags.sql",
                        "edited        V2__long_posts.sql  TIME",
                        "pending       R__view.sql");
        assertThat(run.err()).isEqualTo("""
                The database is not as the files have it: 1 pending, 1 out of order, 1 edited
                  fix: pending: serein migrate applies it
                       out of order: serein migrate --out-of-order applies it, if it does not depend on the order
                       edited: bring the file back as it was; or serein repair takes it as it is now
                """);
        assertThat(release.run("status", "--json").out())
                .contains(
                        "\"script\":\"V1.5__tags.sql\",\"state\":\"out_of_order\",\"appliedAt\":null}",
                        "{\"version\":null,\"description\":\"view\",\"script\":\"R__view.sql\",\"state\":\"pending\"");
    }

    @Test
    void onATerminalWhatIsNotFineHasAColour() {
        String out = release.run(Program.on(release.database().url()), true, "status")
                .out();

        assertThat(out)
                .isEqualTo("applied       V1__users.sql       TIME\n"
                        + "\u001b[33mpending     \u001b[0m  V2__long_posts.sql\n");
    }

    @Test
    void noMigrationsAreMostLikelyTheWrongPlace() throws IOException {
        release.without("V1__users.sql").without("V2__long_posts.sql");

        assertThat(release.run("status")).isEqualTo(new Run(1, "", """
                No migrations found in FOLDER
                  fix: write the first one, such as V20261123101530__orders.sql; or name the place that they are in
                """));
    }

    @Test
    void whatIsAppliedIsWrittenForComparison() throws IOException {
        Path file = elsewhere.resolve("released.txt");
        release.with("V3__more.sql", "create table more (id int);")
                .with("R__view.sql", "create or replace view v as select '${word}' as word;");
        String[] filled = {"--placeholder", "word=well"};
        assertThat(release.run("migrate", filled).exit()).isZero();
        release.with("V3__more.sql", "create table edited (id int);").with("V4__new.sql", "select 1;");
        Path present = elsewhere.resolve("present.txt");
        assertThat(release.run("check", "--placeholder", "word=well", "--write", present.toString())
                        .exit())
                .isZero();

        assertThat(release.run("status", "--placeholder", "word=well", "--write", file.toString())
                        .exit())
                .isEqualTo(1);

        List<String> ofFiles = Files.readAllLines(present);
        assertThat(Files.readAllLines(file))
                .hasSize(4)
                .contains(ofFiles.get(0), ofFiles.get(1), ofFiles.get(2))
                .anyMatch(line -> line.endsWith("  V3__more.sql") && !ofFiles.contains(line));
    }

    @Test
    void ofAnAdoptedDatabaseTheFilesUpToItsBaselineAreReleased() throws Exception {
        release.execute("drop table flyway_schema_history");
        assertThat(release.run("baseline", "1").exit()).isZero();

        release.run("status", "--write", elsewhere.resolve("released.txt").toString());

        assertThat(elsewhere.resolve("released.txt"))
                .content()
                .endsWith("  V1__users.sql\n")
                .hasLineCount(1);
    }

    @Test
    void whereItCannotBeWrittenIsSaid() {
        Run run = release.run("status", "--write", elsewhere.toString());

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("Cannot write the checksums: java.nio.file.FileSystemException: " + elsewhere
                        + ": Is a directory\n");
    }
}
