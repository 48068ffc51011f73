package dev.serein.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.Cancelled;
import dev.serein.ConnectionFailed;
import dev.serein.Database;
import dev.serein.DatabaseException;
import dev.serein.PoolExhausted;
import dev.serein.fault.RestartableServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server that goes away under load, and comes back. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the test ends and starts the server's own process")
class RestartTest {
    private static final int CALLERS = 30;

    private interface Outage {
        void of(RestartableServer server);
    }

    private static void under(Outage outage) throws Exception {
        try (RestartableServer server = RestartableServer.create();
                Database db = Database.open(server.url())) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger served = new AtomicInteger();
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Thread caller = new Thread(() -> {
                    while (!over.get()) {
                        Throwable failure = catchThrowable(() -> db.sql().fetch("select pg_sleep(0.001)"));
                        if (failure == null) {
                            served.incrementAndGet();
                        } else {
                            failures.add(failure);
                        }
                    }
                });
                caller.start();
                callers.add(caller);
            }
            await(served, CALLERS);
            outage.of(server);
            server.start();
            long back = System.nanoTime();

            await(served, served.get() + CALLERS * 3);
            Duration untilServed = Duration.ofNanos(System.nanoTime() - back);
            over.set(true);
            for (Thread caller : callers) {
                caller.join(10_000);
                assertThat(caller.isAlive()).isFalse();
            }

            assertThat(untilServed).isLessThan(Duration.ofSeconds(5));
            assertThat(failures)
                    .isNotEmpty()
                    .allMatch(each -> each instanceof ConnectionFailed
                            || each instanceof PoolExhausted
                            || each instanceof Cancelled);
            assertThat(db.pool().active()).isZero();
        }
    }

    private static void await(AtomicInteger count, int atLeast) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (count.get() < atLeast) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void afterAStopThePoolRecoversByItself() throws Exception {
        under(RestartableServer::stop);
    }

    @Test
    void afterACrashThePoolRecoversByItself() throws Exception {
        under(RestartableServer::kill);
    }

    @Test
    void whileTheServerIsAwayCallersAreToldSo() {
        try (RestartableServer server = RestartableServer.create();
                Database db = Database.open(server.url())) {
            server.stop();

            Throwable failure = catchThrowable(
                    () -> db.withDeadline(Duration.ofSeconds(1)).sql().fetch("select 1"));

            assertThat(failure).isInstanceOf(ConnectionFailed.class);
            assertThat(((DatabaseException) failure).getMessage())
                    .isEqualTo("""
                            Cannot connect to %s as postgres: nothing answers there
                              sqlstate: 08001
                              fix:      start the server, or correct host and port""".formatted(server.url().replaceFirst(".*@", "")));
            server.start();
        }
    }
}
