package dev.serein.transaction;

import static dev.serein.Isolation.READ_COMMITTED;
import static dev.serein.Isolation.SERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.Database;
import dev.serein.Isolation;
import dev.serein.TransactionConflict;
import dev.serein.TransactionOptions;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each level allows and refuses: PostgreSQL's manual, 13.2, transaction by transaction. */
class IsolationTest {
    private static final String FIRST = "select amount from balances where id = 1";
    private static final String SECOND = "select amount from balances where id = 2";
    private static final String BOTH = "select amount from balances where id in (1, 2) order by id";
    private static final String ALL = "select amount from balances order by id";
    private static final String ON_CALL = "select count(*)::int from doctors where on_call";

    private static ScratchDatabase scratch;
    private static Database db;

    @BeforeAll
    static void open() {
        scratch = ScratchPostgres.shared().createDatabase();
        db = Database.open(scratch.url());
        db.sql().execute("create table balances (id int primary key, amount int not null)");
        db.sql().execute("create table doctors (name text primary key, on_call boolean not null)");
    }

    @AfterAll
    static void close() {
        db.close();
        scratch.close();
    }

    @BeforeEach
    void twoBalancesAndTwoDoctors() {
        db.sql().execute("truncate balances, doctors");
        db.sql().execute("insert into balances values (1, 100), (2, 200)");
        db.sql().execute("insert into doctors values ('alice', true), ('bob', true)");
    }

    private static SteppedTransaction begin(Isolation level) {
        return SteppedTransaction.begin(db, TransactionOptions.defaults().withIsolation(level));
    }

    private static List<Integer> now(String sql) {
        return db.sql().resultQuery(sql).fetchInto(Integer.class);
    }

    private static TransactionConflict isRefused(ThrowingCallable steps) {
        TransactionConflict refused = catchThrowableOfType(TransactionConflict.class, steps);
        assertThat(refused).isNotNull();
        assertThat(refused.sqlState()).isEqualTo("40001");
        return refused;
    }

    @ParameterizedTest
    @EnumSource
    void nobodyReadsWhatIsNotCommitted(Isolation level) {
        try (SteppedTransaction writer = begin(level);
                SteppedTransaction reader = begin(level)) {
            writer.execute("update balances set amount = 0");
            assertThat(reader.read(ALL)).containsExactly(100, 200);
            writer.rollBack();
            assertThat(reader.read(ALL)).containsExactly(100, 200);
            reader.commit();
        }
        assertThat(now(ALL)).containsExactly(100, 200);
    }

    @ParameterizedTest
    @CsvSource({"READ_COMMITTED, 0", "REPEATABLE_READ, 100", "SERIALIZABLE, 100"})
    void aRowThatIsReadAgain(Isolation level, int again) {
        try (SteppedTransaction reader = begin(level);
                SteppedTransaction writer = begin(level)) {
            assertThat(reader.read(FIRST)).containsExactly(100);
            writer.execute("update balances set amount = 0 where id = 1");
            writer.commit();
            assertThat(reader.read(FIRST)).containsExactly(again);
            reader.commit();
        }
        assertThat(now(ALL)).containsExactly(0, 200);
    }

    /** The standard allows it at repeatable read; PostgreSQL does not. */
    @ParameterizedTest
    @CsvSource({"READ_COMMITTED, 3", "REPEATABLE_READ, 2", "SERIALIZABLE, 2"})
    void aPhantom(Isolation level, int again) {
        String many = "select count(*)::int from balances where amount >= 100";
        try (SteppedTransaction reader = begin(level);
                SteppedTransaction writer = begin(level)) {
            assertThat(reader.read(many)).containsExactly(2);
            writer.execute("insert into balances values (3, 300)");
            writer.commit();
            assertThat(reader.read(many)).containsExactly(again);
            reader.commit();
        }
        assertThat(now(ALL)).containsExactly(100, 200, 300);
    }

