package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.TransactionOptions;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.fault.FaultyProxy;
import dev.serein.transaction.History.Attempt;
import dev.serein.transaction.History.Outcome;
import dev.serein.transaction.History.Read;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Whether what returned is stored, and what was run again is stored once, while all connections are cut, or all
 * backends ended, every few values: before, within and after COMMIT, as it comes.
 */
class ListAppendWhileLinksBreakTest {
    private static final long APPENDS = Long.getLong("serein.soak.appends", 500);
    private static final long SEED = Long.getLong("serein.seed", 1);
    private static final int APPENDS_BETWEEN = 10;
    private static final TransactionOptions OPTIONS = TransactionOptions.serializable()
            .withAttempts(100)
            .withBackoff(Duration.ofMillis(2), Duration.ofMillis(50));

    private final AtomicInteger faults = new AtomicInteger();

    private void breakLinks(FaultyProxy proxy, Connection observer) throws SQLException {
        if (faults.incrementAndGet() % 2 == 0) {
            proxy.cut();
            return;
        }
        try (Statement end = observer.createStatement()) {
            end.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
        }
    }

    @Test
    void whatReturnedIsStoredOnceAndInOrder() throws Exception {
        ExecutorService faulty = Executors.newSingleThreadExecutor();
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Connection observer = scratch.dataSource().getConnection()) {
            try (FaultyProxy proxy = FaultyProxy.before(scratch.url());
                    Database db = Database.open(DatabaseOptions.of(proxy.url()).withPoolMax(ListAppend.THREADS))) {
                ListAppend workload = new ListAppend(db, OPTIONS, APPENDS, value -> {
                    if (value % APPENDS_BETWEEN == 0) {
                        faulty.submit((Callable<Void>) () -> {
                            breakLinks(proxy, observer);
                            return null;
                        });
                    }
                });
                check(workload.run(SEED), proxy);
                assertThat(db.pool().active()).isZero();
            }
        } finally {
            faulty.shutdown();
            assertThat(faulty.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void check(History history, FaultyProxy proxy) {
        assertThat(HistoryCheck.anomaliesOf(history)).isEmpty();
        assertThat(history.attempts())
                .filteredOn(attempt -> attempt.outcome() == Outcome.UNKNOWN)
                .as("what has written can be asked for")
                .flatExtracting(Attempt::operations)
                .hasOnlyElementsOfType(Read.class);
        assertThat(proxy.accepted()).isGreaterThan(faults.get());
    }
}
