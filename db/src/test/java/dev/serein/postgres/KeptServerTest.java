package dev.serein.postgres;

import static dev.serein.postgres.ScratchDatabaseTest.ask;
import static dev.serein.postgres.ScratchDatabaseTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serein.postgres.PostgresProvider.Embedded;
import dev.serein.postgres.PostgresProvider.ExistingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A database that is kept outlasts the process that made it. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("try") // it goes before it is closed
class KeptServerTest {
    private static final String DATABASES = "select string_agg(datname, ' ' order by datname) from pg_database";

    @TempDir
    static Path temp;

    @TempDir
    Path project;

    @TempDir
    Path otherProject;

    @AfterEach
    void endAll() throws InterruptedException {
        ForkedJvm.endAll();
    }

    private static ForkedJvm jvm(Path folder, String... arguments) throws Exception {
        ForkedJvm jvm = ForkedJvm.start(folder, temp, Map.of(), arguments);
        jvm.endsWell();
        return jvm;
    }

    private static String after(String label, ForkedJvm jvm) throws InterruptedException {
        return jvm.output().stream()
                .filter(line -> line.startsWith(label))
                .findFirst()
                .orElseThrow()
                .substring(label.length());
    }

    private static String databases(String url) throws Exception {
        String[] parts = url.split("[:/@]+");
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + parts[3] + ":" + parts[4] + "/" + parts[5], parts[1], parts[2]);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(DATABASES)) {
            row.next();
            return row.getString(1);
        }
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).flatMap(server -> server.info().command()).isPresent();
    }

    @Test
    void itsServerGoesOnWithNothingElseUntilTheNextRunInTheSameFolder() throws Exception {
        ForkedJvm failing = jvm(project, "keep", "embedded");
        String url = after("url: ", failing);
        assertThat(after("until: ", failing)).isEqualTo("the next run of tests in this folder, an hour at most");
        String name = url.replaceFirst(".*/", "");
        assertThat(databases(url)).isEqualTo("postgres " + name + " template0 template1");

        ForkedJvm failingToo = jvm(otherProject, "keep", "embedded");
        jvm(temp, "close", "embedded");
        assertThat(databases(url)).contains(name);

        jvm(project, "close", "embedded");
        assertThat(failing.servers()).hasSize(1).noneMatch(KeptServerTest::runs);
        assertThat(failingToo.servers()).hasSize(1).allMatch(KeptServerTest::runs);
        jvm(otherProject, "close", "embedded");
        assertThat(failingToo.servers()).noneMatch(KeptServerTest::runs);
        await().atMost(Duration.ofSeconds(30)).until(() -> !isWatched());
    }

    /** What a test did to the server may be why it failed. */
    @Test
    void itsServerRunsThoughTheTestHadStoppedKilledOrPausedIt() throws Exception {
        for (String done : new String[] {"stopped", "killed", "paused"}) {
            ForkedJvm failing = jvm(project, "keep-" + done + "-close", "embedded");
            String url = after("url: ", failing);
            assertThat(databases(url))
                    .as(done)
                    .isEqualTo("postgres " + url.replaceFirst(".*/", "") + " template0 template1");
        }
        jvm(project, "close", "embedded");
        await().atMost(Duration.ofSeconds(30)).until(() -> !isWatched());
    }

    private static boolean isWatched() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .anyMatch(line -> line.contains(temp + "/") && line.contains("watch.sh"));
    }

    /** Whoever presses Ctrl-C ends what runs in that session; it hears nothing of it. */
    @Test
    void itsServerIsNotOfTheSessionOfTheTerminal() throws Exception {
        ForkedJvm failing = jvm(project, "keep", "embedded");
        long server = failing.servers().get(0);
        assertThat(session(server)).isEqualTo(Long.toString(server));
        jvm(project, "close", "embedded");
    }

    private static String session(long pid) throws Exception {
        return Files.readString(Path.of("/proc/" + pid + "/stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ")[3];
    }

    @Test
    void theWatcherEndsAServerThatNobodyUsesAndRemovesItsFolder() throws Exception {
        ScratchPostgres postgres = ScratchPostgres.start(new Embedded(18, null));
        ServerProcess process = postgres.process();
        Path folder = process.dataFolder().getParent();
        long user = ProcessHandle.current().pid();
        Path users = Files.createDirectory(folder.resolve(Watcher.USERS));
        Files.createFile(users.resolve("999999999")); // one that has ended
        Files.createFile(users.resolve(Long.toString(user)));
        Files.createFile(folder.resolve(Watcher.OPEN));
        Watcher.start(folder, process.pid(), Duration.ofSeconds(2), Duration.ofSeconds(1));
        await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(users.resolve("999999999")));
        Instant used = Instant.now();
        await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(30)).until(process::isRunning);

        Files.delete(users.resolve(Long.toString(user)));
        await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(folder));
        assertThat(process.isRunning()).isFalse();
        assertThat(Duration.between(used, Instant.now())).isGreaterThan(Duration.ofSeconds(5));
        postgres.close();
    }

    @Test
    void onAServerThatRanBeforeItStaysUntilTheNextRunInTheSameFolder() throws Exception {
        try (ScratchPostgres host = ScratchPostgres.start(new Embedded(18, null));
                ScratchDatabase admin = host.createDatabase()) {
            run(admin, "create role tester login createdb password 'pw'");
            ExistingServer existing = new ExistingServer(
                    admin.url().replaceFirst("//[^@]*@", "//tester:pw@").replace(admin.name(), "postgres"));
            ForkedJvm failing = jvm(project, "keep", existing.url());
            assertThat(after("until: ", failing)).isEqualTo("the next run of tests in this folder");
            String kept = after("url: ", failing).replaceFirst(".*/", "");

            jvm(otherProject, "close", existing.url());
            assertThat(ask(admin, DATABASES))
                    .isEqualTo("postgres " + admin.name() + " " + kept + " template0 template1");
            jvm(project, "close", existing.url());
            assertThat(ask(admin, DATABASES)).isEqualTo("postgres " + admin.name() + " template0 template1");
        }
    }

    @Test
    void aMarkIsOverForItsFolderWithTheNextRunAndForAllAfterAnHour() {
        String now = KeptMark.now().toString();
        assertThat(KeptMark.isOver(now)).as("of this run").isFalse();
        String folder = now.split(" ")[2];
        Instant started = ProcessHandle.current().info().startInstant().orElseThrow();
        assertThat(KeptMark.isOver("serein kept " + folder + " " + (started.getEpochSecond() - 600)))
                .as("of a run before")
                .isTrue();
        String other = "0123456789abcdef";
        assertThat(KeptMark.isOver("serein kept " + other + " " + (started.getEpochSecond() - 600)))
                .isFalse();
        assertThat(KeptMark.isOver("serein kept " + other + " " + (started.getEpochSecond() - 3_700)))
                .isTrue();
        assertThat(KeptMark.isOver("a comment of somebody else")).isTrue();
        assertThat(KeptMark.isOver(null)).isTrue();
    }
}
