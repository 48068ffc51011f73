package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateTest {
    @TempDir
    Path folder;

    private Release release;

    @BeforeEach
    void twoMigrations() throws IOException {
        release = Release.in(folder)
                .with("V1__users.sql", "create table users (id int);")
                .with("V2__posts.sql", "create table ${posts} (id int);");
    }

    @AfterEach
    void drop() {
        release.close();
    }

    private Run migrate(String... further) {
        return migrate(Program.on(release.database().url()), false, further);
    }

    private Run migrate(Program in, boolean terminal, String... further) {
        String[] arguments = Stream.concat(Stream.of("--placeholder", "posts=posts"), Stream.of(further))
                .toArray(String[]::new);
        return release.run(in, terminal, "migrate", arguments);
    }

    @Test
    void whatIsPendingIsAppliedAndASecondRunFindsNothing() {
        assertThat(migrate()).isEqualTo(new Run(0, """
                2 migrations applied in N ms; the schema is at version 2
                """, """
                Applied V1__users.sql in N ms
                Applied V2__posts.sql in N ms
                """));
        assertThat(migrate()).isEqualTo(new Run(0, "Nothing to apply; the schema is at version 2\n", ""));
    }

    @Test
    void withJsonThereIsOneDocumentAndNothingElse() {
        assertThat(migrate("--json")).isEqualTo(new Run(0, """
                {"command":"migrate","exit":0,"applied":[{"script":"V1__users.sql","version":"1","millis":N},\
                {"script":"V2__posts.sql","version":"2","millis":N}],"version":"2","millis":N}
                """, ""));
        assertThat(migrate("--json")).isEqualTo(new Run(0, """
                {"command":"migrate","exit":0,"applied":[],"version":"2","millis":N}
                """, ""));
    }

    @Test
    void aMigrationThatFailsIsAProblemAndWhatCameBeforeItStays() throws IOException {
        release.with("V2__posts.sql", "create table posts (\n  id nothing);")
                .with("V3__tags.sql", "create table tags (id int);");

        Run failed = migrate("--json");

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out())
                .startsWith("{\"command\":\"migrate\",\"exit\":1,\"applied\":[{\"script\":\"V1__users.sql\",")
                .contains("\"failed\":\"V2__posts.sql\",\"pending\":[\"V3__tags.sql\"],"
                        + "\"error\":{\"type\":\"MigrationFailed\",\"message\":\"Cannot apply ")
                .endsWith("\"sqlstate\":\"42704\"}}\n");
        assertThat(failed.err()).startsWith("Cannot apply FOLDER/V2__posts.sql:2:6: type \"nothing\" does not exist\n");
    }

    @Test
    void theDirectUrlComesFirst() {
        Program behindPooler = Program.in(Map.of(
                "DATABASE_URL",
                "postgresql://ada:hunter2@127.0.0.1:1/pooler",
                "DATABASE_DIRECT_URL",
                release.database().url()));

        assertThat(migrate(behindPooler, false).exit()).isZero();
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutThePassword() {
        Run run = migrate(Program.on("postgresql://ada:hunter2@127.0.0.1:1/shop"), false, "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("Cannot connect to 127.0.0.1:1");
        assertThat(run.out())
                .startsWith("{\"command\":\"migrate\",\"exit\":2,\"error\":{\"type\":\"ConnectionFailed\"");
        assertThat(run.out() + run.err()).doesNotContain("hunter2");
    }

    @Test
    void noDatabaseIsWrongConfiguration() {
        assertThat(migrate(Program.in(Map.of()), false)).isEqualTo(new Run(2, "", """
                DATABASE_URL is not set
                  fix: set it to postgresql://user:password@host:5432/database
                """));
    }

    @Test
    void onATerminalALineIsWrittenOverUntilItsMigrationIsDone() {
        String err = migrate(Program.on(release.database().url()), true).err();

        assertThat(err)
                .contains("\r\u001b[2K\u001b[?7lV1__users.sql\u001b[?7h")
                .contains("\r\u001b[2KV1__users.sql  N ms\n")
                .endsWith("\r\u001b[2KV2__posts.sql  N ms\n");
    }
}
