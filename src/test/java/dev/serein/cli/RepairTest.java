package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairTest {
    private static final String CHANGE =
            "Mark V1__users.sql as deleted, because its file is gone: what it did stays in the database";

    @TempDir
    Path folder;

    private Release release;

    @BeforeEach
    void twoApplied() throws IOException {
        release = Release.in(folder)
                .with("V1__users.sql", "create table users (id int);")
                .with("V2__posts.sql", "create table posts (id int);");
        assertThat(release.run("migrate").exit()).isZero();
    }

    @AfterEach
    void drop() {
        release.close();
    }

    @Test
    void nothingToRepairIsFine() {
        assertThat(release.run("repair")).isEqualTo(new Run(0, "Nothing to repair\n", ""));
        assertThat(release.run("repair", "--yes")).isEqualTo(new Run(0, "Nothing to repair\n", ""));
    }

    @Test
    void whatItWouldChangeIsShownAndChangedWithYesOnly() throws IOException {
        release.without("V1__users.sql");
        Run shown = new Run(1, CHANGE + "\n", """
                Nothing is changed yet
                  fix: serein repair --yes
                """);

        assertThat(release.run("repair")).isEqualTo(shown);
        assertThat(release.run("repair")).isEqualTo(shown);
        assertThat(release.run("repair", "--yes")).isEqualTo(new Run(0, CHANGE + "\n", ""));
        assertThat(release.run("repair")).isEqualTo(new Run(0, "Nothing to repair\n", ""));
    }

    @Test
    void withJsonEachChangeIsAnObject() throws IOException {
        release.without("V1__users.sql");
        String repairs = "\"repairs\":[{\"kind\":\"mark_deleted\",\"version\":\"1\",\"script\":\"V1__users.sql\","
                + "\"sentence\":\"" + CHANGE + "\"}]}\n";

        assertThat(release.run("repair", "--json").out())
                .isEqualTo("{\"command\":\"repair\",\"exit\":1,\"done\":false," + repairs);
        assertThat(release.run("repair", "--json", "--yes"))
                .isEqualTo(new Run(0, "{\"command\":\"repair\",\"exit\":0,\"done\":true," + repairs, ""));
    }
}
