package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    @TempDir
    Path folder;

    private Release release;

    @BeforeEach
    void aDatabaseThatIsOlder() throws Exception {
        release = Release.in(folder)
                .with("V1__users.sql", "create table users (id int);")
                .with("V2__posts.sql", "create table posts (id int);");
        release.execute("create table users (id int)");
    }

    @AfterEach
    void drop() {
        release.close();
    }

    @Test
    void theDatabaseIsAdoptedAndTheNextMigrateBeginsBehindIt() {
        assertThat(release.run("baseline", "1")).isEqualTo(new Run(0, """
                The history begins at version 1: 1 file is taken as applied, 1 file is pending
                """, ""));
        assertThat(release.run("migrate").out()).startsWith("1 migration applied in ");
    }

    @Test
    void withJsonItIsADocument() {
        assertThat(release.run("baseline", "1", "--description", "By \"hand\"", "--json"))
                .isEqualTo(new Run(0, """
                        {"command":"baseline","exit":0,"version":"1","description":"By \\"hand\\"",\
                        "covered":["V1__users.sql"],"pending":["V2__posts.sql"]}
                        """, ""));
    }

    @Test
    void aHistoryThatHasBegunIsAProblem() throws SQLException {
        release.execute("drop table users");
        assertThat(release.run("migrate").exit()).isZero();

        Run run = release.run("baseline", "1", "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("{\"command\":\"baseline\",\"exit\":1,\"error\":{\"type\":\"MigrationFailed\",");
        assertThat(run.err()).isEqualTo("""
                Cannot baseline at 1: the history has migrations already, from V1__users.sql on
                  fix: run migrate: there is nothing to adopt
                """);
    }

    @Test
    void whatIsNoVersionIsWrongUsageAndNotQuoted() {
        assertThat(release.run("baseline", "postgresql://ada:hunter2@db/shop")).isEqualTo(new Run(2, "", """
                VERSION cannot be used: it is no VERSION
                  fix: see serein baseline --help
                """));
        assertThat(release.run("baseline")).isEqualTo(new Run(2, "", """
                There is no VERSION
                  fix: see serein baseline --help
                """));
    }
}
