package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.DeadlineExceeded;
import dev.serein.Isolation;
import dev.serein.Session;
import dev.serein.StatementFailed;
import dev.serein.TransactionOptions;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a transaction, as the server has it; and that the next borrower has none of it. */
class TransactionModesTest {
    private static final TransactionOptions DEFAULTS = TransactionOptions.defaults();
    private static final String USUAL = "read committed, off, off, 10s";

    private static ScratchDatabase scratch;
    private static Database db;
    private static Database ofOneConnection;

    @BeforeAll
    static void open() {
        scratch = ScratchPostgres.shared().createDatabase();
        db = Database.open(scratch.url());
        ofOneConnection = Database.open(DatabaseOptions.of(scratch.url()).withPoolMax(1));
        db.sql().execute("create table balances (id int primary key, amount int not null)");
    }

    @AfterAll
    static void close() {
        ofOneConnection.close();
        db.close();
        scratch.close();
    }

    @BeforeEach
    void twoBalances() {
        db.sql().execute("truncate balances");
        db.sql().execute("insert into balances values (1, 100), (2, 200)");
    }

    @AfterEach
    void nothingStays() {
        assertThat(modes(ofOneConnection)).isEqualTo(USUAL);
        assertThat(ofOneConnection.<String, RuntimeException>transactionResult(TransactionModesTest::modes))
                .isEqualTo(USUAL);
    }

    private static String modes(Session session) {
        return session.sql()
                .fetchSingle("select concat_ws(', ', current_setting('transaction_isolation'),"
                        + " current_setting('transaction_read_only'), current_setting('transaction_deferrable'),"
                        + " current_setting('lock_timeout'))")
                .get(0, String.class);
    }

    private static String modes(TransactionOptions options) {
        return ofOneConnection.<String, RuntimeException>transactionResult(options, TransactionModesTest::modes);
    }

    private static List<Integer> balances() {
        return db.sql().resultQuery("select amount from balances order by id").fetchInto(Integer.class);
    }

    @Test
    void arriveBeforeTheFirstStatement() {
        assertThat(modes(DEFAULTS)).isEqualTo(USUAL);
        assertThat(modes(DEFAULTS.withIsolation(Isolation.READ_COMMITTED))).isEqualTo(USUAL);
        assertThat(modes(DEFAULTS.withIsolation(Isolation.REPEATABLE_READ)))
                .isEqualTo("repeatable read, off, off, 10s");
        assertThat(modes(TransactionOptions.serializable())).isEqualTo("serializable, off, off, 10s");
        assertThat(modes(TransactionOptions.snapshot())).isEqualTo("repeatable read, on, off, 10s");
        assertThat(modes(DEFAULTS.withReadOnly(true))).isEqualTo("read committed, on, off, 10s");
        assertThat(modes(DEFAULTS.withReadOnly(false).withDeferrable(false))).isEqualTo(USUAL);
        assertThat(modes(TransactionOptions.serializable().withReadOnly(true).withDeferrable(true)))
                .isEqualTo("serializable, on, on, 10s");
        assertThat(modes(DEFAULTS.withLockTimeout(Duration.ofMillis(1234))))
                .isEqualTo("read committed, off, off, 1234ms");
    }

    @Test
    void doNotOutliveATransactionThatFails() {
        TransactionOptions options = TransactionOptions.snapshot().withLockTimeout(Duration.ofSeconds(1));
        assertThatThrownBy(() ->
                        ofOneConnection.transaction(options, tx -> tx.sql().fetch("select 1 / 0")))
                .isInstanceOf(StatementFailed.class);
        nothingStays();
        assertThatThrownBy(() -> ofOneConnection.transaction(options, tx -> {
                    assertThat(modes(tx)).isEqualTo("repeatable read, on, off, 1s");
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void areThoseOfANestedOneToo() {
        ofOneConnection.transaction(
                TransactionOptions.snapshot(),
                tx -> tx.transaction(inner -> assertThat(modes(inner)).isEqualTo("repeatable read, on, off, 10s")));
    }

    @Test
    void readOnlyRefusesToWrite() {
        StatementFailed refused = catchThrowableOfType(
                StatementFailed.class,
                () -> ofOneConnection.transaction(
                        DEFAULTS.withReadOnly(true), tx -> tx.sql().execute("update balances set amount = 0")));

        assertThat(refused).hasMessageStartingWith("""
                        Cannot update balances: cannot execute UPDATE in a read-only transaction
                          sqlstate: 25006
                          sql:      update balances set amount = 0
                        """);
        assertThat(balances()).containsExactly(100, 200);
    }

    @Test
    void lockTimeoutEndsTheWaitForALock() {
        try (SteppedTransaction holder = SteppedTransaction.begin(db, DEFAULTS)) {
            holder.execute("update balances set amount = 0 where id = 1");
            DeadlineExceeded late = catchThrowableOfType(
                    DeadlineExceeded.class,
                    () -> ofOneConnection.transaction(DEFAULTS.withLockTimeout(Duration.ofMillis(50)), tx -> tx.sql()
                            .execute("update balances set amount = 1 where id = 1")));
            assertThat(late)
                    .hasMessageStartingWith("Cannot update balances: another transaction holds a lock, and lock_timeout"
                            + " has passed\n  sqlstate: 55P03\n");
            holder.commit();
        }
        assertThat(balances()).containsExactly(0, 200);
    }

    /** One that did not wait would see the deposit without the withdrawal, and have one of the three refused. */
    @Test
    void deferrableWaitsUntilWhatItReadsIsSafe() {
        TransactionOptions serializable = DEFAULTS.withIsolation(Isolation.SERIALIZABLE);
        String both = "select amount from balances order by id";
        try (SteppedTransaction withdrawal = SteppedTransaction.begin(db, serializable);
                SteppedTransaction deposit = SteppedTransaction.begin(db, serializable);
                SteppedTransaction report = SteppedTransaction.begin(
                        db, serializable.withReadOnly(true).withDeferrable(true))) {
            assertThat(withdrawal.read(both)).containsExactly(100, 200);
            deposit.execute("update balances set amount = 220 where id = 2");
            deposit.commit();
            SteppedTransaction.Step waiting = report.waits(both);
            withdrawal.execute("update balances set amount = -50 where id = 1");
            withdrawal.commit();

            assertThat(waiting.result()).isEqualTo(List.of(-50, 220));
            report.commit();
        }
        assertThat(balances()).containsExactly(-50, 220);
    }

    @Test
    void serializableIsRunAgainUntilNoneIsLost() throws Exception {
        int threads = 4;
        CyclicBarrier allHaveRead = new CyclicBarrier(threads);
        AtomicInteger attempts = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(i -> pool.submit(() -> {
                        int[] own = {0};
                        db.transaction(TransactionOptions.serializable(), tx -> {
                            int amount = tx.sql()
                                    .fetchSingle("select amount from balances where id = 1")
                                    .get(0, Integer.class);
                            if (own[0]++ == 0) {
                                allHaveRead.await(20, TimeUnit.SECONDS);
                            }
                            attempts.incrementAndGet();
                            tx.sql().execute("update balances set amount = ? where id = 1", amount + 1);
                        });
                        return null;
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get(20, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(balances()).containsExactly(100 + threads, 200);
        assertThat(attempts.get()).as("each that was refused, again").isGreaterThanOrEqualTo(2 * threads - 1);
    }
}
