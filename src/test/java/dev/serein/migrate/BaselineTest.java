package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.serein.MigrationFailed;
import dev.serein.migrate.MigrationStatus.State;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineTest {
    @TempDir
    Path folder;

    private ScratchDatabase database;
    private WrittenFiles files;

    @BeforeEach
    void databaseWithTables() {
        database = ScratchPostgres.shared().createDatabase();
        WrittenFiles.run(database, "create table one (id int); create table two (id int)");
        files = new WrittenFiles(folder)
                .with("V1__one.sql", "create table one (id int);")
                .with("V2__two.sql", "create table two (id int);")
                .with("V3__three.sql", "create table three (id int);")
                .with("R__view.sql", "select 1;");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aDatabaseIsAdopted() {
        BaselineReport report = files.to(database).baseline("2", "as the old tool left it");

        assertThat(report)
                .isEqualTo(new BaselineReport(
                        "2",
                        "as the old tool left it",
                        List.of("V1__one.sql", "V2__two.sql"),
                        List.of("V3__three.sql", "R__view.sql")))
                .hasToString("The history begins at version 2: 2 files are taken as applied, 2 files are pending");
        assertThat(files.to(database).status().migrations())
                .extracting(MigrationStatus.Entry::script, MigrationStatus.Entry::state)
                .containsExactly(
                        tuple("V1__one.sql", State.BASELINE),
                        tuple("V2__two.sql", State.BASELINE),
                        tuple("as the old tool left it", State.BASELINE),
                        tuple("V3__three.sql", State.PENDING),
                        tuple("R__view.sql", State.PENDING));
        assertThat(files.to(database).migrate().applied())
                .extracting(MigrationReport.Applied::version)
                .hasSize(2)
                .startsWith("3");
        assertThat(files.to(database).status().isCurrent()).isTrue();
        assertThat(files.to(database).repairs()).isEmpty();
    }

    @Test
    void anUnderscoreInTheVersionIsADot() {
        assertThat(files.to(database).baseline("2_1", "so").version()).isEqualTo("2.1");
    }

    @Test
    void sayingTheSameAgainIsNothing() {
        files.to(database).baseline("2", "old");

        assertThat(files.to(database).baseline("2", "old").covered()).hasSize(2);
        assertThat(WrittenFiles.rows(database, "select count(*) from flyway_schema_history"))
                .containsExactly("1");
    }

    @Test
    void anotherBaselineIsRefused() {
        files.to(database).baseline("2", "old");

        assertThatThrownBy(() -> files.to(database).baseline("1", "old"))
                .isInstanceOf(MigrationFailed.class)
                .hasMessage("Cannot baseline at 1: the history begins at 2 (old) already\n"
                        + "  fix: run migrate; or, if that version is wrong and nothing was applied since, drop table"
                        + " flyway_schema_history, and baseline again");
    }

    @Test
    void aHistoryWithMigrationsIsRefused() {
        files.to(database).baseline("2", "old");
        files.to(database).migrate();

        assertThatThrownBy(() -> files.to(database).baseline("2", "old"))
                .hasMessage("Cannot baseline at 2: the history begins at 2 (old) already\n"
                        + "  fix: run migrate; or, if that version is wrong and nothing was applied since, drop table"
                        + " flyway_schema_history, and baseline again");
    }

    @Test
    void aHistoryOfMigrationsOnlyIsRefused() {
        WrittenFiles.run(database, "drop table one, two");
        files.to(database).migrate();

        assertThatThrownBy(() -> files.to(database).baseline("2", "old"))
                .isInstanceOf(MigrationFailed.class)
                .hasMessage("Cannot baseline at 2: the history has migrations already, from V1__one.sql on\n"
                        + "  fix: run migrate: there is nothing to adopt");
    }

    @Test
    void anEmptyHistoryIsRefused() {
        WrittenFiles.run(database, "drop table one, two");
        files.with("V1__one.sql", "select 1/0;");
        assertThatThrownBy(() -> files.to(database).migrate()).isInstanceOf(MigrationFailed.class);

        assertThatThrownBy(() -> files.to(database).baseline("2", "old"))
                .isInstanceOf(MigrationFailed.class)
                .hasMessage("Cannot baseline at 2: there is a history already, and it is empty\n"
                        + "  fix: drop table flyway_schema_history, and baseline again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.", "-1", "latest", "1..2", "1 2", "V1", "१"})
    void whatIsNoVersionIsRefused(String version) {
        assertThatThrownBy(() -> files.to(database).baseline(version, "old"))
                .isInstanceOf(MigrationFailed.class)
                .hasMessage("Cannot baseline: \"" + version + "\" is not a version\n"
                        + "  fix: say that of the newest file whose work is in the database already, such as"
                        + " 20261123101530");
    }

    @Test
    void aDescriptionThatCannotBeKeptIsRefused() {
        assertThatThrownBy(() -> files.to(database).baseline("1", "x".repeat(201)))
                .hasMessage("Cannot baseline: the description has 201 characters\n"
                        + "  fix: say in 1 to 200 characters where the database comes from");
        assertThatThrownBy(() -> files.to(database).baseline("1", "  ")).isInstanceOf(MigrationFailed.class);
    }
}
