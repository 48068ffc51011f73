package dev.serein.postgres;

import static dev.serein.postgres.ScratchDatabaseTest.ask;
import static dev.serein.postgres.ScratchDatabaseTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serein.postgres.PostgresProvider.Embedded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a temporary folder, and so a server to be reused, of its own. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
@SuppressWarnings("try")
class WarmServerTest {
    @TempDir
    Path temp;

    @AfterEach
    void endAll() throws Exception {
        ForkedJvm.endAll();
        for (Path folder : warmFolders()) {
            ServerFolder.remove(folder);
        }
    }

    private ForkedJvm jvm(String table, String... arguments) throws IOException {
        return ForkedJvm.start(temp, Map.of("SEREIN_POSTGRES_REUSE", "true", "TABLE", table), arguments);
    }

    private List<Path> warmFolders() throws IOException {
        try (Stream<Path> all = Files.walk(temp, 3)) {
            return all.filter(path -> path.endsWith(ServerFolder.WARM))
                    .map(path -> path.getParent())
                    .toList();
        }
    }

    private List<String> databases() throws Exception {
        List<String> marker = Files.readAllLines(warmFolders().get(0).resolve(ServerFolder.WARM));
        ServerAddress address = ServerAddress.parse(marker.get(1));
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl("postgres"), address.user(), address.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select datname from pg_database where datname like 'serein%' order by oid")) {
            List<String> databases = new ArrayList<>();
            while (rows.next()) {
                databases.add(rows.getString(1));
            }
            return databases;
        }
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).flatMap(server -> server.info().command()).isPresent();
    }

    @Test
    void theNextProcessFindsTheServerAndItsTemplates() throws Exception {
        ForkedJvm first = jvm("kept", "shared", "embedded");
        first.endsWell();
        assertThat(databases()).hasSize(1).allMatch(name -> name.matches("serein_template_[0-9a-f]{32}"));
        ForkedJvm other = jvm("kept_too", "shared", "embedded");
        ForkedJvm same = jvm("kept", "shared", "embedded");
        other.endsWell();
        same.endsWell();
        assertThat(databases()).hasSize(2);
        assertThat(same.servers()).isEqualTo(first.servers()).isEqualTo(other.servers());
        ForkedJvm older = jvm("kept", "shared", "embedded:17");
        older.endsWell();
        assertThat(warmFolders()).hasSize(2);
        assertThat(older.servers()).doesNotContainAnyElementsOf(first.servers());
    }

    @Test
    void whoComeTogetherShareOneAndMakeATemplateOnce() throws Exception {
        List<ForkedJvm> all = new ArrayList<>();
        for (int each = 0; each < 3; each++) {
            all.add(jvm("kept", "shared-wait", "embedded"));
        }
        for (ForkedJvm each : all) {
            each.awaitLine("ready");
            assertThat(each.servers()).isEqualTo(all.get(0).servers());
        }
        assertThat(databases())
                .hasSize(4)
                .filteredOn(name -> name.startsWith("serein_template_"))
                .hasSize(1);
        all.get(0).kill();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            jvm("kept", "shared", "embedded").endsWell();
            assertThat(databases()).as("what the killed one left is dropped").hasSize(3);
        });
        for (ForkedJvm each : all.subList(1, 3)) {
            each.endInput();
            each.endsWell();
        }
        assertThat(databases()).hasSize(1);
    }

    @Test
    void oneThatIsGoneOrDoesNotAnswerIsReplaced() throws Exception {
        ForkedJvm first = jvm("kept", "shared", "embedded");
        first.endsWell();
        ProcessHandle.of(first.servers().get(0)).orElseThrow().destroyForcibly();
        ForkedJvm second = jvm("kept", "shared", "embedded");
        second.endsWell();
        assertThat(second.servers()).isNotEqualTo(first.servers());
        assertThat(warmFolders()).hasSize(1);

        long paused = second.servers().get(0);
        OperatingSystem.signal("STOP", ProcessHandle.of(paused).stream());
        ForkedJvm third = jvm("kept", "shared", "embedded");
        third.endsWell();
        assertThat(third.servers()).isNotEqualTo(second.servers());
        assertThat(runs(paused)).isFalse();
        assertThat(warmFolders()).hasSize(1);
    }

    @Test
    void ofTooManyTemplatesTheOldestGoesUnlessItIsUsed() throws Exception {
        try (ScratchPostgres host = ScratchPostgres.start(new Embedded(18, null));
                ScratchDatabase admin = host.createDatabase();
                Connection one = admin.dataSource().getConnection();
                Connection two = admin.dataSource().getConnection()) {
            ServerAddress address = ServerAddress.parse(admin.url());
            TemplateShelf shelf = new TemplateShelf(address, one, 2);
            TemplateShelf others = new TemplateShelf(address, two, 2);
            put(admin, others, "1");
            put(admin, shelf, "2");
            put(admin, shelf, "3");
            assertThat(shelved(admin)).as("all are used").hasSize(3);
            two.close();
            await().atMost(Duration.ofSeconds(30)).until(() -> ask(
                            admin,
                            "select count(*) from pg_stat_activity where pid <> pg_backend_pid()"
                                    + " and datname = current_database()")
                    .equals("1"));
            put(admin, shelf, "4");
            assertThat(shelved(admin)).hasSize(3).noneMatch(name -> name.endsWith("1"));
            assertThat(shelf.take(hash("2"))).isEqualTo("serein_template_" + hash("2"));
            assertThat(shelf.take(hash("1"))).isNull();
            shelf.leaveEmpty(hash("1"));
        }
    }

    @Test
    void oneThatIsFullIsNotTakenFromThoseWhoUseIt() throws Exception {
        ForkedJvm user = jvm("kept", "shared-wait", "embedded").awaitLine("ready");
        List<String> marker = Files.readAllLines(warmFolders().get(0).resolve(ServerFolder.WARM));
        ServerAddress address = ServerAddress.parse(marker.get(1));
        List<Connection> all = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                        while (true) {
                            all.add(address.dataSource("postgres").getConnection());
                        }
                    })
                    .hasMessage("FATAL: sorry, too many clients already");
            ForkedJvm next = jvm("kept", "shared", "embedded");
            assertThat(next.exit()).isNotZero();
            assertThat(String.join("\n", next.output()))
                    .contains("The server to reuse has no connection left: other processes have them all\n"
                            + "  fix: wait for them, or go without -Dserein.postgres.reuse");
            assertThat(user.servers()).hasSize(1).allMatch(WarmServerTest::runs);
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
        user.endInput();
        user.endsWell();
    }

    private static String hash(String end) {
        return end.repeat(32);
    }

    private static void put(ScratchDatabase admin, TemplateShelf shelf, String end) throws Exception {
        assertThat(shelf.take(hash(end))).isNull();
        run(admin, "create database made");
        assertThat(shelf.put(hash(end), "made")).isEqualTo("serein_template_" + hash(end));
    }

    private static List<String> shelved(ScratchDatabase admin) throws Exception {
        return List.of(
                ask(admin, "select string_agg(datname, ' ') from pg_database where datname like 'serein\\_template%'")
                        .split(" "));
    }

    @Test
    void itsProcessIsNotOneTestsToStop() {
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", temp.toString());
        System.setProperty("serein.postgres.reuse", "true");
        try {
            ScratchPostgres warm = ScratchPostgres.shared(
                    PostgresOptions.of(new Embedded(18, null)).withParameter("work_mem", "8MB"));
            try (warm) {
                assertThatThrownBy(warm::process)
                        .hasMessage(warm + " is shared by all of this process: one test must not stop it, nor configure"
                                + " it, for others\n  fix: start one of your own: @PostgresTest(ownServer = true), or"
                                + " ScratchPostgres.start()");
            }
            System.setProperty("serein.postgres.reuse", "yes");
            PostgresOptions others = PostgresOptions.of(new Embedded(18, null)).withParameter("work_mem", "9MB");
            assertThatThrownBy(() -> ScratchPostgres.shared(others))
                    .hasMessage("Cannot tell whether to reuse a server: serein.postgres.reuse is \"yes\"\n"
                            + "  fix: say true or false, with -Dserein.postgres.reuse or in SEREIN_POSTGRES_REUSE");
        } finally {
            System.clearProperty("serein.postgres.reuse");
            System.setProperty("java.io.tmpdir", before);
        }
    }
}
