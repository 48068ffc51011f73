package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jooq.tools.json.JSONValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lint as a program: what it says, where, and how it ends. */
class LintProgramTest {
    private static final String URL = urlOfServer();

    @TempDir
    Path folder;

    /** What it said, and how it ended. */
    record Run(int exit, String out, String err) {}

    private static String urlOfServer() {
        try (ScratchDatabase any = ScratchPostgres.shared().createDatabase()) {
            return any.url().replace(any.name(), "postgres");
        }
    }

    @BeforeEach
    void aRelease() throws IOException {
        Files.createDirectories(folder.resolve("now"));
        write("now/V1__orders.sql", "create table orders (id int);");
        write("now/V2__total.sql", "create table lines (id int);\n\ncreate index on orders (id);\n");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static Run run(String in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** With these migrations, on a server that runs. */
    private Run lint(String in, String... further) {
        Run run = run(
                in,
                Stream.concat(
                                Stream.of("--migrations", folder.resolve("now").toString(), "--postgres", URL),
                                Stream.of(further))
                        .toArray(String[]::new));
        String escaped = folder.toString().replace("/", "\\/");
        return new Run(
                run.exit(), run.out().replace(folder.toString(), "FOLDER").replace(escaped, "FOLDER"), run.err());
    }

    @Test
    void helpGoesToStdout() {
        Run help = run("", "--help");

        assertThat(help.exit()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .startsWith("Usage: serein-lint ")
                .contains("\nExamples:\n  serein-lint --base shop-1.4.jar\n")
                .contains("  2   it could not run: ");
    }

    @Test
    void whatIsReleasedIsNotLinted() throws IOException {
        Files.createDirectories(folder.resolve("then"));
        Files.copy(folder.resolve("now/V1__orders.sql"), folder.resolve("then/V1__orders.sql"));
        Files.copy(folder.resolve("now/V2__total.sql"), folder.resolve("then/V2__total.sql"));

        assertThat(lint("", "--base", folder.resolve("then").toString()))
                .isEqualTo(new Run(0, "PostgreSQL 18: nothing is new\n", ""));
    }

    @Test
    void whatIsDangerousIsAProblemWithItsWayOut() throws Exception {
        String base = ReleasedFiles.checksums(MigrationSet.in(folder.resolve("now")))
                        .get("V1__orders.sql") + "  V1__orders.sql";

        assertThat(lint(base, "--base", "-")).isEqualTo(new Run(1, """
                FOLDER/now/V2__total.sql:1: create table lines (id int)
                FOLDER/now/V2__total.sql:3: create index on orders (id)
                  locks:   SHARE on orders
                  does:    builds orders_id_idx
                  danger:  create-index: writers of orders wait while orders_id_idx is built
                  fix:     build it concurrently, in a file of its own:
                             create index concurrently orders_id_idx on orders (id);
                PostgreSQL 18: 2 statements, 1 danger
                """, ""));
        Run json = lint(base, "--base", "-", "--json");
        assertThat(json.exit()).isEqualTo(1);
        assertThat(JSONValue.parseWithException(json.out()))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("command", "lint")
                .containsEntry("exit", 1L)
                .containsEntry("server", "PostgreSQL 18")
                .containsEntry("notes", List.of())
                .hasEntrySatisfying("statements", all -> assertThat(all)
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .hasSize(2));
    }

    @Test
    void whatIsAllowedIsNone() throws IOException {
        write("now/V2__total.sql", """
                create table lines (id int);
                -- serein:allow create-index: it has 200 rows
                create index on orders (id);
                """);

        assertThat(lint("")).isEqualTo(new Run(0, """
                FOLDER/now/V1__orders.sql:1: create table orders (id int)
                FOLDER/now/V2__total.sql:1: create table lines (id int)
                FOLDER/now/V2__total.sql:3: create index on orders (id)
                  locks:   SHARE on orders
                  does:    builds orders_id_idx
                  allowed: create-index: writers of orders wait while orders_id_idx is built
                  because: it has 200 rows
                note: Nobody said what is released: each file is taken for a release of its own
                PostgreSQL 18: 3 statements, 1 allowed
                """, ""));
    }

    @Test
    void aBaseThatIsNoneIsSaidAndNotQuoted() {
        Run run = lint("", "--json", "--base", "postgresql://ada:hunter2@db/shop");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("--base is none of what is released: there is no such file\n  fix: name a folder");
        assertThat(run.out())
                .startsWith(
                        "{\"command\":\"lint\",\"exit\":2,\"error\":{\"type\":\"LintFailed\",\"message\":\"--base is none");
        assertThat(run.out() + run.err()).doesNotContain("hunter2");
    }

    @Test
    void aServerThatIsNotThereIsAProblemOfItsOwn() {
        Run run = run(
                "",
                "--migrations",
                folder.resolve("now").toString(),
                "--postgres",
                "postgresql://ada:hunter2@localhost:1/x");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("Cannot use the PostgreSQL at postgresql://localhost:1: Connection to");
    }

    @Test
    void noMigrationsNameThePlace() {
        assertThat(run("", "--migrations", "no/where")).isEqualTo(new Run(2, "", """
                No migrations found in no/where
                  fix: write the first one, such as no/where/V1__init.sql
                """));
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThat(lint("", "--migrations", "no/where")).isEqualTo(new Run(2, "", """
                There is no folder no/where of migrations
                  fix: name those that are there
                """));
    }

    @Test
    void wrongUsageSaysWhatIsWrong() {
        assertThat(run("", "--bsae")).isEqualTo(new Run(2, "", """
                There is no option --bsae
                  fix: see serein-lint --help
                """));
        assertThat(run("", "--base")).isEqualTo(new Run(2, "", """
                There is no value of --base
                  fix: see serein-lint --help
                """));
        assertThat(run("", "--base", "a", "--base", "b")).isEqualTo(new Run(2, "", """
                --base is said twice
                  fix: see serein-lint --help
                """));
        assertThat(run("", "--json", "more")).isEqualTo(new Run(2, """
                {"command":"lint","exit":2,"error":{"type":"LintFailed",\
                "message":"There is an argument too many\\n  fix: see serein-lint --help"}}
                """, """
                There is an argument too many
                  fix: see serein-lint --help
                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ada:hunter2@db/shop",
                "--url=postgresql://ada:hunter2@db/shop",
                "--json=hunter2",
                "--postgres=hunter2",
                "--postgres=postgresql://ada:hunter2@db:no/shop",
                "--placeholder=hunter2",
                "-xhunter2",
                "@hunter2"
            })
    void whatIsNotUnderstoodIsNotQuoted(String wrong) {
        Run run = run("", wrong, "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).isNotEmpty();
        assertThat(run.out() + run.err()).doesNotContain("hunter2");
    }
}
