package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.CommitUnknown;
import dev.serein.Database;
import dev.serein.Query;
import dev.serein.TransactionOptions;
import dev.serein.fault.RestartableServer;
import dev.serein.postgres.fault.Fate;
import dev.serein.postgres.fault.FaultyProxy;
import dev.serein.postgres.fault.Messages;
import dev.serein.postgres.fault.RoundTrip;
import dev.serein.transaction.Marks.AtCommit;
import dev.serein.transaction.Marks.Told;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * COMMITs that are lost on their way, on their way back, or in the server: what the caller is told is what the server
 * has. {@code -Dserein.soak.commits=…} says how many of each fault, half of them with attempts and half without.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the test has a server of its own, whose configuration it changes")
class CommitFaultTest {
    private static final int COMMITS = Integer.getInteger("serein.soak.commits", 250) / 2;
    private static final int FEW = COMMITS / 5;
    private static final TransactionOptions ONCE = TransactionOptions.defaults();
    private static final TransactionOptions AGAIN =
            ONCE.withAttempts(3).withBackoff(Duration.ofMillis(1), Duration.ofMillis(1));

    private static RestartableServer server;

    private final FaultyProxy proxy = FaultyProxy.before(server.url());
    private final Messages wire = proxy.messages();
    private final Marks marks = new Marks(server.url());
    private final Database db = Database.open(proxy.url());

