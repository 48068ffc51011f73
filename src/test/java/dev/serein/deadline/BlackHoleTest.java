package dev.serein.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.ConnectionFailed;
import dev.serein.Database;
import dev.serein.DatabaseException;
import dev.serein.DatabaseOptions;
import dev.serein.DeadlineExceeded;
import dev.serein.PoolExhausted;
import dev.serein.Session;
import dev.serein.connection.ConnectionSettings;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.fault.FaultyProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.Cursor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network that swallows everything and tells nobody. */
class BlackHoleTest {
    private static final int POOL = 10;
    private static final Duration DEADLINE = Duration.ofMillis(500);

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private ScratchDatabase scratch;
    private FaultyProxy proxy;
    private Database db;

    @BeforeEach
    void open() {
        scratch = ScratchPostgres.shared().createDatabase();
        proxy = FaultyProxy.before(scratch.url());
        db = Database.open(proxy.url());
    }

    @AfterEach
    void close() {
        callers.shutdownNow();
        proxy.heal();
        db.close();
        proxy.close();
        scratch.close();
    }

    private List<Future<Throwable>> start(int count, Session session, String sql) {
        List<Future<Throwable>> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outcomes.add(callers.submit(() -> catchThrowable(() -> session.sql().fetch(sql))));
        }
        return outcomes;
    }

    private void fillThePool() {
        List<Cursor<?>> held = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            held.add(db.sql().resultQuery("select 1").fetchLazy());
        }
        held.forEach(Cursor::close);
        assertThat(db.pool().idle()).isEqualTo(POOL);
    }

    @Test
    void callersAreFreeSoonAfterTheirDeadline() throws Exception {
        fillThePool();
        proxy.blackHole();
        long start = System.nanoTime();

        for (Future<Throwable> each : start(50, db.withDeadline(DEADLINE), "select 1")) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isInstanceOf(DeadlineExceeded.class);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plusSeconds(2));
    }

    @Test
    void whoeverWaitsForAConnectionThatIsBeingMadeIsToldSo() {
        DatabaseOptions options = DatabaseOptions.of(proxy.url()).withPoolTimeout(Duration.ofMillis(300));
        try (Database hasty = Database.open(options);
                Cursor<?> held = hasty.sql().resultQuery("select 1").fetchLazy()) {
            proxy.blackHole();

            assertThat(held).isNotNull();
            assertThat(catchThrowable(() -> hasty.sql().fetch("select 1")))
                    .isInstanceOf(PoolExhausted.class)
                    .hasMessageContaining("pool: 1 of 10 connections open, 1 active, 0 idle, 0 waiting")
                    .hasMessageEndingWith("fix:  connections are still being made: see why the server takes so long, or"
                            + " wait longer");
            proxy.heal();
        }
    }

    @Test
    void whatWasCutMayHaveRunAndSaysSo() {
        fillThePool();
        proxy.blackHole();

        assertThat(catchThrowable(() -> db.withDeadline(DEADLINE).sql().fetch("select 1")))
                .hasMessage("""
                        Cannot run a statement within 500 ms: the server does not answer, and the connection was cut
                          sqlstate: 08006
                          sql:      select 1
                          fix:      see whether the server is well; whether the statement ran is not known""");
    }

    @Test
    void aStatementThatRunsWhenTheNetworkGoesIsFreeSoonAfterItsDeadline() throws Exception {
        fillThePool();
        List<Future<Throwable>> running = start(POOL, db.withDeadline(DEADLINE), "select pg_sleep(0.4)");
        while (db.pool().active() < POOL) {
            Thread.onSpinWait();
        }
        proxy.blackHole();
        long start = System.nanoTime();

        for (Future<Throwable> each : running) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isInstanceOf(DeadlineExceeded.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plusSeconds(2));
    }

    @Test
    void aPoolFullOfDeadConnectionsServesAgainRightAfterHealing() throws Exception {
        fillThePool();
        proxy.blackHole();
        for (Future<Throwable> each : start(POOL, db.withDeadline(DEADLINE), "select 1")) {
            each.get(30, TimeUnit.SECONDS);
        }
        proxy.cut();
        proxy.heal();
        long start = System.nanoTime();
        AtomicInteger failures = new AtomicInteger();

        while (true) {
            Throwable outcome =
                    catchThrowable(() -> db.withDeadline(DEADLINE).sql().fetch("select 1"));
            if (outcome == null) {
                break;
            }
            assertThat(outcome).isInstanceOf(DatabaseException.class);
            failures.incrementAndGet();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(failures.get()).isLessThanOrEqualTo(POOL);
    }

    @Test
    void whoeverHasSetNoDeadlineIsFreeTwoSecondsAfterTheServersTimeout() throws Exception {
        DatabaseOptions options = DatabaseOptions.of(proxy.url()).withStatementTimeout(Duration.ofSeconds(1));
        try (Database hasty = Database.open(options)) {
            assertThat(hasty.sql().fetchSingle("show statement_timeout").get(0)).isEqualTo("1s");
            proxy.blackHole();
            long start = System.nanoTime();

            Throwable failure = catchThrowable(() -> hasty.transaction(tx -> {
                // a socket that is written to, until nothing more goes in
                tx.sql().execute("select length(?)", "x".repeat(30_000_000));
            }));

            assertThat(failure).isInstanceOf(DeadlineExceeded.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(4_000));
            proxy.heal();
        }
    }

    @Test
    void aCommitThatNobodyAnswersEndsTwoSecondsAfterTheServersTimeout() throws Exception {
        DatabaseOptions options = DatabaseOptions.of(proxy.url()).withStatementTimeout(Duration.ofMillis(500));
        try (Database hasty = Database.open(options)) {
            Future<Throwable> end = callers.submit(() -> catchThrowable(() -> hasty.transaction(tx -> {
                tx.sql().execute("create table written (n int)");
                proxy.blackHole();
            })));

            try {
                assertThat(end.get(5, TimeUnit.SECONDS)).isInstanceOf(DatabaseException.class);
            } finally {
                proxy.cut();
                proxy.heal();
            }
        }
    }

    @Test
    void aConnectionWithoutAPoolEndsTheWaitByItself() throws Exception {
        String url = proxy.url() + "?options=-c%20statement_timeout%3D500";
        try (Connection connection = ConnectionSettings.of(url).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            proxy.blackHole();

            Future<Throwable> end = callers.submit(() -> catchThrowable(() -> statement.execute("select 1")));

            try {
                assertThat(end.get(5, TimeUnit.SECONDS))
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "08006");
            } finally {
                proxy.cut(); // else, if nothing ends the wait, nothing ends the test
            }
        }
    }

    @Test
    void whoeverWaitsForAConnectionIsToldWhyThereIsNone() {
        db.close();
        proxy.refuse();
        Throwable failure = catchThrowable(() -> Database.open(proxy.url()));

        assertThat(failure).isInstanceOf(ConnectionFailed.class);
        assertThat(((ConnectionFailed) failure).isPermanent()).isFalse();
    }

    @Test
    void anIdleConnectionThatTheServerEndedIsReplacedUnseen() throws Exception {
        fillThePool();
        try (Database observer = Database.open(scratch.url())) {
            observer.sql().fetch("""
                            select pg_terminate_backend(pid, 5000) from pg_stat_activity
                            where datname = current_database() and pid <> pg_backend_pid()""");
        }

        for (Future<Throwable> each : start(50, db, "select 1")) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void aLostConnectionIsATypedErrorOfOneCallerOnly() throws Exception {
        fillThePool();
        List<Future<Throwable>> running = start(POOL, db, "select pg_sleep(20)");
        while (db.pool().active() < POOL) {
            Thread.onSpinWait();
        }
        proxy.cut();

        for (Future<Throwable> each : running) {
            Throwable failure = each.get(10, TimeUnit.SECONDS);
            assertThat(failure).isInstanceOf(ConnectionFailed.class).hasMessage("""
                    Cannot run a statement: the connection to the server is lost
                      sqlstate: 08006
                      sql:      select pg_sleep(20)
                      fix:      try again, if the statement may run twice; whether it ran is not known""");
        }
        assertThatCode(() -> db.sql().fetch("select 1")).doesNotThrowAnyException();
    }
}
