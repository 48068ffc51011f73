package dev.serein.postgres;

import static dev.serein.postgres.ScratchDatabaseTest.ask;
import static dev.serein.postgres.ScratchDatabaseTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serein.postgres.PostgresProvider.Embedded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("try") // what a server's end leaves is tested
class ServerProcessTest {
    private static ScratchPostgres postgres;
    private static ScratchDatabase database;

    @BeforeAll
    static void start() throws SQLException {
        postgres = ScratchPostgres.start(new Embedded(18, null));
        database = postgres.createDatabase();
        run(database, "create table kept (id int)");
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** What a client hears that waits for an answer. */
    private static String stateWhenEndedBy(Runnable end) throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            CompletableFuture<String> state = CompletableFuture.supplyAsync(() -> {
                try {
                    return ask(connection, "select pg_sleep(60)");
                } catch (SQLException e) {
                    return e.getSQLState();
                }
            });
            await().until(() -> ScratchDatabaseTest.ask(
                            database, "select count(*) from pg_stat_activity where wait_event = 'PgSleep'")
                    .equals("1"));
            end.run();
            return state.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoIsConnectedHearsOfAStopAndWhatWasCommittedIsThereAfterIt() throws Exception {
        run(database, "insert into kept values (1)");
        assertThat(stateWhenEndedBy(postgres.process()::stop)).isEqualTo("57P01");
        assertThat(postgres.process().isRunning()).isFalse();
        postgres.process().stop();
        postgres.process().start();
        assertThat(postgres.process().isRunning()).isTrue();
        assertThat(ScratchDatabaseTest.ask(database, "select count(*) > 0 from kept"))
                .isEqualTo("t");
    }

    @Test
    void whoIsConnectedHearsNothingOfAKillAndWhatWasCommittedIsThereAfterIt() throws SQLException {
        String before = ScratchDatabaseTest.ask(database, "select count(*) from kept");
        for (int kill = 1; kill <= 3; kill++) {
            try (Connection connection = database.dataSource().getConnection()) {
                run(database, "insert into kept values (2)");
                postgres.process().kill();
                assertThatThrownBy(() -> ask(connection, "select 1")).hasFieldOrPropertyWithValue("SQLState", "08006");
            }
            postgres.process().start();
            assertThat(ScratchDatabaseTest.ask(database, "select count(*) from kept"))
                    .isEqualTo(Integer.toString(Integer.parseInt(before) + kill));
        }
    }

    @Test
    void clientsLoseTheConnectionByAnImmediateStop() throws Exception {
        assertThat(stateWhenEndedBy(postgres.process()::stopImmediately)).isEqualTo("08006");
        postgres.process().start();
    }

    @Test
    void aPausedServerAnswersWhenItGoesOnAndCanBeStopped() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            postgres.process().pause();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return ask(connection, "select 1");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(postgres.process().isRunning()).isTrue();
            await().during(Duration.ofMillis(300)).until(() -> !answer.isDone());
            postgres.process().resume();
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("1");
        }
        postgres.process().pause();
        postgres.process().stop();
        postgres.process().start();
    }

    @Test
    void startsWithOtherParametersUntilTheNextStart() throws SQLException {
        assertThatThrownBy(() -> postgres.process().start())
                .hasMessage("The server runs already\n  fix: stop() it before");
        postgres.process().stop();
        postgres.process().start(Map.of("work_mem", "3MB"));
        assertThat(ScratchDatabaseTest.ask(database, "show work_mem")).isEqualTo("3MB");
        postgres.process().stop();
        assertThatThrownBy(() -> postgres.process().start(Map.of("work_mem", "much")))
                .hasMessage(
                        "Cannot start the server again: FATAL:  invalid value for parameter \"work_mem\": \"much\"\n"
                                + "  fix: mend the parameter: https://www.postgresql.org/docs/current/runtime-config.html");
        postgres.process().start();
        assertThat(ScratchDatabaseTest.ask(database, "show work_mem")).isEqualTo("4MB");
    }

    @Test
    void aStoppedServerSaysHowToStartIt() {
        postgres.process().stop();
        try {
            assertThatThrownBy(postgres::createDatabase)
                    .hasMessage(
                            "Cannot create a database at " + database.toString().replaceFirst("/serein.*", "")
                                    + ": its process does not run\n  fix: start it again: process().start()");
        } finally {
            postgres.process().start();
        }
    }

    @Test
    void leavesNothingHoweverItEnded() throws Exception {
        for (String end : new String[] {"close", "stop", "kill", "kill and start", "pause"}) {
            ScratchPostgres other = ScratchPostgres.start(new Embedded(18, null));
            ServerProcess process = other.process();
            Path folder = process.dataFolder().getParent();
            String segment = segment(process);
            assertThat(segments()).contains(" " + segment + " ");
            switch (end) {
                case "stop" -> process.stop();
                case "kill" -> process.kill();
                case "kill and start" -> {
                    process.kill();
                    process.start();
                    assertThat(segments()).doesNotContain(" " + segment + " ");
                    segment = segment(process);
                }
                case "pause" -> process.pause();
                default -> assertThat(process.isRunning()).isTrue();
            }
            other.close();
            assertThat(folder).doesNotExist();
            assertThat(ProcessHandle.allProcesses()
                            .flatMap(each -> each.info().commandLine().stream())
                            .filter(line -> line.contains(folder.toString())))
                    .isEmpty();
            assertThat(segments()).as(end).doesNotContain(" " + segment + " ");
        }
    }

    /** The number of its shared memory. */
    private static String segment(ServerProcess process) throws Exception {
        return Files.readAllLines(process.dataFolder().resolve("postmaster.pid"))
                .get(6)
                .strip()
                .split(" +")[1];
    }

    private static String segments() throws Exception {
        return Files.readString(Path.of("/proc/sysvipc/shm"));
    }
}
