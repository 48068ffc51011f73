package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.PostgresProvider.ExistingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serein:lint}: what it logs, writes, and fails with. */
class LintGoalTest {
    @TempDir
    Path base;

    private final List<String> logged = new ArrayList<>();
    private LintMojo goal;

    @BeforeEach
    void aProject() throws IOException {
        write("db/migration/V1__orders.sql", "create table orders (id int);");
        write("db/migration/V2__index.sql", "create index on orders (id);");
        goal = new LintMojo();
        goal.setLog(new SystemStreamLog() {
            @Override
            public void info(CharSequence text) {
                logged.add(text.toString().replace(base.toString(), "BASE"));
            }

            @Override
            public void error(CharSequence text) {
                info(text);
            }

            @Override
            public void debug(Throwable failure) {}
        });
        goal.project = new MavenProject();
        goal.project.setFile(base.resolve("pom.xml").toFile());
        goal.postgres = ((ExistingServer) Workspace.SERVER).url();
    }

    private Path write(String name, String text) throws IOException {
        Path file = base.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void theBaseIsAPathInTheProject() throws Exception {
        write("then/V1__orders.sql", "create table orders (id int);");
        write("then/V2__index.sql", "create index on orders (id);");
        goal.base = "then";

        goal.execute();

        assertThat(logged).containsExactly("What the new migrations do\nPostgreSQL 18: nothing is new");
    }

    @Test
    void whatCannotBeLintedFailsTheBuild() throws IOException {
        goal.base = "no/where";
        assertFails(
                "--base is none of what is released: there is no such file\n  fix: name a folder of migrations, a jar"
                        + " of the application, its SchemaVersion.java, or a file that serein check --write or serein status"
                        + " --write has made");

        write("then/V1__orders.sql", "select");
        goal.base = "then";
        assertFails(base + "/db/migration/V1__orders.sql was changed after its release\n"
                + "  fix: put back as it was what was changed, and write a new migration in its place");
    }

    @Test
    void whatIsDangerousFailsTheBuildAndIsLogged() {
        assertFails("The new migrations are dangerous for a database in use, as said above");

        assertThat(logged).containsExactly("""
                What the new migrations do
                BASE/db/migration/V1__orders.sql:1: create table orders (id int)
                BASE/db/migration/V2__index.sql:1: create index on orders (id)
                  locks:   SHARE on orders
                  does:    builds orders_id_idx
                  danger:  create-index: writers of orders wait while orders_id_idx is built
                  fix:     build it concurrently, in a file of its own:
                             create index concurrently orders_id_idx on orders (id);
                note: Nobody said what is released: each file is taken for a release of its own
                PostgreSQL 18: 2 statements, 1 danger""");
    }

    @Test
    void theReportIsWrittenForProgramsToo() throws Exception {
        write("db/migration/V2__index.sql", "create table ${name} (id int);");
        goal.placeholders = Map.of("name", "lines");
        goal.json = base.resolve("target/lint/report.json").toFile();

        goal.execute();

        assertThat(goal.json).content().startsWith("{\"command\":\"lint\",\"exit\":0,\"server\":\"PostgreSQL 18\",");
    }

    @Test
    void inAParentProjectOrSkippedThereIsNothingToDo() throws Exception {
        goal.skip = true;
        goal.execute();
        goal.skip = false;
        goal.project.setPackaging("pom");
        goal.execute();

        assertThat(logged).containsExactly("Skipped, as asked for", "Nothing to do in a parent project");
    }

    private void assertFails(String message) {
        assertThatThrownBy(goal::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage(message);
    }
}
