package dev.serein.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.Cancelled;
import dev.serein.Database;
import dev.serein.Session;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** More threads than connections. */
class ManyThreadsTest {

    private static void serve(ExecutorService threads, int callers) throws Exception {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Database db = Database.open(scratch.url())) {
            db.sql().execute("create table calls (id int primary key)");
            // a caller may wait for all the others
            Session patient = db.withDeadline(Duration.ofSeconds(29));
            List<Future<?>> outcomes = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int id = i;
                outcomes.add(threads.submit(
                        () -> patient.transaction(tx -> tx.sql().execute("insert into calls values (?)", id))));
            }
            for (Future<?> each : outcomes) {
                each.get(60, TimeUnit.SECONDS);
            }

            assertThat(db.sql().fetchSingle("select count(*)::int from calls").get(0))
                    .isEqualTo(callers);
            assertThat(db.pool().active()).isZero();
            assertThat(db.pool().waiting()).isZero();
            assertThat(db.pool().holders()).isEmpty();
        }
    }

    @Test
    void aThousandThreadsAreAllServed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(1_000);
        try {
            serve(threads, 1_000);
        } finally {
            threads.shutdownNow();
        }
    }

    /** By reflection: the tests are compiled for Java 17. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before Java 21")
    void tenThousandVirtualThreadsAreAllServed() throws Exception {
        Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
        ExecutorService threads = (ExecutorService) factory.invoke(null);
        try {
            serve(threads, 10_000);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The JVM closes the socket of a virtual thread that is interrupted; the server would not know of it. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before Java 21")
    void interruptingAVirtualThreadEndsItsStatementInTheServer() throws Exception {
        Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
        ExecutorService threads = (ExecutorService) factory.invoke(null);
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Database db = Database.open(scratch.url());
                Database observer = Database.open(scratch.url())) {
            Future<Throwable> sleeping =
                    threads.submit(() -> catchThrowable(() -> db.sql().fetch("select pg_sleep(60)")));
            Awaitility.await().until(() -> activeSleeps(observer) == 1);
            threads.shutdownNow();

            assertThat(sleeping.get(5, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
            Awaitility.await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(activeSleeps(observer))
                    .isZero());
            assertThat(db.sql().fetchSingle("select 1").get(0)).isEqualTo(1);
        }
    }

    private static int activeSleeps(Database observer) {
        return observer.sql()
                .fetchSingle("select count(*)::int from pg_stat_activity"
                        + " where datname = current_database() and query = 'select pg_sleep(60)' and state = 'active'")
                .get(0, Integer.class);
    }
}
