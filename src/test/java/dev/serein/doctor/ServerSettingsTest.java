package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.doctor.Finding.Severity;
import dev.serein.fault.RestartableServer;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How a server is set up, and what it does about backups. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the server is one that only Linux can reconfigure")
class ServerSettingsTest {
    private static RestartableServer server;
    private static Database db;

    @TempDir
    private static Path archive;

    @BeforeAll
    static void start() {
        server = RestartableServer.create();
        server.stop();
        server.startWith(
                "archive_mode=on",
                "wal_level=replica",
                "max_prepared_transactions=2",
                "fsync=on",
                "full_page_writes=on",
                "synchronous_commit=on");
        archiveBy(cp());
        db = Database.open(server.url());
    }

    @AfterAll
    static void stop() {
        db.close();
        server.close();
    }

    private static String cp() {
        return "cp %p " + archive + "/%f";
    }

    private static void archiveBy(String command) {
        server.configure("archive_command", command);
    }

    private static void switchWal() {
        server.execute("select pg_logical_emit_message(false, 'test', 'x'); select pg_switch_wal()");
    }

    private static void await(String condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> server.ask("select " + condition)
                .equals("t"));
    }

    @Test
    void whatACrashOfTheMachineWouldDestroyIsADanger() throws IOException {
        Path asynchronous = Files.writeString(archive.resolve("asynchronous.sql"), """
                do $$ begin
                  execute format('alter database %I set synchronous_commit = off', current_database());
                end $$
                """);
        Template careless = Template.empty().withScripts(asynchronous);
        try (ScratchDatabase unsafe = ScratchPostgres.shared().createDatabase(careless);
                Database hasty = Database.open(unsafe.url())) {
            assertThat(Asked.findings(new Durability(), hasty))
                    .containsExactly(
                            new Finding(
                                    "durability",
                                    Severity.DANGER,
                                    "fsync is off: a crash of the machine destroys the whole database",
                                    List.of(),
                                    "set fsync = on, and select pg_reload_conf()"),
                            new Finding(
                                    "durability",
                                    Severity.DANGER,
                                    "full_page_writes is off: a crash of the machine can leave torn pages",
                                    List.of(),
                                    "set full_page_writes = on, unless the file system never tears a page, as ZFS"),
                            new Finding(
                                    "durability",
                                    Severity.WARNING,
                                    "synchronous_commit is off: a crash of the server loses what was committed last",
                                    List.of(),
                                    "set synchronous_commit = on; set local synchronous_commit = off where a loss does no"
                                            + " harm"));
        }
        assertThat(Asked.findings(new Durability(), db)).isEmpty();
    }

    @Test
    void whereAutovacuumIsOffTablesGrow() {
        assertThat(Asked.findings(new VacuumSwitch(), db)).isEmpty();
        server.configure("autovacuum", "off");
        server.configure("track_counts", "off");
        try (Database now = Database.open(server.url())) {
            assertThat(Asked.finding(new VacuumSwitch(), now))
                    .isEqualTo(new Finding(
                            "autovacuum",
                            Severity.DANGER,
                            "autovacuum and track_counts are off: tables grow without end, and statistics are never up to"
                                    + " date",
                            List.of(),
                            "set autovacuum = on and track_counts = on, and select pg_reload_conf()"));
        } finally {
            server.configure("autovacuum", "on");
            server.configure("track_counts", "on");
        }
    }

    @Test
    void newPasswordsAsMd5AndThoseThatAreThereAreFound() {
        assertThat(Asked.findings(new ServerLogins(), db)).isEmpty();
        server.execute("set password_encryption = 'md5'; create role oldie login password 'x'");
        server.configure("password_encryption", "md5");
        try (Database now = Database.open(server.url())) {
            assertThat(Asked.findings(new ServerLogins(), now))
                    .containsExactly(
                            new Finding(
                                    "authentication",
                                    Severity.WARNING,
                                    "New passwords are kept as MD5, which can be broken and replayed",
                                    List.of(),
                                    "set password_encryption = 'scram-sha-256', and set the passwords anew"),
                            new Finding(
                                    "authentication",
                                    Severity.WARNING,
                                    "Passwords of 1 role are kept as MD5",
                                    List.of("oldie"),
                                    "set the passwords anew, with password_encryption = 'scram-sha-256'"));
        } finally {
            server.execute("drop role oldie");
            server.configure("password_encryption", "scram-sha-256");
        }
    }

    @Test
    void whoLetsOtherMachinesInWithoutAProofIsTold() {
        server.writeHba("host all all 127.0.0.1/32 password\nhost all all 10.0.0.0/8 trust\n"
                + "host shop eve 0.0.0.0/0 password\nhost all all 0.0.0.0/0 scram-sha-256");
        try {
            assertThat(Asked.findings(new ServerLogins(), db))
                    .containsExactly(
                            new Finding(
                                    "authentication",
                                    Severity.DANGER,
                                    "pg_hba.conf lets clients from other machines in without any proof: 1 line",
                                    List.of("line 3: host all all 10.0.0.0 trust"),
                                    "write hostssl and scram-sha-256 there, and select pg_reload_conf()"),
                            new Finding(
                                    "authentication",
                                    Severity.WARNING,
                                    "pg_hba.conf has clients send their password in clear: 1 line",
                                    List.of("line 4: host shop eve 0.0.0.0 password"),
                                    "write hostssl and scram-sha-256 there, and select pg_reload_conf()"));
        } finally {
            server.writeHba("host all all 127.0.0.1/32 password");
        }
    }

    @Test
    void anArchiveThatTakesAllIsFine() {
        switchWal();
        await("last_archived_time > coalesce(last_failed_time, '-infinity') from pg_stat_archiver");
        assertThat(Asked.findings(new WalArchive(), db)).isEmpty();
    }

    @Test
    void anArchiveThatHasTakenABackupLastIsFine() throws Exception {
        for (int i = 0; i < 4; i++) {
            switchWal();
        }
        await("last_archived_wal >= '000000010000000000000004' from pg_stat_archiver");
        try (java.sql.Connection backup = java.sql.DriverManager.getConnection(
                "jdbc:" + server.url().replaceFirst("//[^@]*@", "//"),
                "postgres",
                server.url().replaceFirst(".*//[^:]+:([^@]*)@.*", "$1"))) {
            backup.createStatement().execute("select pg_backup_start('test', true)");
            backup.createStatement().execute("select pg_backup_stop(true)");
        }
        await("last_archived_wal like '%.backup' from pg_stat_archiver");
        assertThat(Asked.findings(new WalArchive(Duration.ofDays(1), 2), db)).isEmpty();
    }

    @Test
    void anArchiveThatFailsIsADanger() {
        archiveBy("false");
        try {
            switchWal();
            await("last_failed_time > coalesce(last_archived_time, '-infinity') from pg_stat_archiver");
            Finding finding = Asked.finding(new WalArchive(), db);
            assertThat(finding.problem())
                    .matches("Archiving WAL fails: \\d+ failures?, the last one \\d+ s ago;"
                            + " (none has been archived|the last one was archived \\d+ s ago)");
            assertThat(finding.severity()).isEqualTo(Severity.DANGER);
            assertThat(finding.fix())
                    .isEqualTo(
                            "see the server's log for what archive_command says; until then WAL is kept, and fills the"
                                    + " disk");
        } finally {
            archiveBy(cp());
            await("last_archived_time > last_failed_time from pg_stat_archiver");
        }
    }

    @Test
    void whatWasWrittenLongAgoAndIsInNoArchiveIsTold() {
        switchWal();
        await("last_archived_time > coalesce(last_failed_time, '-infinity') from pg_stat_archiver");
        server.execute("select pg_logical_emit_message(true, 'test', repeat('x', 2000000))");
        Finding finding = Asked.finding(new WalArchive(Duration.ZERO, 64), db);
        assertThat(finding.problem())
                .matches("[12]\\.\\d MB of WAL are in no archive; the last one was archived \\d+ s ago");
        assertThat(finding.fix()).isEqualTo("set archive_timeout = '5min', and select pg_reload_conf()");
        assertThat(Asked.findings(new WalArchive(), db)).isEmpty();
    }

    @Test
    void anArchiveThatIsTooSlowIsTold() throws Exception {
        switchWal();
        await("last_archived_time > coalesce(last_failed_time, '-infinity') from pg_stat_archiver");
        Path hold = Files.createFile(archive.resolve("hold"));
        archiveBy("while test -e " + hold + "; do sleep 0.05; done; " + cp());
        try {
            for (int i = 0; i < 4; i++) {
                switchWal();
            }
            Finding finding = Asked.finding(new WalArchive(Duration.ofDays(1), 2), db);
            assertThat(finding.problem())
                    .matches("Archiving WAL is late: [3-5] files wait; the last one was archived \\d+ s ago");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.fix())
                    .isEqualTo("have archive_command store several files at once, or somewhere faster");
            assertThat(Asked.findings(new WalArchive(), db)).isEmpty();
        } finally {
            Files.delete(hold);
            archiveBy(cp());
        }
    }

    @Test
    void anArchiveThatKeepsNothingIsFound() {
        try {
            archiveBy("/bin/true");
            assertThat(Asked.finding(new WalArchive(), db))
                    .isEqualTo(new Finding(
                            "wal-archive",
                            Severity.WARNING,
                            "archive_command is /bin/true: WAL is thrown away, and not archived",
                            List.of(),
                            "set an archive_command that stores WAL elsewhere"));
            archiveBy("");
            assertThat(Asked.finding(new WalArchive(), db))
                    .isEqualTo(new Finding(
                            "wal-archive",
                            Severity.DANGER,
                            "archive_mode is on, and there is no archive_command: all WAL is kept, until the disk is full",
                            List.of(),
                            "set archive_command, or archive_mode = off and restart the server"));
        } finally {
            archiveBy(cp());
        }
    }

    @Test
    void aTransactionThatWasPreparedAndForgottenIsADanger() {
        assertThat(Asked.findings(new PreparedTransactions(Duration.ZERO), db)).isEmpty();
        server.execute("begin; select pg_current_xact_id(); prepare transaction 'transfer 7'");
        try {
            assertThat(Asked.finding(new PreparedTransactions(Duration.ZERO), db))
                    .isEqualTo(new Finding(
                            "prepared-transactions",
                            Severity.DANGER,
                            "1 prepared transaction was never ended, the oldest for 0 s: they hold locks, and keep dead"
                                    + " rows until the server stops",
                            List.of("transfer 7, role serein_admin, database "
                                    + server.url().replaceFirst(".*/", "") + ": 0 s"),
                            "connect to that database; commit prepared 'name' or rollback prepared 'name'"));
            assertThat(Asked.findings(new PreparedTransactions(), db)).isEmpty();
        } finally {
            server.execute("rollback prepared 'transfer 7'");
        }
    }

    @Test
    void whoWaitsForAPreparedTransactionIsNamed() throws Exception {
        server.execute("create table seats (id bigint primary key)");
        server.execute("begin; lock seats; prepare transaction 'seat 7'");
        try (Connection waiting = DriverManager.getConnection(
                "jdbc:" + server.url().replaceFirst("//[^@]*@", "//"),
                "postgres",
                server.url().replaceFirst(".*//[^:]+:([^@]*)@.*", "$1"))) {
            Thread waiter = new Thread(() -> {
                try {
                    waiting.createStatement().execute("select from seats");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            waiter.start();
            await("count(*) = 1 from pg_locks where not granted and waitstart is not null");
            assertThat(Asked.finding(new BlockedSessions(Duration.ZERO), db).objects())
                    .singleElement()
                    .asString()
                    .matches("pid \\d+, role postgres, PostgreSQL JDBC Driver: 0 s, for a prepared transaction");
            server.execute("rollback prepared 'seat 7'");
            waiter.join(30_000);
            assertThat(waiter.isAlive()).isFalse();
        }
    }

    @Test
    void aStandbyIsExaminedToo() throws Exception {
        try (RestartableServer standby = RestartableServer.create()) {
            standby.stop();
            standby.startWith("wal_level=replica", "archive_mode=on");
            standby.stop();
            // it waits for more WAL, which nobody sends
            Files.createFile(standby.dataFolder().resolve("standby.signal"));
            standby.startWith("wal_level=replica", "archive_mode=on");
            try (Database following = Database.open(standby.url())) {
                Examination seen = Doctor.examine(following);
                assertThat(seen.unseen())
                        .contains(new Unseen("wal-archive", "this server is a standby; examine the primary"));
                assertThat(seen.unseen()).extracting(Unseen::reason).noneMatch(reason -> reason.contains("refused"));
                assertThat(Asked.findings(new StandbyLag(), following)).isEmpty();
                assertThat(Asked.findings(new ReplicationSlots(), following)).isEmpty();
            }
        }
    }

    @Test
    void moreSessionsThanAnyServerHasUseForAreHintedAt() {
        assertThat(Asked.findings(new MaxConnections(), db)).isEmpty();
        try (RestartableServer large = RestartableServer.create()) {
            large.stop();
            large.startWith("max_connections=2000");
            try (Database many = Database.open(large.url())) {
                assertThat(Asked.finding(new MaxConnections(), many))
                        .isEqualTo(new Finding(
                                "max-connections",
                                Severity.HINT,
                                "max_connections is 2000: a server with that many sessions at work is slow, or out of"
                                        + " memory",
                                List.of("each of them may take work_mem, 4.0 MB, several times"),
                                "put a pooler in front, and let the server have a few hundred"));
            }
        }
    }

    @Test
    void whatIsNotArchivedMayBeKeptElsewhere() {
        try (RestartableServer other = RestartableServer.create()) {
            try (Database minimal = Database.open(other.url())) {
                assertThat(Asked.finding(new WalArchive(), minimal))
                        .isEqualTo(new Finding(
                                "wal-archive",
                                Severity.WARNING,
                                "wal_level is minimal: no backup can be taken while the server runs, and no standby can"
                                        + " follow",
                                List.of(),
                                "set wal_level = replica, and restart the server"));
            }
            other.stop();
            other.startWith("wal_level=replica");
            try (Database unarchived = Database.open(other.url())) {
                assertThat(Asked.unseen(new WalArchive(), unarchived))
                        .isEqualTo("archive_mode is off; whether backups are made in another way, as providers copy"
                                + " disks, cannot be seen from here: see when the last one was restored for a test");
            }
        }
    }
}
