package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.MigrationFailed;
import dev.serein.migrate.Repair.Kind;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairTest {
    private static final String HISTORY =
            "select installed_rank, version, type, script, success from flyway_schema_history order by 1";

    @TempDir
    Path folder;

    private ScratchDatabase database;
    private WrittenFiles files;

    @BeforeEach
    void emptyDatabase() {
        database = ScratchPostgres.shared().createDatabase();
        files = new WrittenFiles(folder);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void migrate() {
        files.to(database).migrate();
    }

    @Test
    void whereNothingIsWrongNothingIsDone() {
        files.with("V1__one.sql", "select 1;").with("R__view.sql", "select 1;");
        assertThat(files.to(database).repairs()).isEmpty();
        assertThat(files.to(database).repair()).isEmpty();
        migrate();
        files.with("V2__two.sql", "select 2;").with("R__view.sql", "select 2;");

        assertThat(files.to(database).repairs()).isEmpty();
        assertThat(files.to(database).repair()).isEmpty();
    }

    @Test
    void sayingItChangesNothing() {
        files.with("V1__one.sql", "select 1;");
        migrate();
        files.with("V1__one.sql", "select 2;");
        List<String> before = WrittenFiles.rows(database, "select h::text from flyway_schema_history h");

        assertThat(files.to(database).repairs()).hasSize(1);

        assertThat(WrittenFiles.rows(database, "select h::text from flyway_schema_history h"))
                .isEqualTo(before);
    }

    @Test
    void anEditedFileIsTakenAsItIs() {
        files.with("V1__one.sql", "create table one (id int);").with("V2__two.sql", "select 2;");
        migrate();
        files.with("V1__one.sql", "create table one (id bigint);")
                .without("V2__two.sql")
                .with("V2__zwei.sql", "select 2;");
        List<Repair> repairs = files.to(database).repairs();

        assertThat(repairs)
                .containsExactly(
                        new Repair(
                                Kind.TAKE_FILE,
                                "1",
                                "V1__one.sql",
                                "Take V1__one.sql as it is now (checksum -559911843 in place of -955116569)"
                                        + " for what was applied: the database stays as the old file made it"),
                        new Repair(
                                Kind.TAKE_FILE,
                                "2",
                                "V2__two.sql",
                                "Take V2__two.sql as it is now (description \"zwei\" in place of \"two\")"
                                        + " for what was applied: the database stays as the old file made it"));
        assertThat(files.to(database).repair()).isEqualTo(repairs);
        assertThat(files.to(database).status().isCurrent()).isTrue();
        assertThat(files.to(database).migrate().applied()).isEmpty();
        assertThat(WrittenFiles.rows(
                        database, "select data_type from information_schema.columns where table_name = 'one'"))
                .containsExactly("integer");
    }

    @Test
    void aMissingFileIsMarkedAsDeleted() {
        files.with("V1__one.sql", "create table one (id int);")
                .with("V2__two.sql", "select 2;")
                .with("R__view.sql", "select 1;");
        migrate();
        files.without("V1__one.sql").without("R__view.sql");
        List<Repair> repairs = files.to(database).repairs();

        assertThat(repairs)
                .containsExactly(
                        new Repair(
                                Kind.MARK_DELETED,
                                "1",
                                "V1__one.sql",
                                "Mark V1__one.sql as deleted, because its file is gone:"
                                        + " what it did stays in the database"),
                        new Repair(
                                Kind.MARK_DELETED,
                                null,
                                "R__view.sql",
                                "Mark R__view.sql as deleted, because its file is gone:"
                                        + " what it did stays in the database"));
        assertThat(files.to(database).repair()).isEqualTo(repairs);
        MigrationStatus status = files.to(database).status();
        assertThat(status.isCurrent()).isTrue();
        assertThat(status.migrations())
                .extracting(MigrationStatus.Entry::script)
                .containsExactly("V2__two.sql");
        assertThat(files.to(database).repairs()).isEmpty();
        assertThat(files.to(database).migrate().applied()).isEmpty();
        assertThat(WrittenFiles.rows(database, "select count(*) from one")).containsExactly("0");
    }

    @Test
    void whatANewerReleaseAppliedIsLeftAlone() {
        files.with("V1__one.sql", "select 1;").with("V2__two.sql", "select 2;");
        migrate();
        files.with("V1__one.sql", "select 11;").without("V2__two.sql");

        assertThat(files.to(database).repair()).extracting(Repair::version).containsExactly("1");
        assertThat(files.to(database).status().migrations())
                .extracting(MigrationStatus.Entry::state)
                .containsExactly(MigrationStatus.State.APPLIED, MigrationStatus.State.AHEAD);
    }

    @Test
    void aFailedEntryIsRemoved() {
        files.with("V1__one.sql", "create table one (id int); insert into one values (1), (1);")
                .with("V2__index.sql", "create unique index concurrently one_id on one (id);");
        assertThatThrownBy(this::migrate).isInstanceOf(MigrationFailed.class);
        assertThat(WrittenFiles.rows(database, HISTORY))
                .containsExactly("1 1 SQL V1__one.sql t", "2 2 SQL V2__index.sql f");
        List<Repair> repairs = files.to(database).repairs();

        assertThat(repairs)
                .containsExactly(new Repair(
                        Kind.REMOVE_FAILED,
                        "2",
                        "V2__index.sql",
                        "Remove the failed entry of V2__index.sql: what it had done before it failed stays in the"
                                + " database; the next migrate goes on behind it"));
        assertThat(files.to(database).repair()).isEqualTo(repairs);
        assertThat(WrittenFiles.rows(database, HISTORY)).containsExactly("1 1 SQL V1__one.sql t");
        assertThat(files.to(database).status().migrations())
                .extracting(MigrationStatus.Entry::state)
                .containsExactly(MigrationStatus.State.APPLIED, MigrationStatus.State.PENDING);
    }

    @Test
    void allAtOnceIsMendedAtOnce() {
        files.with("V1__one.sql", "create table one (id int); insert into one values (1), (1);")
                .with("V2__two.sql", "select 2;")
                .with("V3__three.sql", "select 3;")
                .with("V4__index.sql", "create unique index concurrently one_id on one (id);");
        assertThatThrownBy(this::migrate).isInstanceOf(MigrationFailed.class);
        files.with("V2__two.sql", "select 22;")
                .without("V3__three.sql")
                .without("V4__index.sql")
                .with("V5__five.sql", "select 5;");

        assertThat(files.to(database).repair())
                .extracting(repair -> repair.kind() + " " + repair.script())
                .containsExactly("TAKE_FILE V2__two.sql", "MARK_DELETED V3__three.sql", "REMOVE_FAILED V4__index.sql");
        assertThat(files.to(database).repairs()).isEmpty();
        assertThat(files.to(database).migrate().applied())
                .extracting(MigrationReport.Applied::version)
                .containsExactly("5");
        assertThat(files.to(database).status().isCurrent()).isTrue();
    }
}
