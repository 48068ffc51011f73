package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.DatabaseOptions;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a migration sets, and what the next one sees of it. */
class SettingsOfMigrationsTest {
    private static final String SEE = "create table %s as select current_setting('lock_timeout') as lock_timeout,"
            + " current_setting('statement_timeout') as statement_timeout, current_setting('search_path') as search_path,"
            + " current_user::text as role, current_setting('check_function_bodies') as check_function_bodies,"
            + " current_setting('row_security') as row_security, current_setting('DateStyle') as datestyle,"
            + " current_setting('application_name') as application_name;";

    /** As pg_dump writes them, and more. */
    private static final String SET = """
            set statement_timeout = '1h';
            set lock_timeout = 0;
            set client_encoding = 'UTF8';
            set check_function_bodies = false;
            set row_security = off;
            set datestyle = 'ISO, DMY';
            set application_name = 'mine';
            set role nobody;
            select pg_catalog.set_config('search_path', '', false);
            """;

    @TempDir
    private Path folder;

    private ScratchDatabase database;

    @BeforeEach
    void create() throws Exception {
        database = ScratchPostgres.shared().createDatabase();
        try (Session session = new Session(database)) {
            session.run("do 'begin create role nobody; exception when duplicate_object then null; end'");
        }
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void noneOfThemReachesTheNext() throws Exception {
        new WrittenFiles(folder)
                .with("V1__before.sql", SEE.formatted("before"))
                .with("V2__set.sql", SET)
                .with("V3__after.sql", SEE.formatted("after"))
                .to(database)
                .withLockTimeout(Duration.ofMillis(1234))
                .migrate();

        try (Session session = new Session(database)) {
            assertThat(session.ask("select to_jsonb(after) = to_jsonb(before) from after, before"))
                    .isEqualTo("t");
            assertThat(session.ask("select before::text from before"))
                    .isEqualTo(
                            "(1234ms,0,\"\"\"public\"\",\"\"$user\"\", public\",postgres,on,on,\"ISO, MDY\",\"serein migrate\")");
        }
    }

    @Test
    void theNameThatWasSaidIsKept() throws Exception {
        new WrittenFiles(folder).with("V1__see.sql", SEE.formatted("seen"));
        Migrations.of(
                        DatabaseOptions.of(database.url()).withApplicationName("shop release"),
                        MigrationFiles.at(List.of(folder.toString())))
                .migrate();

        try (Session session = new Session(database)) {
            assertThat(session.ask("select application_name from seen")).isEqualTo("shop release");
        }
    }
}
