package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.doctor.Finding.Severity;
import dev.serein.fault.RestartableServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** A primary, and somebody who says that he is a standby: what he has got is what he says. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the server is one that only Linux can reconfigure")
class ReplicationTest {
    private static RestartableServer server;
    private static Database db;

    @BeforeAll
    static void start() {
        server = RestartableServer.create();
        server.stop();
        server.startWith("wal_level=logical", "max_wal_senders=5", "synchronous_commit=on");
        server.writeHba("host all,replication all 127.0.0.1/32 password");
        db = Database.open(server.url());
    }

    @AfterAll
    static void stop() {
        db.close();
        server.close();
    }

    private static Connection replication(String kind) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", server.url().replaceFirst(".*//[^:]+:([^@]*)@.*", "$1"));
        properties.setProperty("replication", kind);
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "14");
        properties.setProperty("ApplicationName", "standby");
        return DriverManager.getConnection("jdbc:" + server.url().replaceFirst("//[^@]*@", "//"), properties);
    }

    /** A connection that is sent WAL, named {@code standby}. */
    private static final class Standby implements AutoCloseable {
        private final PGConnection connection;
        private final PGReplicationStream stream;

        Standby() throws SQLException {
            this(null);
        }

        /** @param slot null for none */
        Standby(String slot) throws SQLException {
            connection = replication("true").unwrap(PGConnection.class);
            var options = connection
                    .getReplicationAPI()
                    .replicationStream()
                    .physical()
                    .withStartPosition(here())
                    .withStatusInterval(0, TimeUnit.SECONDS);
            stream = (slot == null ? options : options.withSlotName(slot)).start();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> server.ask(
                            "select count(*) from pg_stat_replication where state = 'streaming'")
                    .equals("1"));
        }

        private static LogSequenceNumber here() {
            return LogSequenceNumber.valueOf(server.ask("select pg_current_wal_flush_lsn()"));
        }

        /** Says that it has all there is now. */
        void confirm() throws SQLException {
            LogSequenceNumber now = here();
            stream.setFlushedLSN(now);
            stream.setAppliedLSN(now);
            stream.forceUpdateStatus();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> server.ask(
                            "select count(*) from pg_stat_replication where replay_lsn >= '" + now.asString() + "'")
                    .equals("1"));
        }

        @Override
        public void close() throws SQLException {
            ((java.sql.Connection) connection).close();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> server.ask(
                            "select count(*) from pg_stat_replication")
                    .equals("0"));
        }
    }

    private static void write(int bytes) {
        server.execute("select pg_logical_emit_message(true, 'test', repeat('x', " + bytes + "))");
    }

    @Test
    void whereNoSynchronousStandbyIsConnectedEveryCommitHangs() throws SQLException {
        assertThat(Asked.findings(new SynchronousStandbys(), db)).isEmpty();
        server.configure("synchronous_standby_names", "first 1 (standby, other)");
        try {
            assertThat(Asked.finding(new SynchronousStandbys(), db))
                    .isEqualTo(new Finding(
                            "synchronous-standbys",
                            Severity.DANGER,
                            "Every commit waits for ever: 0 of 1 synchronous standbys are connected",
                            List.of("synchronous_standby_names is first 1 (standby, other)"),
                            "start the standby; or set synchronous_standby_names = '', and select pg_reload_conf()"));
            try (Standby standby = new Standby()) {
                standby.confirm();
                assertThat(Asked.findings(new SynchronousStandbys(), db)).isEmpty();
                server.configure("synchronous_standby_names", "any 2 (standby, other)");
                assertThat(Asked.finding(new SynchronousStandbys(), db).problem())
                        .isEqualTo("Every commit waits for ever: 1 of 2 synchronous standbys are connected");
            }
        } finally {
            server.configure("synchronous_standby_names", "");
        }
    }

    @Test
    void aStandbyThatIsFarBehindIsTold() throws SQLException {
        try (Standby standby = new Standby()) {
            standby.confirm();
            assertThat(Asked.findings(new StandbyLag(1_000_000), db)).isEmpty();
            write(3_000_000);
            Finding finding = Asked.finding(new StandbyLag(1_000_000), db);
            assertThat(finding.problem())
                    .isEqualTo(
                            "1 standby is behind: reads there are old, and a failover replays the rest first, or loses it");
            assertThat(finding.objects())
                    .singleElement()
                    .asString()
                    .matches("standby: \\d+(\\.\\d)? MB behind(, \\d+ s)?");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.fix())
                    .isEqualTo("see whether network, disk or a long query holds it up (max_standby_streaming_delay)");
            assertThat(Asked.findings(new StandbyLag(), db)).isEmpty();
        }
    }

    @Test
    void whoReadsChangesIsNoStandby() throws SQLException {
        server.execute("create publication changes for all tables");
        server.execute("select pg_create_logical_replication_slot('changes', 'pgoutput')");
        try (Connection connection = replication("database")) {
            PGReplicationStream stream = connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName("changes")
                    .withSlotOption("proto_version", 1)
                    .withSlotOption("publication_names", "changes")
                    .start();
            LogSequenceNumber read = LogSequenceNumber.valueOf(server.ask("select pg_current_wal_flush_lsn()"));
            write(3_000_000);
            stream.setFlushedLSN(read);
            stream.setAppliedLSN(read);
            stream.forceUpdateStatus();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> server.ask(
                            "select count(*) from pg_stat_replication where state = 'streaming' and pg_current_wal_lsn()"
                                    + " - replay_lsn > 1000000")
                    .equals("1"));
            assertThat(Asked.findings(new StandbyLag(1_000_000), db)).isEmpty();
            stream.close();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() -> server.execute("select pg_drop_replication_slot('changes')"));
        server.execute("drop publication changes");
    }

    @Test
    void aSlotThatNobodyHasEverReadReservesNothing() {
        server.execute("select pg_create_physical_replication_slot('fresh')");
        try {
            assertThat(Asked.findings(new ReplicationSlots(), db)).isEmpty();
        } finally {
            server.execute("select pg_drop_replication_slot('fresh')");
        }
    }

    @Test
    void aSlotThatNobodyReadsKeepsWal() {
        assertThat(Asked.findings(new ReplicationSlots(), db)).isEmpty();
        server.execute("select pg_create_physical_replication_slot('gone', true)");
        try {
            write(3_000_000);
            Finding finding = Asked.finding(new ReplicationSlots(), db);
            assertThat(finding.problem())
                    .matches("1 replication slot is read by nobody, and WAL is kept for it: \\d+(\\.\\d)? MB");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.objects())
                    .singleElement()
                    .asString()
                    .matches("gone: holds \\d+(\\.\\d)? MB of WAL, nobody reads it");
            assertThat(finding.fix())
                    .isEqualTo("select pg_drop_replication_slot(name) if nobody comes back; and set"
                            + " max_slot_wal_keep_size, which bounds all of them");
            assertThat(Asked.finding(new ReplicationSlots(1_000_000, 1_000_000), db)
                            .severity())
                    .isEqualTo(Severity.DANGER);
        } finally {
            server.execute("select pg_drop_replication_slot('gone')");
        }
    }

    @Test
    void aSlotThatIsReadTooSlowlyIsTold() throws SQLException {
        server.execute("select pg_create_physical_replication_slot('slow', true)");
        try (Standby standby = new Standby("slow")) {
            standby.confirm();
            assertThat(Asked.findings(new ReplicationSlots(1_000_000, 1_000_000), db))
                    .isEmpty();
            write(3_000_000);
            Finding finding = Asked.finding(new ReplicationSlots(1_000_000, 1_000_000), db);
            assertThat(finding.problem())
                    .matches("1 replication slot is read too slowly: \\d+(\\.\\d)? MB of WAL are kept");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.objects()).singleElement().asString().matches("slow: holds \\d+(\\.\\d)? MB of WAL");
            assertThat(finding.fix()).isEqualTo("see what keeps the reader; a large transaction is kept until it ends");
        } finally {
            server.execute("select pg_drop_replication_slot('slow')");
        }
    }

    @Test
    void aSlotThatHasLostItsWalIsOfNoUse() {
        server.execute("select pg_create_physical_replication_slot('late', true)");
        server.configure("max_slot_wal_keep_size", "1MB");
        try {
            for (int i = 0; i < 3; i++) {
                write(100);
                server.execute("select pg_switch_wal(); checkpoint");
            }
            assertThat(Asked.finding(new ReplicationSlots(), db))
                    .isEqualTo(new Finding(
                            "replication-slots",
                            Severity.WARNING,
                            "1 replication slot has lost WAL that its reader would need",
                            List.of("late: lost, nobody reads it"),
                            "build the reader anew, and select pg_drop_replication_slot(name)"));
        } finally {
            server.configure("max_slot_wal_keep_size", "-1");
            server.execute("select pg_drop_replication_slot('late')");
        }
    }

    @Test
    void whoMayNotSeeStandbysSaysSo() throws SQLException {
        server.execute("create role plain login password 'x'");
        String url = server.url().replaceFirst("//[^@]*@", "//plain:x@");
        try (Database plain = Database.open(url);
                Standby standby = new Standby()) {
            standby.confirm();
            assertThat(Asked.unseen(new StandbyLag(), plain))
                    .isEqualTo("how far standbys are behind cannot be seen; grant pg_monitor to plain");
            server.configure("synchronous_standby_names", "standby");
            assertThat(Asked.unseen(new SynchronousStandbys(), plain))
                    .isEqualTo("whether a standby is a synchronous one cannot be seen; grant pg_monitor to plain");
        } finally {
            server.configure("synchronous_standby_names", "");
            server.execute("drop role plain");
        }
    }
}
