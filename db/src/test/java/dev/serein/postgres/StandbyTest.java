package dev.serein.postgres;

import static dev.serein.postgres.ScratchDatabaseTest.ask;
import static dev.serein.postgres.ScratchDatabaseTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serein.postgres.PostgresProvider.Embedded;
import dev.serein.postgres.PostgresProvider.ExistingServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
@SuppressWarnings("try") // what a standby's end does is tested too
class StandbyTest {
    private static ScratchPostgres primary(int major) {
        return ScratchPostgres.start(
                PostgresOptions.of(new Embedded(major, null)).withParameter("wal_level", "replica"));
    }

    private static ScratchDatabase withTable(ScratchPostgres primary) throws SQLException {
        ScratchDatabase database = primary.createDatabase();
        run(database, "create table kept (id int)");
        return database;
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void readsWhatThePrimaryHasCommittedAndIsWrittenToOnceItIsPromoted(int major) throws Exception {
        try (ScratchPostgres primary = primary(major);
                ScratchDatabase before = withTable(primary);
                Standby standby = primary.createStandby();
                ScratchDatabase after = withTable(primary)) {
            for (ScratchDatabase database : new ScratchDatabase[] {before, after}) {
                ScratchDatabase replica = standby.database(database);
                assertThat(replica.name()).isEqualTo(database.name());
                assertThat(standby.url(database)).isEqualTo(replica.url()).isNotEqualTo(database.url());
                for (int rows = 1; rows <= 20; rows++) {
                    run(database, "insert into kept values (1)");
                    standby.awaitReplay();
                    assertThat(ask(replica, "select count(*) from kept")).isEqualTo(Integer.toString(rows));
                }
                assertThatThrownBy(() -> run(replica, "insert into kept values (1)"))
                        .hasFieldOrPropertyWithValue("SQLState", "25006");
                replica.close();
                assertThat(ask(replica, "select count(*) from kept")).isEqualTo("20");
            }

            primary.process().stop();
            standby.promote();
            standby.promote();
            run(standby.database(before), "insert into kept values (2)");
            primary.process().start();
            assertThat(ask(standby.database(before), "select count(*) from kept"))
                    .isEqualTo("21");
            assertThat(ask(before, "select count(*) from kept")).isEqualTo("20");
            assertThatThrownBy(standby::awaitReplay)
                    .hasMessage("Cannot wait for replay: " + standby + " was promoted, and follows nobody\n"
                            + "  fix: create another standby");
        }
    }

    @Test
    void lagsWhileItsReplayIsPaused() throws SQLException {
        try (ScratchPostgres primary = primary(18);
                Standby standby = primary.createStandby();
                ScratchDatabase database = withTable(primary)) {
            ScratchDatabase replica = standby.database(database);
            standby.awaitReplay();
            standby.pauseReplay();
            run(database, "insert into kept values (1)");
            assertThatThrownBy(standby::awaitReplay)
                    .hasMessage("Cannot wait for replay: it is paused on " + standby
                            + "\n  fix: resumeReplay() before awaitReplay()");
            assertThat(ask(replica, "select count(*) from kept")).isEqualTo("0");
            standby.resumeReplay();
            standby.awaitReplay();
            assertThat(ask(replica, "select count(*) from kept")).isEqualTo("1");
        }
    }

    @Test
    void aCommitWaitsForSynchronousStandbysAsLongAsThereAreAny() throws Exception {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try (ScratchPostgres primary = primary(18);
                ScratchDatabase database = withTable(primary);
                Standby first = primary.createSynchronousStandby();
                Standby second = primary.createSynchronousStandby()) {
            run(database, "insert into kept values (1)");
            for (Standby standby : new Standby[] {first, second}) {
                standby.process().pause();
                Future<?> commit = writer.submit(() -> {
                    run(database, "insert into kept values (2)");
                    return null;
                });
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> ask(database, "select count(*) from pg_stat_activity where wait_event = 'SyncRep'")
                                .equals("1"));
                standby.process().resume();
                commit.get(30, TimeUnit.SECONDS);
            }
            second.process().kill();
            second.close();
            run(database, "insert into kept values (3)");
            first.close();
            run(database, "insert into kept values (4)");
            assertThat(ask(database, "show synchronous_standby_names")).isEmpty();
            assertThat(ask(database, "select count(*) from pg_replication_slots"))
                    .isEqualTo("0");
        } finally {
            writer.shutdownNow();
        }
    }