    @BeforeAll
    static void start() {
        server = RestartableServer.create();
        // a server for tests is started without
        server.stop();
        server.startWith("wal_level=replica", "max_wal_senders=10");
        server.execute("alter role postgres set synchronous_commit = on");
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

    private void leave(TransactionOptions options, AtCommit... first) {
        leave(COMMITS, options, first);
    }

    private void leave(int count, TransactionOptions options, AtCommit... first) {
        for (int i = 0; i < count; i++) {
            marks.leave(db, options, first.length == 0 ? AtCommit.NOTHING : first[i % first.length]);
        }
    }

    /** Of each so many COMMITs the first ones have these fates, one each; the others pass. */
    private void lose(int each, Fate... fates) {
        AtomicInteger commits = new AtomicInteger();
        wire.follow(trip -> {
            if (!trip.commits()) {
                return Fate.PASS;
            }
            int commit = commits.getAndIncrement();
            return commit % each == 0 ? fates[commit / each % fates.length] : Fate.PASS;
        });
    }

    private void assertThatAllWere(String verdict) {
        marks.check();
        assertThat(marks.verdicts()).containsOnlyKeys(verdict);
        assertThat(db.pool().active()).isZero();
    }

    @Test
    void aCommitThatDoesNotArriveIsAnErrorAfterWhichItMayBeTriedAgain() {
        lose(1, Fate.EAT, Fate.STRAND);

        leave(ONCE);

        assertThatAllWere("ConnectionFailed");
        assertThat(wire.faults()).isEqualTo(COMMITS);
        assertThat(marks.told().get(0).thrown()).hasMessage("""
                        Cannot commit: the connection to the server is lost, and the server says that nothing is stored
                          sqlstate: 08006
                          fix:      run the whole transaction again""");
    }

    @Test
    void aCommitThatDoesNotArriveIsTriedAgain() {
        lose(2, Fate.EAT, Fate.STRAND);

        leave(AGAIN);

        assertThatAllWere("returned");
        assertThat(wire.faults()).isEqualTo(COMMITS);
        assertThat(marks.told())
                .allSatisfy(mark -> assertThat(mark.numbers()).hasSize(2).doesNotHaveDuplicates());
    }

    @Test
    void aCommitWhoseAnswerIsLostHasHappened() {
        lose(1, Fate.EAT_ANSWER, Fate.HALVE_ANSWER);

        leave(ONCE);

        assertThatAllWere("returned");
        assertThat(wire.faults()).isEqualTo(COMMITS);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsNotTriedAgain() {
        lose(1, Fate.EAT_ANSWER, Fate.HALVE_ANSWER);

        leave(AGAIN);

        assertThatAllWere("returned");
        assertThat(marks.told()).allSatisfy(mark -> assertThat(mark.numbers()).hasSize(1));
    }

    @Test
    void aCommitThatIsCutOffAtSomeTimeIsToldAsItIs() {
        lose(1, Fate.RESET);

        leave(FEW, AGAIN);

        assertThatAllWere("returned");
        // where the answer was faster, it is the next statement that is lost, and its attempt is one more
        assertThat(wire.faults()).isBetween(FEW, 2 * FEW);
    }

    @Test
    void aSessionThatDiesInCommitIsAnErrorAfterWhichItMayBeTriedAgain() {
        marks.whileWaiting(() -> marks.meanwhile(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where query = 'COMMIT' and wait_event = 'advisory'",
                () -> leave(ONCE, AtCommit.DIE, AtCommit.WAIT)));

        assertThatAllWere("ConnectionFailed");
    }

    @Test
    void whatASessionLosesThatDiesInCommitIsTriedAgain() {
        marks.whileWaiting(() -> marks.meanwhile(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where query = 'COMMIT' and wait_event = 'advisory'",
                () -> leave(AGAIN, AtCommit.DIE, AtCommit.WAIT)));

        assertThatAllWere("returned");
        assertThat(marks.told()).allSatisfy(mark -> assertThat(mark.numbers()).hasSize(2));
    }

    private void withoutStandby(Runnable work) {
        server.configure("synchronous_standby_names", "nobody");
        try {
            work.run();
        } finally {
            server.configure("synchronous_standby_names", "");
        }
    }

    @Test
    void aCommitThatNoStandbyHasConfirmedIsUnknownAndNotTriedAgain() {
        withoutStandby(() -> marks.meanwhile(
                "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'",
                () -> leave(AGAIN)));

        assertThatAllWere("CommitUnknown");
        for (Told mark : marks.told()) {
            assertThat(((CommitUnknown) mark.thrown()).transactionId()).hasValue(mark.last());
            assertThat(mark.numbers()).hasSize(1);
        }
        assertThat(marks.told().get(0).thrown())
                .hasMessage("""
                        Cannot say that a transaction is committed: it is stored on this server, but no standby has confirmed it: should the server fail now, it is lost
                          sqlstate: 01000
                          xid:      %d
                          attempts: 1
                          fix:      see whether the standbys are well; do not do it again""".formatted(marks.told().get(0).last()));
    }

    @Test
    void aStatementThatNoStandbyHasConfirmedIsUnknownToo() {
        var prepared = Query.of(
                Long.class,
                id -> Query.rows(DSL.resultQuery("insert into marks (id) values ({0}) returning id", id)
                        .coerce(DSL.field("id", Long.class))));
        withoutStandby(() -> marks.meanwhile(
                "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'", () -> {
                    for (long id = 1; id <= FEW; id++) {
                        long next = id;
                        assertThatThrownBy(() -> db.sql().execute("insert into marks (id) values (?)", next))
                                .isInstanceOf(CommitUnknown.class);
                        assertThatThrownBy(() -> prepared.one(db, FEW + next)).isInstanceOf(CommitUnknown.class);
                    }
                }));

        assertThat(server.ask("select count(*) from marks")).isEqualTo(Integer.toString(2 * FEW));
    }

    @Test
    void aSessionThatDiesWhileItWaitsForAStandbyLeavesItUnknown() {
        withoutStandby(() -> marks.meanwhile(
                "select case query when 'COMMIT' then pg_terminate_backend(pid) else pg_cancel_backend(pid) end"
                        + " from pg_stat_activity where wait_event = 'SyncRep'",
                () -> leave(FEW, AGAIN)));

        assertThatAllWere("CommitUnknown");
    }

    @Test
    void ofATransactionThatMayNotWriteNothingIsAsked() {
        lose(2, Fate.EAT, Fate.EAT_ANSWER);

        List<RoundTrip> sent = wire.during(() -> {
            for (int i = 0; i < FEW; i++) {
                int found = db.transactionResult(
                        AGAIN.withReadOnly(true), tx -> (Integer) tx.sql().fetchValue("select 1"));
                assertThat(found).isEqualTo(1);
            }
        });

        assertThat(wire.faults()).isEqualTo(FEW);
        assertThat(sent.stream().flatMap(trip -> trip.statements().stream()).distinct())
                .filteredOn(text -> text.contains("xact"))
                .isEmpty();
    }
}
