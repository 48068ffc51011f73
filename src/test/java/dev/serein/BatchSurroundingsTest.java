package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.serein.fault.RestartableServer;
import dev.serein.fault.TransactionPooler;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.fault.Fate;
import dev.serein.postgres.fault.FaultyProxy;
import dev.serein.postgres.fault.RoundTrip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches behind a pooler, through a network that fails, on a server that waits for others, and before listeners. */
class BatchSurroundingsTest {

    private static Call<Integer> insert(int n) {
        return Call.changed(DSL.query("insert into numbers values ({0})", val(n)));
    }

    private static Call<Long> count() {
        return Call.one(
                Query.rows(select(field("count(*)", Long.class)).from(DSL.table("numbers")), row -> row.value1()));
    }

    private static List<String> statements(RoundTrip trip) {
        return trip.statements().stream().map(String::strip).toList();
    }

    @Test
    void behindAPoolerEachIsATransactionOfWhicheverSessionIsFree() {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                TransactionPooler pooler = TransactionPooler.before(scratch.url(), 2);
                Database db = Database.open(pooler.url())) {
            db.sql().execute("create table numbers (n int primary key)");
            List<CompletableFuture<Long>> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                int first = caller * 100;
                callers.add(CompletableFuture.supplyAsync(() -> {
                    Call<Long> count = count();
                    long last = 0;
                    for (int i = 0; i < 50; i++) {
                        last = db.batch(insert(first + i), count).of(count);
                    }
                    return last;
                }));
            }
            callers.forEach(CompletableFuture::join);
            assertThat(catchThrowableOfType(ConstraintViolation.class, () -> db.batch(insert(1_000), insert(1))))
                    .hasMessageContaining("\n  statement: 2 of 2\n");
            assertThat(db.sql().fetchValue("select count(*) from numbers")).isEqualTo(200L);
        }
    }

    @Test
    void aNetworkThatSwallowsItLeavesItUnknown() {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                FaultyProxy proxy = FaultyProxy.before(scratch.url());
                Database db = Database.open(proxy.url())) {
            db.sql().execute("create table numbers (n int primary key)");
            db.batch(insert(1), count());
            proxy.blackHole();

            assertThat(catchThrowableOfType(CommitUnknown.class, () -> db.withDeadline(Duration.ofMillis(300))
                            .batch(insert(2), count())))
                    .hasMessageStartingWith("Cannot say that a transaction is committed: ");
            proxy.heal();
        }
    }

    @Test
    void itIsOneRoundTripAndInATransactionNoneMore() {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                FaultyProxy proxy = FaultyProxy.before(scratch.url());
                Database db = Database.open(DatabaseOptions.of(proxy.url()).withPoolMax(1))) {
            db.sql().execute("create table numbers (n int primary key)");

            List<RoundTrip> alone = proxy.messages().during(() -> db.batch(insert(1), insert(2), count()));
            List<RoundTrip> within = proxy.messages()
                    .during(() -> db.transaction(tx -> {
                        tx.batch(insert(3), insert(4));
                        tx.batch(insert(5), count());
                    }));

            String counted = "with \"r\" as (select count(*) from numbers) select \"r\".* from \"r\""
                    + " where 1 / case when (select true from \"r\") then 1 else 0 end = 1";
            String insert = "insert into numbers values ($1)";
            assertThat(alone)
                    .extracting(BatchSurroundingsTest::statements)
                    .containsExactly(List.of("begin", insert, insert, counted, "commit"));
            assertThat(within)
                    .extracting(BatchSurroundingsTest::statements)
                    .containsExactly(
                            List.of("BEGIN", "savepoint serein_1", "select pg_current_xact_id()", insert, insert),
                            List.of("release savepoint serein_1", "savepoint serein_1", insert, counted),
                            List.of("COMMIT"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"EAT", "STRAND", "RESET", "EAT_ANSWER", "HALVE_ANSWER"})
    void aRoundTripThatIsLostLeavesItUnknownAndIsNotRunAgain(Fate fate) {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                FaultyProxy proxy = FaultyProxy.before(scratch.url());
                Database db = Database.open(proxy.url());
                Database look = Database.open(scratch.url())) {
            db.sql().execute("create table numbers (n int)");
            TransactionOptions often = TransactionOptions.defaults().withAttempts(5);
            List<Integer> returned = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int n = i;
                proxy.messages().once(RoundTrip::commits, fate);

                Throwable thrown = catchThrowable(() -> db.batch(often, insert(n), count()));
                if (thrown == null) {
                    returned.add(n);
                } else {
                    assertThat(thrown)
                            .isInstanceOf(CommitUnknown.class)
                            .hasMessageStartingWith("Cannot say that a transaction is committed: ");
                }
            }
            List<Integer> stored =
                    look.sql().fetch("select n from numbers order by n").getValues(0, Integer.class);
            assertThat(stored).doesNotHaveDuplicates().containsAll(returned);
            assertThat(fate == Fate.RESET || returned.isEmpty()).isTrue();
            switch (fate) {
                case EAT, STRAND -> assertThat(stored).isEmpty();
                case EAT_ANSWER, HALVE_ANSWER -> assertThat(stored).hasSize(20);
                default -> assertThat(stored).hasSizeLessThanOrEqualTo(20);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select leave(1)",
                "with x as (insert\ninto numbers values (1) returning n) select n from x",
                "with x as (insert/**/into numbers values (1) returning n) select n from x"
            })
    void whatWritesWithoutSayingSoIsNotRunAgain(String sql) {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                FaultyProxy proxy = FaultyProxy.before(scratch.url());
                Database db = Database.open(proxy.url())) {
            db.sql().execute("create table numbers (n int)");
            db.sql()
                    .execute("create function leave(n int) returns int language sql as"
                            + " 'insert into numbers values (n) returning n'");
            Call<List<Integer>> writes =
                    Call.list(Query.rows(DSL.resultQuery(sql).coerce(field("n", Integer.class)), row -> row.value1()));
            TransactionOptions often = TransactionOptions.serializable().withAttempts(3);
            proxy.messages().once(RoundTrip::commits, Fate.EAT_ANSWER);

            assertThat(catchThrowable(() -> db.batch(often, writes, count()))).isInstanceOf(CommitUnknown.class);
            assertThat(db.sql().fetchValue("select count(*) from numbers")).isEqualTo(1L);

            proxy.messages()
                    .once(trip -> trip.statements().stream().anyMatch(each -> each.contains(sql)), Fate.EAT_ANSWER);

            assertThat(catchThrowable(() -> db.batch(writes))).isInstanceOf(CommitUnknown.class);
            assertThat(db.sql().fetchValue("select count(*) from numbers")).isEqualTo(2L);
        }
    }

    @Test
    void aStandbyThatDoesNotConfirmLeavesItUnknown() {
        try (RestartableServer server = RestartableServer.create()) {
            server.stop();
            server.startWith("wal_level=replica", "max_wal_senders=3");
            server.execute("create table numbers (n int primary key)");
            server.execute("alter role all set synchronous_commit = on");
            server.configure("synchronous_standby_names", "nobody");
            try (Database db = Database.open(DatabaseOptions.of(server.url()))) {
                assertThat(catchThrowableOfType(CommitUnknown.class, () -> db.withDeadline(Duration.ofMillis(500))
                                .batch(insert(1), count())))
                        .hasMessageContaining("it is stored on this server, but no standby has confirmed it");
                assertThat(db.sql().fetchValue("select count(*) from numbers")).isEqualTo(1L);
            }
        }
    }

    @Test
    void aListenerHearsOfItAsOneStatement() {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase()) {
            List<StatementEvent> events = new ArrayList<>();
            try (Database db = Database.using(scratch.dataSource(), events::add)) {
                db.sql().execute("create table numbers (n int primary key)");
                events.clear();

                db.batch(insert(7), insert(8), count());

                assertThat(events).hasSize(1);
                StatementEvent event = events.get(0);
                assertThat(event.sql())
                        .isEqualTo(
                                "begin; insert into numbers values (?); insert into numbers values (?); with \"r\" as"
                                        + " (select count(*) from numbers) select \"r\".* from \"r\" where 1 / case when"
                                        + " (select true from \"r\") then 1 else 0 end = 1; commit");
                assertThat(event.rows()).isEqualTo(3);
                assertThat(event.inTransaction()).isFalse();
                assertThat(event.error()).isNull();
            }
        }
    }
}
