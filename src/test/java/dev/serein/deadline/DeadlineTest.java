package dev.serein.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.Cancelled;
import dev.serein.ConstraintViolation;
import dev.serein.Database;
import dev.serein.DatabaseException;
import dev.serein.DeadlineExceeded;
import dev.serein.Session;
import dev.serein.TransactionOptions;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What passes its deadline is over, for the caller and in the server. */
class DeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final String SLEEP = "select pg_sleep(60)";

    private static ScratchDatabase scratch;
    private static Database db;
    private static Database observer;

    @BeforeAll
    static void open() {
        scratch = ScratchPostgres.shared().createDatabase();
        db = Database.open(scratch.url());
        observer = Database.open(scratch.url() + "?application_name=observer");
    }

    @AfterAll
    static void close() {
        observer.close();
        db.close();
        scratch.close();
    }

    static int activeInTheServer() {
        return observer.sql()
                .fetchSingle("select count(*)::int from pg_stat_activity"
                        + " where datname = current_database() and state = 'active' and application_name <> 'observer'")
                .get(0, Integer.class);
    }

    private static String show(Session session, String setting) {
        return session.sql().fetchSingle("show " + setting).get(0, String.class);
    }

    @Test
    void aStatementThatPassesItsDeadlineIsEndedInTheServerToo() {
        long start = System.nanoTime();
        DeadlineExceeded exceeded = catchThrowableOfType(
                DeadlineExceeded.class, () -> db.withDeadline(SHORT).sql().fetch(SLEEP));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, Duration.ofSeconds(1));
        assertThat(exceeded.allowed()).isEqualTo(SHORT);
        assertThat(exceeded).hasMessage("""
                Cannot run a statement within 100 ms: the deadline has passed
                  sqlstate: 57014
                  sql:      select pg_sleep(60)
                  fix:      ask for less, or allow more: withDeadline(…)""");
        Awaitility.await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(activeInTheServer())
                .isZero());
    }

    @Test
    void twoHundredCallersWithADeadlineLeaveNothingBehind() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(200);
        try {
            CountDownLatch ready = new CountDownLatch(200);
            List<Future<Throwable>> outcomes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                outcomes.add(callers.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return catchThrowableOfType(
                            DatabaseException.class,
                            () -> db.withDeadline(SHORT).sql().fetch(SLEEP));
                }));
            }
            ready.await();
            long start = System.nanoTime();
            for (Future<Throwable> outcome : outcomes) {
                assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(DeadlineExceeded.class);
            }
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(activeInTheServer()).isZero());

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(db.sql().fetchSingle("select 1").get(0)).isEqualTo(1);
            assertThat(db.pool().active()).isZero();
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void theNextHolderOfTheConnectionIsNotCancelled() throws Exception {
        try (Database one = Database.open(scratch.url())) {
            for (int i = 0; i < 40; i++) {
                // ends at about the moment of the deadline: the cancel and the result cross
                Duration allowed = Duration.ofMillis(40 + i % 20);
                try {
                    one.withDeadline(allowed).sql().fetch("select pg_sleep(0.045)");
                } catch (DeadlineExceeded e) {
                    // one of the two outcomes
                }
                for (int k = 0; k < 5; k++) {
                    one.sql().fetch("select pg_sleep(0.002)");
                }
            }
        }
    }

    @Test
    void aDeadlineOfATransactionIsThatOfAllOfIt() {
        Session within = db.withDeadline(Duration.ofMillis(300));

        DeadlineExceeded exceeded = catchThrowableOfType(
                DeadlineExceeded.class,
                () -> within.transaction(tx -> {
                    for (int i = 0; i < 100; i++) {
                        tx.sql().fetch("select pg_sleep(0.05)");
                    }
                }));

        assertThat(exceeded).hasMessageStartingWith("Cannot run a statement within 300 ms");
        assertThat(db.pool().active()).isZero();
    }

    @Test
    void aDeadlineWithinATransactionIsThatOfEachStatementAndLeavesASavepointUsable() {
        db.transaction(tx -> {
            tx.sql().execute("create temporary table kept (id int) on commit drop");
            assertThatThrownBy(() -> tx.transaction(
                            nested -> nested.withDeadline(SHORT).sql().fetch(SLEEP)))
                    .isInstanceOf(DeadlineExceeded.class);
            for (int i = 0; i < 5; i++) {
                tx.withDeadline(SHORT).sql().fetch("select pg_sleep(0.04)");
            }
            assertThat(tx.sql().fetch("select * from kept")).isEmpty();
        });
    }

    @Test
    void aLongerDeadlineReachesTheServerAndGoesWithTheConnection() {
        assertThat(show(db, "statement_timeout")).isEqualTo("30s");
        assertThat(show(db.withDeadline(Duration.ofMinutes(5)), "statement_timeout"))
                .isEqualTo("5min");
        for (int i = 0; i < 20; i++) {
            assertThat(show(db, "statement_timeout")).isEqualTo("30s");
        }
    }

    @Test
    void theServersOwnTimeoutIsADeadlineToo() {
        assertThatThrownBy(() -> db.transaction(tx -> {
                    tx.sql().execute("set local lock_timeout = '50ms'");
                    tx.sql().execute("create table locked (id int)");
                    observer.withDeadline(SHORT).sql().fetch("select 1");
                    tx.sql().execute("select pg_advisory_xact_lock(1)");
                    db.transaction(TransactionOptions.defaults().withIndependent(true), other -> {
                        other.sql().execute("set local lock_timeout = '50ms'");
                        other.sql().execute("select pg_advisory_xact_lock(1)");
                    });
                }))
                .isInstanceOf(DeadlineExceeded.class)
                .extracting(failure -> failure.getMessage().replaceAll("\\d+ ms", "N ms"))
                .isEqualTo("""
                        Cannot run a statement: another transaction holds a lock, and lock_timeout has passed
                          sqlstate: 55P03
                          sql:      select pg_advisory_xact_lock(1)
                          ran:      N ms
                          fix:      find the transaction that holds the lock, in pg_locks, and make it shorter""");
        assertThatThrownBy(() -> db.transaction(tx -> {
                    tx.sql().execute("set local statement_timeout = '50ms'");
                    tx.sql().fetch(SLEEP);
                }))
                .isInstanceOf(DeadlineExceeded.class)
                .extracting(failure -> failure.getMessage().replaceAll("\\d+ ms", "N ms"))
                .isEqualTo("""
                        Cannot run a statement: the server's statement_timeout has passed
                          sqlstate: 57014
                          sql:      select pg_sleep(60)
                          ran:      N ms
                          fix:      ask for less, or allow more: withDeadline(…)""");
    }

    @Test
    void whatSomebodyCancelsOnTheServerIsNoDeadline() throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<?> sleeping = caller.submit((Callable<?>) () -> db.sql().fetch(SLEEP));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(activeInTheServer()).isEqualTo(1));
            observer.sql()
                    .fetch("select pg_cancel_backend(pid) from pg_stat_activity"
                            + " where datname = current_database() and query = '" + SLEEP + "'");

            assertThatThrownBy(() -> sleeping.get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(Cancelled.class)
                    .cause()
                    .hasMessage("""
                            Cannot run a statement: somebody cancelled it on the server
                              sqlstate: 57014
                              sql:      select pg_sleep(60)""");
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void interruptingTheThreadCancelsItsStatement() throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<List<Object>> outcome = caller.submit(() -> {
                Cancelled cancelled =
                        catchThrowableOfType(Cancelled.class, () -> db.sql().fetch(SLEEP));
                return List.of(cancelled.getMessage(), Thread.interrupted());
            });
            Awaitility.await()
                    .untilAsserted(() -> assertThat(activeInTheServer()).isEqualTo(1));
            caller.shutdownNow();

            assertThat(outcome.get(5, TimeUnit.SECONDS)).containsExactly("""
                    Cannot run a statement: the thread was interrupted
                      sqlstate: 57014
                      sql:      select pg_sleep(60)""", true);
            Awaitility.await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(activeInTheServer())
                    .isZero());
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void aDeadlineIsMoreThanZero() {
        assertThatThrownBy(() -> db.withDeadline(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A deadline is more than zero, not PT0S");
        assertThatThrownBy(() -> db.withDeadline(Duration.ofDays(25)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A deadline is at most 24 d");
        assertThatThrownBy(() -> db.withDeadline(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStatementAfterOneThatWasLateFailsForItsOwnReason() {
        db.sql().execute("create table once (id int constraint once_key unique)");
        db.transaction(tx -> {
            tx.sql().execute("insert into once values (1)");
            assertThatThrownBy(() -> tx.transaction(
                            nested -> nested.withDeadline(SHORT).sql().fetch(SLEEP)))
                    .isInstanceOf(DeadlineExceeded.class);
            assertThatThrownBy(() -> tx.transaction(nested -> nested.sql().execute("insert into once values (1)")))
                    .isInstanceOf(ConstraintViolation.class);
            Awaitility.await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
            assertThatThrownBy(() -> tx.transaction(
                            nested -> nested.withDeadline(SHORT).sql().fetch(SLEEP)))
                    .isInstanceOf(DeadlineExceeded.class);
            // not cut: the transaction can go on
            assertThat(tx.sql().fetchSingle("select count(*)::int from once").get(0))
                    .isEqualTo(1);
        });
    }

    @Test
    void aDeadlineThatPassesInTheCommitIsOneToo() {
        db.sql().execute("create table slow (id int)");
        db.sql()
                .execute("create function wait() returns trigger language plpgsql as"
                        + " 'begin perform pg_sleep(60); return null; end'");
        db.sql()
                .execute("create constraint trigger wait after insert on slow initially deferred"
                        + " for each row execute function wait()");
        Session within = db.withDeadline(Duration.ofMillis(300));

        assertThatThrownBy(() -> within.transaction(tx -> tx.sql().execute("insert into slow values (1)")))
                .isInstanceOf(DeadlineExceeded.class)
                .hasMessageStartingWith("Cannot commit a transaction within 300 ms: the deadline has passed\n");
        assertThatThrownBy(() -> within.sql().transaction(tx -> tx.dsl().execute("insert into slow values (1)")))
                .isInstanceOf(DeadlineExceeded.class);
        assertThat(db.sql().fetch("select * from slow")).isEmpty();
    }

    @Test
    void aTransactionWhoseTimeIsOverIsNotCommitted() {
        db.sql().execute("create table kept (id int)");

        assertThatThrownBy(() -> db.withDeadline(SHORT).transaction(tx -> {
                    tx.sql().execute("insert into kept values (1)");
                    Awaitility.await().pollDelay(Duration.ofMillis(150)).until(() -> true);
                }))
                .isInstanceOf(DeadlineExceeded.class);
        assertThat(db.sql().fetch("select * from kept")).isEmpty();
    }

    @Test
    void rowsThatComeInPartsHaveADeadline() {
        assertThatThrownBy(() -> db.transaction(tx -> tx.withDeadline(SHORT)
                        .sql()
                        .resultQuery("select pg_sleep(0.2) from generate_series(1, 50)")
                        .fetchSize(1)
                        .fetch()))
                .isInstanceOf(DeadlineExceeded.class);
    }

    @Test
    void aLongerDeadlineIsTakenBackWithTheSavepointThatSetIt() {
        db.transaction(tx -> {
            assertThatThrownBy(() -> tx.transaction(nested -> {
                        assertThat(show(nested.withDeadline(Duration.ofMinutes(5)), "statement_timeout"))
                                .isEqualTo("5min");
                        throw new IllegalStateException("of the test");
                    }))
                    .hasMessage("of the test");
            assertThat(show(tx, "statement_timeout")).isEqualTo("30s");
            assertThat(show(tx.withDeadline(Duration.ofMinutes(5)), "statement_timeout"))
                    .isEqualTo("5min");
        });
        assertThat(show(db, "statement_timeout")).isEqualTo("30s");
    }

    @Test
    void whatTheBodyThrowsIsNotTakenForAFailedCommit() {
        DataAccessException own = new DataAccessException("mine", new SQLException("of the body", "23505"));

        assertThatThrownBy(() -> db.transaction(tx -> {
                    throw own;
                }))
                .isSameAs(own);
    }
}
