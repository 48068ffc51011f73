package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.doctor.Finding.Severity;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others do at this moment. */
class SessionsTest {
    private static final Duration A_MOMENT = Duration.ofMillis(50);

    private final ExecutorService others = Executors.newCachedThreadPool();
    private ScratchDatabase scratch;
    private Database db;

    @BeforeEach
    void open() {
        scratch = ScratchPostgres.shared().createDatabase();
        db = Database.open(scratch.url());
        db.sql().execute("create table orders (id bigint primary key)");
    }

    @AfterEach
    void close() {
        others.shutdownNow();
        db.close();
        scratch.close();
    }

    private Connection session(String name) throws SQLException {
        Connection session = scratch.dataSource().getConnection();
        session.createStatement().execute("set application_name = '" + name + "'");
        return session;
    }

    private static int pid(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private void await(String condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> db.sql().fetchSingle("select " + condition).get(0, Boolean.class));
    }

    private static String lasting(int pid, String state) {
        return "count(*) = 1 from pg_stat_activity where pid = " + pid + " and state = '" + state
                + "' and state_change < now() - interval '100 ms'";
    }

    @Test
    void whoHasBegunATransactionAndDoesNothingIsNamed() throws SQLException {
        try (Connection idle = session("batch")) {
            int pid = pid(idle);
            idle.setAutoCommit(false);
            idle.createStatement().execute("select 1");
            await(lasting(pid, "idle in transaction"));
            assertThat(Asked.finding(new IdleInTransaction(A_MOMENT), db))
                    .isEqualTo(new Finding(
                            "idle-in-transaction",
                            Severity.WARNING,
                            "1 session has begun a transaction and done nothing since, the longest for 0 s",
                            List.of("pid " + pid + ", role postgres, batch: 0 s"),
                            "select pg_terminate_backend(pid); and set idle_in_transaction_session_timeout for those"
                                    + " roles"));
            assertThat(Asked.findings(new IdleInTransaction(), db)).isEmpty();
            idle.rollback();
            assertThat(Asked.findings(new IdleInTransaction(Duration.ZERO), db)).isEmpty();
        }
    }

    @Test
    void aTransactionThatHasBeenAtWorkForLongIsNamed() throws Exception {
        try (Connection slow = session("report")) {
            int pid = pid(slow);
            Future<?> query = others.submit(() -> slow.createStatement().execute("select pg_sleep(60), 'secret'"));
            await(lasting(pid, "active"));
            assertThat(Asked.finding(new LongTransactions(A_MOMENT), db))
                    .isEqualTo(new Finding(
                            "long-transactions",
                            Severity.HINT,
                            "1 transaction has been at work for long, the longest for 0 s",
                            List.of("pid " + pid + ", role postgres, report: 0 s"),
                            "see in pg_stat_activity what it runs; select pg_cancel_backend(pid) ends it"));
            assertThat(Asked.findings(new LongTransactions(), db)).isEmpty();
            db.sql().execute("select pg_cancel_backend(" + pid + ")");
            assertThat(query).failsWithin(30, TimeUnit.SECONDS);
            assertThat(Asked.findings(new LongTransactions(Duration.ZERO), db)).isEmpty();
        }
    }

    @Test
    void whoWaitsForALockIsNamedWithWhomForAndWhatThatOneDoes() throws Exception {
        try (Connection holder = session("holder");
                Connection waiter = session("waiter")) {
            int holding = pid(holder);
            int waiting = pid(waiter);
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock orders");
            Future<?> query = others.submit(() -> waiter.createStatement().execute("select from orders"));
            await("count(*) = 1 from pg_locks where not granted and waitstart < clock_timestamp() - interval '100 ms'"
                    + " and pid = " + waiting);
            assertThat(Asked.finding(new BlockedSessions(A_MOMENT), db))
                    .isEqualTo(new Finding(
                            "blocked-sessions",
                            Severity.WARNING,
                            "1 session waits for locks of others, the longest for 0 s",
                            List.of("pid " + waiting + ", role postgres, waiter: 0 s, for pid " + holding
                                    + ", role postgres, holder, which has done nothing for 0 s"),
                            "end the transaction that all wait for: select pg_terminate_backend(pid)"));
            assertThat(Asked.findings(new BlockedSessions(), db)).isEmpty();
            holder.rollback();
            assertThat(query).succeedsWithin(30, TimeUnit.SECONDS);
            assertThat(Asked.findings(new BlockedSessions(Duration.ZERO), db)).isEmpty();
        }
    }
}
