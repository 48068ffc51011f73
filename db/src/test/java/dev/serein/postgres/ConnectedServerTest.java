package dev.serein.postgres;

import static dev.serein.postgres.ScratchDatabaseTest.ask;
import static dev.serein.postgres.ScratchDatabaseTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serein.postgres.PostgresProvider.ExistingServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The existing server is an embedded one, with a database that somebody else needs. */
class ConnectedServerTest {
    private static final String OTHERS = "select string_agg(datname, ' ' order by datname) from pg_database"
            + " where datname like 'serein\\_%' and datname not like '%1' or datname = 'precious'";

    private static ScratchPostgres host;
    private static ScratchDatabase admin;
    private static ExistingServer existing;

    @TempDir
    Path temp;

    @BeforeAll
    static void startHost() throws Exception {
        host = ScratchPostgres.start(new PostgresProvider.Embedded(18, null));
        admin = host.createDatabase();
        run(admin, "create database precious");
        run(admin, "create database serein_precious");
        run(admin, "create role tester login createdb password 'pw'");
        run(admin, "create role reader login password 'pw'");
        existing = new ExistingServer(as("tester"));
    }

    @AfterAll
    static void stopHost() {
        host.close();
    }

    @Test
    void whoHasAServerToThrowAwayIsATestWhichMisuseFails() {
        assertThat(System.getProperty("serein.guard")).isEqualTo("throw");

        System.setProperty("serein.guard", "warn");
        try (ScratchPostgres again = ScratchPostgres.start(existing)) {
            assertThat(again.majorVersion()).isEqualTo(18);
            assertThat(System.getProperty("serein.guard")).isEqualTo("warn");
        } finally {
            System.setProperty("serein.guard", "throw");
        }
    }

    @AfterEach
    void endAll() throws InterruptedException {
        ForkedJvm.endAll();
    }

    private static String as(String role) {
        return admin.url().replaceFirst("//[^@]*@", "//" + role + ":pw@").replace(admin.name(), "postgres");
    }

    @Test
    void createsDatabasesAndDropsThemAndLeavesTheOthers() throws Exception {
        try (ScratchPostgres postgres = ScratchPostgres.start(existing)) {
            ScratchDatabase database = postgres.createDatabase();
            assertThat(ask(database, "select current_user")).isEqualTo("tester");
            assertThat(ask(admin, OTHERS)).isEqualTo("precious serein_precious");
            assertThat(ask(admin, "select count(*) from pg_database where datname = '" + database.name() + "'"))
                    .isEqualTo("1");
        }
        assertThat(ask(
                        admin,
                        "select count(*) from pg_database where datname like 'serein%' and datdba ="
                                + " 'tester'::regrole"))
                .isEqualTo("0");
        assertThat(ask(admin, OTHERS)).isEqualTo("precious serein_precious");
    }

    @Test
    void theNextStartDropsWhatAKilledProcessLeftAndOnlyThat() throws Exception {
        String owned = "select count(*) from pg_database where datdba = 'tester'::regrole";
        ForkedJvm killed = ForkedJvm.start(temp, "wait", existing.url());
        killed.awaitLine("ready");
        ForkedJvm alive = ForkedJvm.start(temp, "wait", existing.url());
        alive.awaitLine("ready");
        killed.kill();
        // the server sees a little later that the client is gone
        String alives = "select count(*) from pg_locks where locktype = 'advisory'";
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ask(admin, alives)).isEqualTo("1"));
        assertThat(ask(admin, owned)).isEqualTo("2");
        ScratchPostgres.start(existing).close();
        assertThat(ask(admin, owned)).isEqualTo("1");
        alive.endInput();
        assertThat(alive.exit()).isZero();
        assertThat(ask(admin, owned)).isEqualTo("0");
    }

    @Test
    void takesNothingForALeftoverWhoseOwnerItCannotSee() throws Exception {
        String elsewhere = existing.url().replaceFirst("/[^/]*$", "/precious");
        try (ScratchPostgres here = ScratchPostgres.start(existing);
                ScratchDatabase database = here.createDatabase()) {
            ScratchPostgres.start(new ExistingServer(elsewhere)).close();
            ScratchPostgres.start(new ExistingServer(admin.url())).close();
            assertThat(ask(database, "select 1")).isEqualTo("1");
            assertThat(ask(admin, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesARoleThatMayNotCreateDatabases() {
        ExistingServer reader = new ExistingServer(as("reader"));
        assertThatThrownBy(() -> ScratchPostgres.start(reader))
                .hasMessage("The role reader may not create databases at " + reader
                        + "\n  fix: alter role reader createdb");
    }

    @Test
    void saysWhyItCannotConnectAndShowsNoPassword() {
        List<String> urls = List.of(
                existing.url().replace(":pw@", ":hunter2@"), existing.url().replaceFirst("//.*@", "//tester@"));
        for (String url : urls) {
            assertThatThrownBy(() -> ScratchPostgres.start(new ExistingServer(url)))
                    .isInstanceOf(ScratchPostgresException.class)
                    .hasMessageStartingWith("Cannot use the PostgreSQL at " + existing + ": ")
                    .hasMessageEndingWith("\n  fix: check the URL; the role needs the CREATEDB attribute")
                    .hasMessageNotContaining("hunter2");
        }
    }
}
