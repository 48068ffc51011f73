package dev.serein.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.Cancelled;
import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloseTest {
    private final ExecutorService caller = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        caller.shutdownNow();
    }

    @Test
    void whatRunsMayEndAndNothingNewBegins() throws Exception {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase()) {
            Database db = Database.open(scratch.url());
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch closing = new CountDownLatch(1);
            Future<Integer> running = caller.submit(() -> db.transactionResult(tx -> {
                tx.sql().execute("create table done (id int)");
                begun.countDown();
                closing.await();
                return tx.sql().execute("insert into done values (1)");
            }));
            begun.await();
            Future<?> close = caller.submit(db::close);
            while (!(catchThrowable(() -> db.sql().fetch("select 1")) instanceof IllegalStateException)) {
                Thread.onSpinWait();
            }
            assertThat(close.isDone()).isFalse();
            closing.countDown();

            assertThat(running.get(5, TimeUnit.SECONDS)).isEqualTo(1);
            close.get(5, TimeUnit.SECONDS);
            assertThatThrownBy(() -> db.sql().fetch("select 1"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The database is closed");
        }
    }

    @Test
    void whatDoesNotEndInTimeIsEndedInTheServerToo() throws Exception {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Database observer = Database.open(scratch.url())) {
            Database db = Database.open(DatabaseOptions.of(scratch.url()).withCloseGrace(Duration.ofMillis(200)));
            Future<Throwable> running =
                    caller.submit(() -> catchThrowable(() -> db.sql().fetch("select pg_sleep(60)")));
            while (sleeping(observer) == 0) {
                Thread.onSpinWait();
            }
            db.close();

            assertThat(running.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(Cancelled.class)
                    .hasMessageStartingWith("Cannot run a statement: the database is being closed\n");
            Awaitility.await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(sleeping(observer))
                    .isZero());
        }
    }

    private static int sleeping(Database observer) {
        return observer.sql()
                .fetchSingle("select count(*)::int from pg_stat_activity"
                        + " where datname = current_database() and query = 'select pg_sleep(60)' and state = 'active'")
                .get(0, Integer.class);
    }
}