    @ParameterizedTest
    @CsvSource({"READ_COMMITTED, 250", "REPEATABLE_READ, 200", "SERIALIZABLE, 200"})
    void aReadSkew(Isolation level, int second) {
        try (SteppedTransaction reader = begin(level);
                SteppedTransaction transfer = begin(level)) {
            assertThat(reader.read(FIRST)).containsExactly(100);
            transfer.execute("update balances set amount = amount - 50 where id = 1");
            transfer.execute("update balances set amount = amount + 50 where id = 2");
            transfer.commit();
            assertThat(reader.read(SECOND)).containsExactly(second);
            reader.commit();
        }
        assertThat(now(ALL)).containsExactly(50, 250);
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateOfWhatWasReadIsLostAtReadCommittedOnly(Isolation level) {
        try (SteppedTransaction one = begin(level);
                SteppedTransaction other = begin(level)) {
            int ofOne = one.read(FIRST).get(0);
            int ofOther = other.read(FIRST).get(0);
            one.execute("update balances set amount = %d where id = 1".formatted(ofOne + 10));
            one.commit();
            String update = "update balances set amount = %d where id = 1".formatted(ofOther + 20);
            if (level == READ_COMMITTED) {
                other.execute(update);
                other.commit();
            } else {
                isRefused(() -> other.execute(update));
            }
        }
        assertThat(now(FIRST)).containsExactly(level == READ_COMMITTED ? 120 : 110);
    }

    @ParameterizedTest
    @EnumSource
    void whoUpdatesARowThatIsBeingUpdatedWaitsForTheCommit(Isolation level) {
        try (SteppedTransaction one = begin(level);
                SteppedTransaction other = begin(level)) {
            one.execute("update balances set amount = amount + 10 where id = 1");
            var waiting = other.waits("update balances set amount = amount + 20 where id = 1");
            one.commit();
            if (level == READ_COMMITTED) {
                assertThat(waiting.result()).isEqualTo(1);
                other.commit();
            } else {
                isRefused(waiting::result);
            }
        }
        assertThat(now(FIRST)).containsExactly(level == READ_COMMITTED ? 130 : 110);
    }

    @ParameterizedTest
    @EnumSource
    void andGoesOnAfterARollback(Isolation level) {
        try (SteppedTransaction one = begin(level);
                SteppedTransaction other = begin(level)) {
            one.execute("update balances set amount = amount + 10 where id = 1");
            var waiting = other.waits("update balances set amount = amount + 20 where id = 1");
            one.rollBack();
            assertThat(waiting.result()).isEqualTo(1);
            other.commit();
        }
        assertThat(now(FIRST)).containsExactly(120);
    }

    /** The manual's own: a row that was 100 before and one that is 100 after, and neither is found. */
    @ParameterizedTest
    @EnumSource
    void aStatementLooksOnceMoreAtWhatItWaitedForAtReadCommittedOnly(Isolation level) {
        try (SteppedTransaction one = begin(level);
                SteppedTransaction other = begin(level)) {
            one.execute("update balances set amount = amount - 100");
            var waiting = other.waits("delete from balances where amount = 100");
            one.commit();
            if (level == READ_COMMITTED) {
                assertThat(waiting.result()).isEqualTo(0);
                other.commit();
            } else {
                isRefused(waiting::result);
            }
        }
        assertThat(now(ALL)).containsExactly(0, 100);
    }

    @ParameterizedTest
    @EnumSource
    void bothDoctorsLeaveUnlessItIsSerializable(Isolation level) {
        try (SteppedTransaction alice = begin(level);
                SteppedTransaction bob = begin(level)) {
            assertThat(alice.read(ON_CALL)).containsExactly(2);
            assertThat(bob.read(ON_CALL)).containsExactly(2);
            alice.execute("update doctors set on_call = false where name = 'alice'");
            alice.commit();
            if (level == SERIALIZABLE) {
                isRefused(() -> leave(bob));
            } else {
                leave(bob);
            }
        }
        assertThat(now(ON_CALL)).containsExactly(level == SERIALIZABLE ? 1 : 0);
    }

    private static void leave(SteppedTransaction bob) {
        bob.execute("update doctors set on_call = false where name = 'bob'");
        bob.commit();
    }

    /** The same with rows that are not there yet: there is nothing to lock. */
    @ParameterizedTest
    @EnumSource
    void bothAddWhatMayBeThereOnceUnlessItIsSerializable(Isolation level) {
        String many = "select count(*)::int from balances where amount = 0";
        try (SteppedTransaction one = begin(level);
                SteppedTransaction other = begin(level)) {
            assertThat(one.read(many)).containsExactly(0);
            assertThat(other.read(many)).containsExactly(0);
            one.execute("insert into balances values (3, 0)");
            other.execute("insert into balances values (4, 0)");
            one.commit();
            if (level == SERIALIZABLE) {
                assertThat(isRefused(other::commit)).hasMessage("""
                        Cannot commit a transaction: another transaction came between
                          sqlstate: 40001
                          fix:      run the whole transaction again""");
            } else {
                other.commit();
            }
        }
        assertThat(now(many)).containsExactly(level == SERIALIZABLE ? 1 : 2);
    }

    private static void withdraw(SteppedTransaction withdrawal) {
        withdrawal.execute("update balances set amount = amount - 150 where id = 1");
        withdrawal.commit();
    }

    /** Without somebody who looks, the withdrawal came first. */
    @ParameterizedTest
    @EnumSource
    void aDepositDuringAWithdrawalIsAllowed(Isolation level) {
        try (SteppedTransaction withdrawal = begin(level);
                SteppedTransaction deposit = begin(level)) {
            assertThat(withdrawal.read(BOTH)).containsExactly(100, 200);
            deposit.execute("update balances set amount = amount + 20 where id = 2");
            deposit.commit();
            withdraw(withdrawal);
        }
        assertThat(now(ALL)).containsExactly(-50, 220);
    }

    /** Fekete, O'Neil and O'Neil, 2004: a reader has seen the deposit, and not the withdrawal. */
    @ParameterizedTest
    @EnumSource
    void aReaderMakesItAnAnomalyUnlessItIsSerializable(Isolation level) {
        try (SteppedTransaction withdrawal = begin(level);
                SteppedTransaction deposit = begin(level);
                SteppedTransaction reader = SteppedTransaction.begin(
                        db, TransactionOptions.defaults().withIsolation(level).withReadOnly(true))) {
            assertThat(withdrawal.read(BOTH)).containsExactly(100, 200);
            deposit.execute("update balances set amount = amount + 20 where id = 2");
            deposit.commit();
            assertThat(reader.read(BOTH)).containsExactly(100, 220);
            reader.commit();
            if (level == SERIALIZABLE) {
                isRefused(() -> withdraw(withdrawal));
            } else {
                withdraw(withdrawal);
            }
        }
        assertThat(now(ALL)).containsExactly(level == SERIALIZABLE ? 100 : -50, 220);
    }
}
