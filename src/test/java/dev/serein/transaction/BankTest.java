package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serein.Call;
import dev.serein.ConstraintViolation;
import dev.serein.Database;
import dev.serein.DatabaseException;
import dev.serein.DatabaseOptions;
import dev.serein.Session;
import dev.serein.Transaction;
import dev.serein.TransactionOptions;
import dev.serein.fault.RestartableServer;
import dev.serein.postgres.fault.FaultyProxy;
import dev.serein.transaction.Bank.Answer;
import dev.serein.transaction.Bank.Refused;
import dev.serein.transaction.Bank.Transfer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Transfers of credits, in opposite directions and all at once, while everything goes wrong: what callers are told is
 * what the books say, and no credit is lost. {@code -Dserein.soak.cuts=…} says how many connections are to be lost in
 * each test.
 */
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the test ends and starts the server's own process")
class BankTest {
    private static final int CALLERS = 32;
    private static final int CUTS = Integer.getInteger("serein.soak.cuts", 350);
    private static final int TRANSFERS_TO_A_BLOW = 10;
    private static final TransactionOptions READ_COMMITTED = TransactionOptions.defaults()
            .withAttempts(30)
            .withBackoff(Duration.ofMillis(1), Duration.ofMillis(100))
            .withName("transfer");
    private static final TransactionOptions SERIALIZABLE = TransactionOptions.serializable()
            .withAttempts(30)
            .withBackoff(Duration.ofMillis(1), Duration.ofMillis(100))
            .withName("transfer");

    private static RestartableServer server;

    @BeforeAll
    static void start() {
        server = RestartableServer.create();
        server.execute("alter role postgres set synchronous_commit = on");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static long credits(Session session, int account) {
        return (Long) session.sql().fetchValue("select credits from purses where id = ?", account);
    }

    private static void add(Session session, int account, long amount) {
        assertThat(session.sql().execute("update purses set credits = credits + ? where id = ?", amount, account))
                .isEqualTo(1);
    }

    private static void book(Transaction tx, Transfer transfer) {
        if (credits(tx, transfer.from()) < transfer.amount()) {
            throw new Refused();
        }
        add(tx, transfer.from(), -transfer.amount());
        add(tx, transfer.to(), transfer.amount());
        tx.sql()
                .execute(
                        "insert into ledger values (?, ?, ?, ?)",
                        transfer.id(),
                        transfer.from(),
                        transfer.to(),
                        transfer.amount());
    }

    @Test
    void serializableTransfersAreToldAsTheyAre() throws Exception {
        underFire(
                Answer.UNKNOWN_AFTER_CRASHES, (db, transfer) -> db.transaction(SERIALIZABLE, tx -> book(tx, transfer)));
    }

    @Test
    void transfersWithOrderedLocksAreToldAsTheyAre() throws Exception {
        underFire(
                Answer.UNKNOWN_AFTER_CRASHES,
                (db, transfer) -> db.transaction(READ_COMMITTED, tx -> {
                    tx.sql()
                            .fetch(
                                    "select id from purses where id in (?, ?) order by id for update",
                                    transfer.from(),
                                    transfer.to());
                    book(tx, transfer);
                }));
    }

    private static Call<Integer> adding(int account, long amount) {
        return Call.changed(DSL.query("update purses set credits = credits + ? where id = ?", amount, account));
    }

    /** Nothing of a batch is asked for its fate: it has no number that the caller knows. */
    @Test
    void batchesAreDoneWholeOrNotAtAll() throws Exception {
        underFire(Answer.MAY_BE_UNKNOWN, (db, transfer) -> {
            Call<Integer> debit = adding(transfer.from(), -transfer.amount());
            Call<Integer> credit = adding(transfer.to(), transfer.amount());
            boolean ascends = transfer.from() < transfer.to();
            try {
                db.batch(
                        READ_COMMITTED,
                        ascends ? debit : credit,
                        ascends ? credit : debit,
                        Call.changed(DSL.query(
                                "insert into ledger values (?, ?, ?, ?)",
                                transfer.id(),
                                transfer.from(),
                                transfer.to(),
                                transfer.amount())));
            } catch (ConstraintViolation e) {
                throw new Refused();
            }
        });
    }

    private static void underFire(Answer answer, Bank.Way way) throws Exception {
        try (Database look = Database.open(server.url());
                FaultyProxy proxy = FaultyProxy.before(server.url());
                Database db = Database.open(DatabaseOptions.of(proxy.url()).withPoolMax(CALLERS / 2))) {
            Bank bank = new Bank(look);
            AtomicBoolean over = new AtomicBoolean();
            Havoc havoc = new Havoc(server, proxy);
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Thread caller = new Thread(() -> {
                    while (!over.get()) {
                        bank.transfer(db, way);
                    }
                });
                caller.start();
                callers.add(caller);
            }
            try {
                for (int asked = 0; havoc.cuts() < CUTS; asked = bank.asked() + TRANSFERS_TO_A_BLOW) {
                    int enough = asked;
                    await().atMost(Duration.ofSeconds(60))
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> bank.asked() >= enough);
                    havoc.strike();
                }
            } finally {
                havoc.stop();
                over.set(true);
            }
            for (Thread caller : callers) {
                caller.join(60_000);
                assertThat(caller.isAlive()).isFalse();
            }

            await().until(() -> server.ask("select count(*) from pg_stat_activity"
                            + " where usename = 'postgres' and xact_start is not null")
                    .equals("0"));
            assertThat(db.pool().active()).isZero();
            bank.check(look, answer, havoc.crashes());
            assertThat(bank.otherThan(DatabaseException.class, Refused.class)).isEmpty();
            assertThat(bank.told().get("returned")).isGreaterThan(CUTS);
            assertThatAllIsWell(bank, db, way);
        }
    }

    private static void assertThatAllIsWell(Bank bank, Database db, Bank.Way way) {
        long before = done(bank);
        for (int i = 0; i < CALLERS; i++) {
            bank.transfer(db, way);
        }
        assertThat(done(bank)).isEqualTo(before + CALLERS);
    }

    private static long done(Bank bank) {
        return bank.told().getOrDefault("returned", 0L) + bank.told().getOrDefault("Refused", 0L);
    }
}
