package dev.serein;

import static dev.serein.db.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class RetryTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final TransactionOptions QUICK =
            TransactionOptions.defaults().withBackoff(Duration.ofMillis(1), Duration.ofMillis(2));

    private final Database db = migrated.db();
    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void noTags() {
        db.sql().truncate(TAGS).cascade().execute();
    }

    private static void raise(Session session, String state) {
        session.sql().execute("do $$ begin raise exception using errcode = '" + state + "'; end $$");
    }

    /** Fails as often as said, then stores one tag. */
    private void run(TransactionOptions options, int failures, String state) {
        db.transaction(options, tx -> {
            ran.add("attempt");
            new TagsDao(tx).insert(TagsInsert.name("tag " + ran.size()));
            if (ran.size() <= failures) {
                raise(tx, state);
            }
        });
    }

    private List<String> tags() {
        return db.sql().select(TAGS.NAME).from(TAGS).fetchInto(String.class);
    }

    @Test
    void aTransactionIsRunOnceUnlessMoreIsSaid() {
        assertThatThrownBy(() -> run(TransactionOptions.defaults(), 1, "40001"))
                .isInstanceOf(TransactionConflict.class)
                .hasMessage("""
                        Cannot run a statement: another transaction came between
                          sqlstate: 40001
                          sql:      do '…'
                          fix:      run the whole transaction again""");
        assertThat(ran).hasSize(1);
        assertThat(tags()).isEmpty();
    }

    @Test
    void aConflictIsRunAgainAsOftenAsIsSaid() {
        run(QUICK.withAttempts(3), 2, "40001");
        assertThat(ran).hasSize(3);
        assertThat(tags()).containsExactly("tag 3");
    }

    @Test
    void theLastErrorIsThrownAndSaysHowOften() {
        assertThatThrownBy(() -> run(QUICK.withAttempts(3).withName("tagging"), 5, "40P01"))
                .isInstanceOfSatisfying(TransactionConflict.class, conflict -> assertThat(conflict.attempts())
                        .isEqualTo(3))
                .hasMessage("""
                        Cannot run a statement: it was the victim of a deadlock
                          sqlstate:    40P01
                          sql:         do '…'
                          transaction: tagging
                          attempts:    3
                          fix:         run the whole transaction again""");
        assertThat(ran).hasSize(3);
    }

    @Test
    void aConflictInTheClothesOfTheApplicationIsOneToo() {
        db.transaction(QUICK.withAttempts(2), tx -> {
            ran.add("attempt");
            try {
                if (ran.size() == 1) {
                    raise(tx, "40001");
                }
            } catch (TransactionConflict e) {
                throw new IllegalStateException("in other words", e);
            }
        });
        assertThat(ran).hasSize(2);
    }

    @Test
    void noOtherErrorIsRunAgain() {
        for (String state : List.of("23505", "22012", "55P03", "57014", "25P03", "P0001", "42P05")) {
            ran.clear();
            assertThat(catchThrowable(() -> run(QUICK.withAttempts(3), 5, state)))
                    .as(state)
                    .isInstanceOf(DatabaseException.class);
            assertThat(ran).as(state).hasSize(1);
        }
    }

    @Test
    void aLostConnectionIsRunAgainOnAnotherOne() {
        db.transaction(QUICK.withAttempts(2), tx -> {
            ran.add("attempt");
            new TagsDao(tx).insert(TagsInsert.name("tag " + ran.size()));
            if (ran.size() == 1) {
                terminateFromOutside(tx);
                tx.find(TAGS).list();
            }
        });
        assertThat(tags()).containsExactly("tag 2");
    }

    private static void terminateFromOutside(Transaction tx) {
        int process =
                tx.sql().resultQuery("select pg_backend_pid()").fetchSingle().get(0, Integer.class);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            other.submit(() -> migrated.plain("select pg_terminate_backend(" + process + ", 10000)"))
                    .get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            other.shutdown();
        }
    }

    @Test
    void aServerThatIsReadOnlyIsLeftOnce() {
        assertThat(catchThrowable(() -> run(QUICK.withAttempts(5), 9, "25006"))).isInstanceOf(StatementFailed.class);
        assertThat(ran).hasSize(2);
    }

    @Test
    void onlyAllOfATransactionIsRunAgain() {
        db.transaction(QUICK.withAttempts(3), tx -> {
            ran.add("outer");
            tx.transaction(QUICK.withAttempts(3), inner -> {
                ran.add("inner");
                if (ran.size() == 2) {
                    raise(inner, "40001");
                }
            });
        });
        assertThat(ran).containsExactly("outer", "inner", "outer", "inner");
    }

    @Test
    void attemptsEndWithTheDeadline() {
        long from = System.nanoTime();
        assertThatThrownBy(() -> run(
                        TransactionOptions.defaults()
                                .withAttempts(1_000_000)
                                .withBackoff(Duration.ofMillis(20), Duration.ofMillis(20))
                                .withDeadline(Duration.ofMillis(400)),
                        1_000_000,
                        "40001"))
                .isInstanceOfAny(TransactionConflict.class, DeadlineExceeded.class);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
        assertThat(ran).hasSizeBetween(2, 400);
    }

    @Test
    void anInterruptEndsTheAttempts() {
        Thread.currentThread().interrupt();
        try {
            assertThat(catchThrowable(() -> db.transaction(QUICK.withAttempts(1_000), tx -> {
                        ran.add("attempt");
                        throw new IllegalStateException(conflict());
                    })))
                    .isInstanceOfAny(IllegalStateException.class, Cancelled.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(ran).hasSizeLessThanOrEqualTo(1);
    }

    private TransactionConflict conflict() {
        return (TransactionConflict) SqlErrors.translate("of the test", new java.sql.SQLException("", "40001"), null);
    }

    @Test
    void writeSkewEndsWithOneAfterTheOther() throws Exception {
        CountDownLatch bothHaveRead = new CountDownLatch(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            var first = threads.submit(() -> insertIfAlone(bothHaveRead, "a"));
            var second = threads.submit(() -> insertIfAlone(bothHaveRead, "b"));
            first.get(30, TimeUnit.SECONDS);
            second.get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdown();
        }
        assertThat(tags()).hasSize(1);
    }

    /** Two that run at the same time both see nobody: as if one had run after the other, only one would insert. */
    private void insertIfAlone(CountDownLatch bothHaveRead, String tag) {
        db.transaction(TransactionOptions.serializable(), tx -> {
            long others = new TagsDao(tx).count();
            bothHaveRead.countDown();
            if (!awaited(bothHaveRead)) {
                throw new IllegalStateException("the other has not come");
            }
            if (others == 0) {
                new TagsDao(tx).insert(TagsInsert.name(tag));
            }
        });
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
