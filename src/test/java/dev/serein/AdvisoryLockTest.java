package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class AdvisoryLockTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    private boolean otherCanTake(String key) {
        try {
            return other.submit(() -> db.tryLock(key, tx -> {})).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLockIsHeldUntilTheTransactionEnds() {
        db.transaction(tx -> {
            tx.lock("report");
            assertThat(otherCanTake("report")).isFalse();
            assertThat(otherCanTake("another")).isTrue();
        });
        assertThat(otherCanTake("report")).isTrue();
    }

    @Test
    void theBodyRunsOnlyWithTheLock() {
        List<String> ran = new ArrayList<>();
        assertThat(db.tryLock("nightly", tx -> {
                    ran.add("first");
                    assertThat(otherCanTake("nightly")).isFalse();
                }))
                .isTrue();
        assertThat(ran).containsExactly("first");
    }

    @Test
    void aLockThatWasTakenInAPartGoesWithIt() {
        db.transaction(tx -> {
            tx.transaction(inner -> {
                assertThat(inner.tryLock("part")).isTrue();
                inner.rollback();
            });
            assertThat(otherCanTake("part")).isTrue();
            tx.transaction(inner -> inner.lock("kept"));
            assertThat(otherCanTake("kept")).isFalse();
        });
    }

    @Test
    void whoWaitsTooLongIsTold() {
        db.transaction(tx -> {
            tx.lock("busy");
            try {
                other.submit(() -> assertThatThrownBy(() -> db.transaction(
                                        TransactionOptions.defaults().withLockTimeout(Duration.ofMillis(50)),
                                        waiting -> waiting.lock("busy")))
                                .isInstanceOf(DeadlineExceeded.class)
                                .hasMessageMatching("""
                                        Cannot run a statement: another transaction holds a lock, and lock_timeout has passed
                                          sqlstate: 55P03
                                          sql:      select pg_advisory_xact_lock\\(\\?\\)
                                          ran:      \\d+ ms
                                          fix:      find the transaction that holds the lock, in pg_locks, and make it shorter"""))
                        .get(20, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void anybodyCanComputeTheNumberOfAWord() {
        assertThat(
                        migrated.plain(
                                "select ('x' || left(encode(sha256(convert_to('grüße', 'UTF8')), 'hex'), 16))::bit(64)::bigint"))
                .containsExactly(Long.toString(AdvisoryLock.number("grüße")));
    }
}
