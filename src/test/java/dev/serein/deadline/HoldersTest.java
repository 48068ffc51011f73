package dev.serein.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.ConnectionFailed;
import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.DeadlineExceeded;
import dev.serein.PoolExhausted;
import dev.serein.PoolStatus;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Cursor;
import org.junit.jupiter.api.Test;

class HoldersTest {

    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
    }

    @Test
    void whoHoldsAConnectionIsSeenWithTheLineThatBorrowedIt() {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Database db = Database.open(scratch.url())) {
            assertThat(db.pool().holders()).isEmpty();

            List<Cursor<?>> forgotten = new ArrayList<>();
            forgotten.add(db.sql().resultQuery("select 1").fetchLazy());
            int line = line() - 1;
            PoolStatus status = db.pool();
            forgotten.forEach(Cursor::close);

            assertThat(status.active()).isEqualTo(1);
            assertThat(status.holders()).hasSize(1);
            assertThat(status.holders().get(0).thread())
                    .isEqualTo(Thread.currentThread().getName());
            assertThat(status.holders().get(0).line())
                    .isEqualTo("dev.serein.deadline.HoldersTest."
                            + "whoHoldsAConnectionIsSeenWithTheLineThatBorrowedIt(HoldersTest.java:" + line + ")");
            assertThat(db.pool().holders()).isEmpty();
        }
    }

    @Test
    void whoeverWaitsInVainIsToldWhoHoldsTheConnections() {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Database db = Database.open(scratch.url())) {
            List<Cursor<?>> all = new ArrayList<>();
            for (int i = 0; i < db.pool().max(); i++) {
                all.add(db.sql().resultQuery("select 1").fetchLazy());
            }
            DeadlineExceeded exceeded = catchThrowableOfType(
                    DeadlineExceeded.class,
                    () -> db.withDeadline(Duration.ofMillis(300)).sql().fetch("select 1"));
            all.forEach(Cursor::close);

            assertThat(exceeded.getMessage()
                            .replaceAll("for \\d+ ms", "for N ms")
                            .replaceAll(":\\d+\\)", ":N)"))
                    .isEqualTo("""
                            Cannot borrow a connection within 300 ms
                              pool: 10 of 10 connections open, 10 active, 0 idle, 0 waiting
                              held: for N ms by thread main, borrowed at dev.serein.deadline.HoldersTest.whoeverWaitsInVainIsToldWhoHoldsTheConnections(HoldersTest.java:N)
                                    for N ms by thread main, borrowed at dev.serein.deadline.HoldersTest.whoeverWaitsInVainIsToldWhoHoldsTheConnections(HoldersTest.java:N)
                                    for N ms by thread main, borrowed at dev.serein.deadline.HoldersTest.whoeverWaitsInVainIsToldWhoHoldsTheConnections(HoldersTest.java:N)""");
        }
    }

    @Test
    void whoeverHasSetNoDeadlineWaitsAsLongAsThePoolAllows() {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Database db = Database.open(
                        DatabaseOptions.of(scratch.url()).withPoolMax(1).withPoolTimeout(Duration.ofMillis(300)));
                Cursor<?> forgotten = db.sql().resultQuery("select 1").fetchLazy()) {
            PoolExhausted exhausted =
                    catchThrowableOfType(PoolExhausted.class, () -> db.sql().fetch("select 1"));

            assertThat(forgotten).isNotNull();
            assertThat(exhausted.waited()).isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
            assertThat(exhausted.pool())
                    .extracting(PoolStatus::max, PoolStatus::total, PoolStatus::active, PoolStatus::idle)
                    .containsExactly(1, 1, 1, 0);
            assertThat(exhausted.getMessage().replaceAll("\\d+ ms", "N ms").replaceAll(":\\d+\\)", ":N)"))
                    .isEqualTo("""
                            No connection became free within N ms
                              pool: 1 of 1 connections open, 1 active, 0 idle, 0 waiting
                              held: for N ms by thread main, borrowed at dev.serein.deadline.HoldersTest.whoeverHasSetNoDeadlineWaitsAsLongAsThePoolAllows(HoldersTest.java:N)
                              fix:  do not hold a connection while waiting for something else; see the holders""");
        }
    }

    @Test
    void aTransactionThatCannotBeginWaitsOnce() {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Database db = Database.open(
                        DatabaseOptions.of(scratch.url()).withPoolMax(1).withPoolTimeout(Duration.ofMillis(500)));
                Cursor<?> forgotten = db.sql().resultQuery("select 1").fetchLazy()) {
            long start = System.nanoTime();

            PoolExhausted exhausted = catchThrowableOfType(
                    PoolExhausted.class, () -> db.transaction(tx -> tx.sql().fetch("select 1")));

            assertThat(forgotten).isNotNull();
            assertThat(exhausted).hasNoSuppressedExceptions();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_000));
        }
    }

    @Test
    void aPoolOfAnothersThatIsExhaustedIsOneToo() {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                HikariDataSource theirs = new HikariDataSource()) {
            theirs.setDataSource(scratch.dataSource());
            theirs.setMaximumPoolSize(1);
            theirs.setConnectionTimeout(300);
            Database db = Database.using(theirs);
            try (Cursor<?> forgotten = db.sql().resultQuery("select 1").fetchLazy()) {
                assertThat(forgotten).isNotNull();
                assertThat(catchThrowableOfType(
                                        PoolExhausted.class, () -> db.sql().fetch("select 1"))
                                .pool()
                                .holders())
                        .hasSize(1);
            }
        }
    }

    @Test
    void aPoolOfAnothersThatCannotConnectSaysWhatTheServerSays() {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                HikariDataSource theirs = new HikariDataSource()) {
            URI server = URI.create(scratch.url());
            theirs.setJdbcUrl("jdbc:postgresql://" + server.getHost() + ":" + server.getPort() + "/nowhere");
            theirs.setUsername("postgres");
            theirs.setPassword(server.getUserInfo().split(":")[1]);
            theirs.setConnectionTimeout(300);
            theirs.setInitializationFailTimeout(-1);

            ConnectionFailed failed = catchThrowableOfType(
                    ConnectionFailed.class, () -> Database.using(theirs).sql().fetch("select 1"));

            assertThat(failed).hasMessage("""
                    Cannot borrow a connection: FATAL: database "nowhere" does not exist
                      sqlstate: 3D000""");
        }
    }
}
