package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.doctor.Finding.Severity;
import dev.serein.migrate.MigrationFiles;
import dev.serein.migrate.Migrations;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the database is as the files have it. */
class MigrationsTest {
    @TempDir
    Path folder;

    private ScratchDatabase scratch;
    private Database db;

    @BeforeEach
    void migrate() throws IOException {
        scratch = ScratchPostgres.shared().createDatabase();
        write("V1__orders.sql", "create table orders (id bigint primary key);");
        write("V2__carts.sql", "create table carts (id bigint primary key);");
        write("R__newest.sql", "create or replace view newest as select max(id) as id from orders;");
        write("R__named.sql", "comment on table orders is '${flyway:database}';");
        Migrations.of(DatabaseOptions.of(scratch.url()), files()).migrate();
        db = Database.open(scratch.url());
    }

    @AfterEach
    void close() {
        db.close();
        scratch.close();
    }

    private void write(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }

    private MigrationFiles files() {
        return MigrationFiles.at(List.of(folder.toString()));
    }

    private Doctor doctor() {
        return Doctor.of(db).withMigrations(files());
    }

    @Test
    void aDatabaseThatHasAllOfThemIsFine() {
        assertThat(Asked.findings(new AppliedMigrations(), doctor())).isEmpty();
    }

    @Test
    void whatIsNotAppliedOrEditedOrFailedIsTold() throws IOException {
        write("V1__orders.sql", "create table orders (id uuid primary key);");
        write("R__newest.sql", "create or replace view newest as select min(id) as id from orders;");
        write("V3__lines.sql", "create table lines (id bigint primary key);");
        write("V4__more.sql", "create table more (id bigint primary key);");
        db.sql().execute("update flyway_schema_history set success = false where version = '2'");
        assertThat(Asked.findings(new AppliedMigrations(), doctor()))
                .containsExactly(
                        new Finding(
                                "migrations",
                                Severity.DANGER,
                                "1 migration is half done: the last attempt has failed",
                                List.of("V2__carts.sql"),
                                "mend what has failed, run serein repair, and serein migrate"),
                        new Finding(
                                "migrations",
                                Severity.WARNING,
                                "2 migrations are not applied",
                                List.of("V3__lines.sql", "V4__more.sql"),
                                "run serein migrate before starting the instances"),
                        new Finding(
                                "migrations",
                                Severity.WARNING,
                                "1 migration is applied, but not as now",
                                List.of("R__newest.sql"),
                                "run serein migrate before starting the instances"),
                        new Finding(
                                "migrations",
                                Severity.WARNING,
                                "1 migration is edited since",
                                List.of("V1__orders.sql"),
                                "put back what was edited, and write the change as a migration of its own"));
    }

    @Test
    void whatTheOptionsExpectIsAskedAgain() throws IOException {
        try (Database expecting =
                Database.open(DatabaseOptions.of(scratch.url()).expecting(files().expected()))) {
            assertThat(Asked.findings(new AppliedMigrations(), expecting)).isEmpty();
            db.sql().execute("delete from flyway_schema_history where version = '2'");
            assertThat(Asked.finding(new AppliedMigrations(), expecting).problem())
                    .isEqualTo("1 migration is not applied");
        }
    }

    @Test
    void aDatabaseWithoutAHistoryIsTold() {
        db.sql().execute("drop table flyway_schema_history");
        assertThat(Asked.finding(new AppliedMigrations(), doctor()))
                .isEqualTo(new Finding(
                        "migrations",
                        Severity.WARNING,
                        "There is no history of migrations in the search_path, and there should be 3 migrations",
                        List.of("search_path is \"$user\", public"),
                        "run serein migrate before starting the instances; or alter role … set search_path, if the history"
                                + " is in another schema"));
    }

    @Test
    void whatCannotBeComparedIsSaid() throws IOException {
        assertThat(Asked.unseen(new AppliedMigrations(), db))
                .isEqualTo("which migrations the database should have is not said; say it with expecting(…) of the"
                        + " options, or withMigrations(…)");
        db.sql().execute("create role doctors_reader login password 'x'");
        try (Database reader = Database.open(scratch.url().replaceFirst("//[^@]*@", "//doctors_reader:x@"))) {
            assertThat(Asked.unseen(new AppliedMigrations(), Doctor.of(reader).withMigrations(files())))
                    .isEqualTo("the history of migrations may not be read; grant select on flyway_schema_history to"
                            + " doctors_reader");
        } finally {
            db.sql().execute("drop role doctors_reader");
        }
        write("V2__again.sql", "select 1;");
        assertThat(Asked.unseen(new AppliedMigrations(), doctor()))
                .startsWith("Cannot use the migrations: ")
                .contains("V2__again.sql");
    }
}