    @Test
    void followsAgainWhenOneOfTheTwoWasKilled() throws SQLException {
        try (ScratchPostgres primary = primary(18);
                ScratchDatabase database = withTable(primary);
                Standby standby = primary.createStandby()) {
            String url = standby.url(database);
            standby.process().kill();
            run(database, "insert into kept values (1)");
            assertThatThrownBy(standby::awaitReplay)
                    .isInstanceOf(ScratchPostgresException.class)
                    .hasMessage("The server at " + standby.toString().replace("the standby at ", "")
                            + " does not answer: Connection to 127.0.0.1:"
                            + url.replaceFirst(".*:(\\d+)/.*", "$1")
                            + " refused. Check that the hostname and port are correct and that the postmaster is"
                            + " accepting TCP/IP connections.\n  fix: start it again: process().start()");
            standby.process().start();
            primary.process().kill();
            primary.process().start();
            run(database, "insert into kept values (2)");
            standby.awaitReplay();
            assertThat(ask(standby.database(database), "select count(*) from kept"))
                    .isEqualTo("2");
            assertThat(standby.database(database).terminateBackends()).isZero();
        }
    }

    @Test
    void speaksTlsWhereThePrimaryDoes() throws SQLException {
        PostgresOptions options =
                PostgresOptions.of(new Embedded(18, null)).withTls().withParameter("wal_level", "logical");
        try (ScratchPostgres primary = ScratchPostgres.start(options);
                ScratchDatabase database = withTable(primary);
                Standby standby = primary.createStandby()) {
            ScratchDatabase replica = standby.database(database);
            assertThat(replica.url()).contains("sslmode=verify-full");
            assertThat(ask(replica, "select ssl from pg_stat_ssl where pid = pg_backend_pid()"))
                    .isEqualTo("t");
        }
    }

    @Test
    void goesWithThePrimary() throws SQLException {
        ScratchPostgres primary = primary(18);
        Standby standby = primary.createStandby();
        Path data = standby.process().dataFolder();
        primary.close();
        assertThat(standby.process().isRunning()).isFalse();
        assertThat(data.getParent()).doesNotExist();
        standby.close();
    }

    @Test
    void refusesAServerThatWritesTooLittle() {
        try (ScratchPostgres minimal = ScratchPostgres.start(new Embedded(18, null))) {
            assertThatThrownBy(minimal::createStandby)
                    .isInstanceOf(ScratchPostgresException.class)
                    .hasMessage("No standby can follow the server at "
                            + minimal.toString().replace("PostgreSQL 18 at ", "") + ": it has wal_level = minimal\n"
                            + "  fix: start it with PostgresOptions.withParameter(\"wal_level\", \"replica\")");
        }
    }

    @Test
    void refusesAServerThatIsNotEmbeddedAndADatabaseOfAnother() {
        try (ScratchPostgres primary = primary(18);
                ScratchDatabase admin = primary.createDatabase();
                ScratchPostgres existing = ScratchPostgres.start(new ExistingServer(admin.url()));
                Standby standby = primary.createStandby();
                ScratchDatabase other = existing.createDatabase()) {
            assertThatThrownBy(existing::createStandby)
                    .hasMessage(
                            existing + " is not an embedded server: its process and its configuration are not ours\n"
                                    + "  fix: ask for one, with PostgresOptions.of(new PostgresProvider.Embedded(18, null))");
            assertThatThrownBy(() -> standby.database(other))
                    .hasMessage(other + " is not a database of the server that " + standby + " follows\n"
                            + "  fix: create it with the ScratchPostgres that made the standby");
        }
    }
}
