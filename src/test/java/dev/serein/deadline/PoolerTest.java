package dev.serein.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.ConnectionFailed;
import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.DeadlineExceeded;
import dev.serein.connection.ConnectFailure;
import dev.serein.fault.TransactionPooler;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behind a pooler that hands each transaction to whichever session is free. */
class PoolerTest {
    private ScratchDatabase scratch;
    private TransactionPooler pooler;
    private Database db;

    @BeforeEach
    void open() {
        scratch = ScratchPostgres.shared().createDatabase();
        pooler = TransactionPooler.before(scratch.url(), 3);
        db = Database.open(pooler.url());
    }

    @AfterEach
    void close() {
        db.close();
        pooler.close();
        scratch.close();
    }

    private String show(String setting) {
        return db.sql().fetchSingle("show " + setting).get(0, String.class);
    }

    @Test
    void statementsOfManyClientsDoNotMeetEachOthersPreparedOnes() throws Exception {
        runManyStatements(db);
    }

    @Test
    void aPoolerThatIgnoresWhatOthersRefuseIsRecognisedByTheProcessThatAnswers() throws Exception {
        pooler.ignore("options");
        try (Database ignored = Database.open(pooler.url())) {
            runManyStatements(ignored);
        }
    }

    private static void runManyStatements(Database db) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(10);
        try {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 480; i++) {
                String column = "c" + i % 16;
                calls.add(callers.submit(
                        () -> db.sql().fetchSingle("select ? as " + column, 7).get(0, Integer.class)));
            }
            for (Future<Integer> each : calls) {
                assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo(7);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void noSessionKeepsWhatWasSetForOurs() {
        for (int i = 0; i < 10; i++) {
            assertThat(show("statement_timeout")).isEqualTo("0");
            assertThat(show("lock_timeout")).isEqualTo("0");
        }
    }

    @Test
    void aTransactionHasItsDeadlinesAllTheSame() {
        db.transaction(tx -> {
            assertThat(tx.sql().fetchSingle("show statement_timeout").get(0)).isEqualTo("30s");
            assertThat(tx.sql().fetchSingle("show lock_timeout").get(0)).isEqualTo("10s");
            assertThat(tx.sql()
                            .fetchSingle("show idle_in_transaction_session_timeout")
                            .get(0))
                    .isEqualTo("1min");
            assertThat(tx.withDeadline(Duration.ofMinutes(5))
                            .sql()
                            .fetchSingle("show statement_timeout")
                            .get(0))
                    .isEqualTo("5min");
        });
        assertThat(show("statement_timeout")).isEqualTo("0");
    }

    @Test
    void aDeadlineIsKeptByUs() {
        assertThatThrownBy(() -> db.withDeadline(Duration.ofMillis(100)).sql().fetch("select pg_sleep(60)"))
                .isInstanceOf(DeadlineExceeded.class);
        long start = System.nanoTime();
        while (db.sql()
                        .fetchSingle("select count(*)::int from pg_stat_activity where query = 'select pg_sleep(60)'"
                                + " and datname = current_database() and state = 'active'")
                        .get(0, Integer.class)
                > 0) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aServerThatReadsBackslashesAsEscapesIsRefusedSinceNobodyKeepsWhatWeSet() {
        db.sql().execute("alter database \"" + scratch.name() + "\" set standard_conforming_strings = off");
        try (TransactionPooler fresh = TransactionPooler.before(scratch.url(), 1)) {
            assertThatThrownBy(() -> Database.open(fresh.url()))
                    .isInstanceOfSatisfying(ConnectionFailed.class, failure -> assertThat(failure.isPermanent())
                            .isTrue())
                    .hasMessageContaining("(standard_conforming_strings is off)");
        }
    }

    @Test
    void migrationsAreRefused() {
        DataSource source = DatabaseOptions.of(pooler.url()).migrationDataSource(Duration.ofSeconds(3));

        assertThatThrownBy(source::getConnection)
                .isInstanceOfSatisfying(ConnectFailure.class, refused -> assertThat(refused.fix())
                        .isEqualTo("migrate over a URL of the server itself: set DATABASE_DIRECT_URL to it"))
                .hasMessageEndingWith(
                        ": a pooler stands in front of the server, and migrations hold locks that it would"
                                + " leave to others");
    }

    @Test
    void aSchemaThatNeedsNoSayingIsLeftOutAndAnyOtherIsRefused() {
        String separator = pooler.url().contains("?") ? "&" : "?";
        try (Database usual = Database.open(pooler.url() + separator + "pgbouncer=true&schema=public")) {
            assertThat(usual.sql().fetchSingle("select 1").get(0)).isEqualTo(1);
        }
        try (Database usual = Database.open(pooler.url() + separator + "schema=public")) {
            assertThat(usual.sql().fetchSingle("select 1").get(0)).isEqualTo(1);
        }
        assertThatThrownBy(() -> Database.open(pooler.url() + separator + "schema=shop"))
                .isInstanceOf(ConnectionFailed.class)
                .hasMessageContaining(": a pooler in front of the server does not keep the schema that is said\n")
                .hasMessageEndingWith("fix: leave it out, and alter role … set search_path");
    }

    @Test
    void whatThePoolerDoesNotTakeIsSaidWithTheWayOut() {
        String separator = pooler.url().contains("?") ? "&" : "?";
        assertThatThrownBy(() -> Database.open(pooler.url() + separator + "options=-c%20geqo%3Doff"))
                .isInstanceOf(ConnectionFailed.class)
                .hasMessageContaining(
                        ": the pooler in front of the server says: unsupported startup parameter: options\n")
                .hasMessageEndingWith("fix:      leave options and pgbouncer=false out of the URL; set what they set"
                        + " for the role: alter role … set …");
    }
}
