package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serein.CommitUnknown;
import dev.serein.ConnectionFailed;
import dev.serein.Database;
import dev.serein.TransactionOptions;
import dev.serein.fault.RestartableServer;
import dev.serein.postgres.fault.Fate;
import dev.serein.postgres.fault.FaultyProxy;
import dev.serein.postgres.fault.Messages;
import dev.serein.transaction.Marks.Told;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A server that crashes while something is committed. It forgets the numbers of transactions that it has not written
 * down, and gives them to others, of which it says "committed" then.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the test ends and starts the server's own process")
class CrashedCommitTest {
    private static final int ROUNDS = Integer.getInteger("serein.soak.crashes", 3);

    private static RestartableServer server;

    private final FaultyProxy proxy = FaultyProxy.before(server.url());
    private final Messages wire = proxy.messages();
    private final Marks marks = new Marks(server.url());
    private final Database db = Database.open(proxy.url());
    private final Semaphore lost = new Semaphore(0);

    @BeforeAll
    static void start() {
        server = RestartableServer.create();
        server.execute("alter role postgres set synchronous_commit = on");
        server.execute("alter role serein_admin set synchronous_commit = on");
        // nobody writes down what nobody has committed, nor takes a number
        server.configure("wal_writer_delay", "10s");
        server.configure("autovacuum", "off");
        server.execute("create table others (id int)");
    }

    @AfterEach
    void close() {
        db.close();
        proxy.close();
        marks.close();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /**
     * Leaves a mark, whose COMMIT has this fate and comes to a server that ends so. Nobody can ask what became of it
     * until the server has been started again, and more has happened.
     */
    private Told leave(Database db, Fate fate, Runnable end, Runnable meanwhile) {
        AtomicInteger before = new AtomicInteger();
        wire.follow(trip -> {
            if (!trip.commits()) {
                return Fate.PASS;
            }
            wire.pass();
            proxy.refuse();
            before.set(proxy.connections());
            if (fate == Fate.EAT) {
                end.run();
            }
            lost.release();
            return fate;
        });
        CompletableFuture<Told> mark =
                CompletableFuture.supplyAsync(() -> marks.leave(db, TransactionOptions.defaults()));
        lost.acquireUninterruptibly();
        if (fate != Fate.EAT) {
            await().until(() -> proxy.connections() < before.get());
            end.run();
        }
        server.start();
        meanwhile.run();
        proxy.accept();
        return mark.join();
    }

    private static long anothersNumber() {
        return Long.parseLong(server.ask("insert into others values (1) returning pg_current_xact_id()::text"));
    }

    private void assertThatItIsNotTakenForCommitted(Database db, Runnable more) {
        server.execute("checkpoint");
        List<Long> others = new ArrayList<>();

        Told mark = leave(db, Fate.EAT, server::kill, () -> {
            others.add(anothersNumber());
            more.run();
        });

        assertThat(mark.numbers()).isEqualTo(others);
        assertThat(mark.thrown()).isInstanceOf(CommitUnknown.class);
    }

    @Test
    void aLostNumberThatAnotherHasIsNotTakenForCommitted() {
        for (int round = 0; round < ROUNDS; round++) {
            assertThatItIsNotTakenForCommitted(db, () -> {});
        }
    }

    @Test
    void norIsItAfterACheckpoint() {
        assertThatItIsNotTakenForCommitted(db, () -> server.execute("checkpoint"));
    }

    @Test
    void norIsItAfterAnotherRestart() {
        assertThatItIsNotTakenForCommitted(db, () -> {
            server.stop();
            server.start();
        });
    }

    @Test
    void norIsItAfterAnotherCrash() {
        assertThatItIsNotTakenForCommitted(db, () -> {
            server.kill();
            server.start();
        });
    }

    @Test
    void norIsItWithAnothersPool() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        URI url = URI.create(proxy.url());
        source.setUrl("jdbc:postgresql://127.0.0.1:" + url.getPort() + url.getPath());
        source.setUser(url.getUserInfo().split(":")[0]);
        source.setPassword(url.getUserInfo().split(":")[1]);
        try (Database using = Database.using(source)) {
            assertThatItIsNotTakenForCommitted(using, () -> {});
        }
    }

    /** In each of the ways in which it may end; and what is told of the mark in each. */
    private void assertThatEachEndIsTold(Fate fate, Class<?> stopped, Class<?> crashed) {
        Map<Runnable, Class<?>> ends = new LinkedHashMap<>();
        ends.put(server::stop, stopped);
        ends.put(server::stopImmediately, crashed);
        ends.put(server::kill, crashed);
        ends.forEach((end, type) -> {
            Told mark = leave(db, fate, end, () -> {});

            assertThat(mark.thrown() == null ? null : mark.thrown().getClass()).isEqualTo(type);
        });
        marks.check();
    }

    @Test
    void whatDidNotReachTheServerIsNotCommitted() {
        assertThatEachEndIsTold(Fate.EAT, ConnectionFailed.class, ConnectionFailed.class);
    }

    @Test
    void whatHadReachedTheServerIsCommittedIfItWasStoppedAndUnknownIfItCrashed() {
        assertThatEachEndIsTold(Fate.EAT_ANSWER, null, CommitUnknown.class);
    }
}
