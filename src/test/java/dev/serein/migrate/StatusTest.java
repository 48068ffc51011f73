package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serein.ConnectionFailed;
import dev.serein.DatabaseOptions;
import dev.serein.MigrationFailed;
import dev.serein.migrate.MigrationStatus.Entry;
import dev.serein.migrate.MigrationStatus.State;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
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

    private List<String> status() {
        return shown(files.to(database).status());
    }

    private static List<String> shown(MigrationStatus status) {
        return status.migrations().stream()
                .map(entry -> entry.state() + " " + entry.script())
                .toList();
    }

    private static Entry only(MigrationStatus status, State state) {
        return status.migrations().stream()
                .filter(entry -> entry.state() == state)
                .reduce((one, other) -> {
                    throw new AssertionError("There are two of " + state);
                })
                .orElseThrow();
    }

    @Test
    void withoutAHistoryEverythingIsPendingAndNothingIsMade() {
        files.with("V2__two.sql", "create table two (id int);")
                .with("V1__one.sql", "create table one (id int);")
                .with("R__view.sql", "select 1;");

        MigrationStatus status = files.to(database).status();

        assertThat(status.migrations())
                .containsExactly(
                        new Entry("1", "one", "V1__one.sql", State.PENDING, null),
                        new Entry("2", "two", "V2__two.sql", State.PENDING, null),
                        new Entry(null, "view", "R__view.sql", State.PENDING, null));
        assertThat(status.isCurrent()).isFalse();
        assertThat(WrittenFiles.rows(database, "select relname from pg_class where relname like 'flyway%'"))
                .isEmpty();
    }

    @Test
    void whatIsAppliedSaysWhen() {
        files.with("V1__one.sql", "create table one (id int);");
        files.to(database).migrate();

        MigrationStatus status = files.to(database).status();

        assertThat(shown(status)).containsExactly("APPLIED V1__one.sql");
        assertThat(status.isCurrent()).isTrue();
        assertThat(status.migrations().get(0).appliedAt()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void aRepeatableOneWhoseTextHasChangedIsPendingAgainAndStandsThereOnce() {
        files.with("R__view.sql", "create or replace view v as select 1 as one;");
        files.to(database).migrate();
        files.with("R__view.sql", "create or replace view v as select 2 as one;");
        files.to(database).migrate();
        assertThat(status()).containsExactly("APPLIED R__view.sql");

        files.with("R__view.sql", "create or replace view v as select 3 as one;")
                .with("V1__one.sql", "select 1;");

        MigrationStatus status = files.to(database).status();
        assertThat(shown(status)).containsExactly("PENDING V1__one.sql", "PENDING R__view.sql");
        assertThat(status.migrations().get(1).appliedAt()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(status.isCurrent()).isFalse();
    }

    @Test
    void aRepeatableOneIsPendingAgainWhenAPlaceholderInItChanges() {
        files.with("R__view.sql", "create or replace view v as select ${number} as one;");
        DatabaseOptions options = DatabaseOptions.of(database.url());
        Migrations.of(options, files.files().withPlaceholders(Map.of("number", "1")))
                .migrate();

        MigrationStatus status = Migrations.of(options, files.files().withPlaceholders(Map.of("number", "2")))
                .status();

        assertThat(shown(status)).containsExactly("PENDING R__view.sql");
    }

    @Test
    void anEditedAMissingAndALateOneAreTold() {
        files.with("V1__one.sql", "select 1;")
                .with("V2__two.sql", "select 2;")
                .with("V4__four.sql", "select 4;")
                .with("R__view.sql", "select 1;");
        files.to(database).migrate();
        files.with("V1__one.sql", "select 11;").without("V2__two.sql").with("V3__three.sql", "select 3;");

        MigrationStatus status = files.to(database).status();

        assertThat(shown(status))
                .containsExactly(
                        "EDITED V1__one.sql",
                        "MISSING V2__two.sql",
                        "APPLIED V4__four.sql",
                        "APPLIED R__view.sql",
                        "OUT_OF_ORDER V3__three.sql");
        assertThat(status.isCurrent()).isFalse();
        assertThat(shown(files.to(database).withOutOfOrder(true).status())).contains("PENDING V3__three.sql");
    }

    @Test
    void aRenamedOneIsEdited() {
        files.with("V1__one.sql", "select 1;");
        files.to(database).migrate();
        files.without("V1__one.sql").with("V1__uno.sql", "select 1;");

        assertThat(status()).containsExactly("EDITED V1__one.sql");
    }

    @Test
    void aDescriptionThatTheHistoryCutsIsNotEdited() {
        files.with("V1__" + "very_".repeat(45) + "long.sql", "select 1;");
        files.to(database).migrate();

        assertThat(files.to(database).status().isCurrent()).isTrue();
    }

    @Test
    void whatANewerReleaseAppliedIsAheadAndFine() {
        files.with("V1__one.sql", "select 1;").with("V2__two.sql", "select 2;");
        files.to(database).migrate();
        files.without("V2__two.sql");

        MigrationStatus status = files.to(database).status();

        assertThat(shown(status)).containsExactly("APPLIED V1__one.sql", "AHEAD V2__two.sql");
        assertThat(status.isCurrent()).isTrue();
    }

    @Test
    void whatFailedOutsideOfATransactionIsFailed() {
        files.with("V1__one.sql", "create table one (id int); insert into one values (1), (1);")
                .with("V2__index.sql", "create unique index concurrently one_id on one (id);");
        assertThatThrownBy(() -> files.to(database).migrate()).isInstanceOf(MigrationFailed.class);

        MigrationStatus status = files.to(database).status();

        assertThat(shown(status)).containsExactly("APPLIED V1__one.sql", "FAILED V2__index.sql");
        assertThat(only(status, State.FAILED).appliedAt()).isNotNull();
        assertThat(status.isCurrent()).isFalse();
    }

    @Test
    void whatFailedInATransactionIsPending() {
        files.with("V1__one.sql", "select 1/0;");
        assertThatThrownBy(() -> files.to(database).migrate()).isInstanceOf(MigrationFailed.class);

        assertThat(status()).containsExactly("PENDING V1__one.sql");
    }

    @Test
    void aRoleThatMayOnlyReadIsEnoughAndNoLockIsTaken() throws Exception {
        files.with("V1__one.sql", "create table one (id int);").with("V2__two.sql", "create table two (id int);");
        files.to(database).migrate();
        String role = database.name() + "_reader";
        WrittenFiles.run(
                database,
                "create role " + role + " login password 'secret';"
                        + "alter role " + role + " set default_transaction_read_only = on;"
                        + "grant select on flyway_schema_history to " + role);
        String url = database.url().replaceFirst("//[^@]*@", "//" + role + ":secret@");
        // whoever migrates now has its turn, and writes to the history
        try (var other = database.dataSource().getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table flyway_schema_history in exclusive mode");
            statement.execute("select pg_advisory_xact_lock("
                    + (77431708279161L + "\"public\".\"flyway_schema_history\"".hashCode()) + ")");

            MigrationStatus status =
                    Migrations.of(DatabaseOptions.of(url), files.files()).status();

            assertThat(shown(status)).containsExactly("APPLIED V1__one.sql", "APPLIED V2__two.sql");
            other.rollback();
        } finally {
            WrittenFiles.run(database, "drop owned by " + role + "; drop role " + role);
        }
    }

    @Test
    void aRoleThatMayNotReadTheHistoryIsToldSo() {
        files.with("V1__one.sql", "select 1;");
        files.to(database).migrate();
        String role = database.name() + "_nobody";
        WrittenFiles.run(database, "create role " + role + " login password 'secret'");
        String url = database.url().replaceFirst("//[^@]*@", "//" + role + ":secret@");
        try {
            assertThatThrownBy(() -> Migrations.of(DatabaseOptions.of(url), files.files())
                            .status())
                    .isInstanceOf(MigrationFailed.class)
                    .hasMessage("Cannot read the history: permission denied for table flyway_schema_history\n"
                            + "  sqlstate: 42501");
        } finally {
            WrittenFiles.run(database, "drop role " + role);
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailureOfTheConnection() {
        files.with("V1__one.sql", "select 1;");
        DatabaseOptions nowhere = DatabaseOptions.of("postgresql://ada:secret@127.0.0.1:1/nowhere");

        assertThatThrownBy(() -> Migrations.of(nowhere, files.files()).status()).isInstanceOf(ConnectionFailed.class);
    }
}
