package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.serein.fault.FaultyProxy;
import dev.serein.fault.RestartableServer;
import dev.serein.fault.TransactionPooler;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** Batches behind a pooler, through a network that fails, on a server that waits for others, and before listeners. */
class BatchSurroundingsTest {

    private static Call<Integer> insert(int n) {
        return Call.changed(DSL.query("insert into numbers values ({0})", val(n)));
    }

    private static Call<Long> count() {
        return Call.one(
                Query.rows(select(field("count(*)", Long.class)).from(DSL.table("numbers")), row -> row.value1()));
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
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase()) {
            URI server = URI.create(scratch.url());
            try (FaultyProxy proxy = FaultyProxy.before(server.getHost(), server.getPort());
                    Database db = Database.open(
                            scratch.url().replace(":" + server.getPort() + "/", ":" + proxy.port() + "/"))) {
                db.sql().execute("create table numbers (n int primary key)");
                db.batch(insert(1), count());
                proxy.blackHole();

                assertThat(catchThrowableOfType(CommitUnknown.class, () -> db.withDeadline(Duration.ofMillis(300))
                                .batch(insert(2), count())))
                        .hasMessageStartingWith("Cannot say that a transaction is committed: ");
                proxy.heal();
            }
        }
    }

    @Test
    void aStandbyThatDoesNotConfirmLeavesItUnknown() {
        try (RestartableServer server = RestartableServer.create()) {
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
