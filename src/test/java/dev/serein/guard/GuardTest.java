package dev.serein.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.Guard;
import dev.serein.GuardedDatabase;
import dev.serein.TransactionOptions;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final TransactionOptions TRANSFER =
            TransactionOptions.defaults().withName("transfer");
    private static ScratchDatabase scratch;

    private final List<String> log = new ArrayList<>();
    private Database ignoring;
    private Database warning;
    private Database throwing;

    @BeforeAll
    static void createDatabase() {
        scratch = ScratchPostgres.shared().createDatabase();
        try (Database db = Database.using(scratch.dataSource())) {
            db.sql().execute("create table notes (id int primary key)");
        }
    }

    @AfterAll
    static void dropDatabase() {
        scratch.close();
    }

    @BeforeEach
    void open() {
        ignoring = GuardedDatabase.open(DatabaseOptions.of(scratch.url()), Guard.IGNORE, log::add);
        warning = GuardedDatabase.open(DatabaseOptions.of(scratch.url()), Guard.WARN, log::add);
        throwing = GuardedDatabase.open(DatabaseOptions.of(scratch.url()), Guard.THROW, log::add);
        throwing.sql().execute("truncate notes");
    }

    @AfterEach
    void close() {
        ignoring.close();
        warning.close();
        throwing.close();
    }

    private static void note(DSLContext sql, int id) {
        sql.execute("insert into notes values (?)", id);
    }

    private List<Integer> notes() {
        return throwing.sql().resultQuery("select id from notes order by id").fetchInto(Integer.class);
    }

    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
    }

    private static String shown(String text) {
        return text.replaceAll("lambda\\$(\\w+)\\$\\d+", "$1");
    }

    private static String in(String method, int line) {
        return "dev.serein.guard.GuardTest." + method + "(GuardTest.java:" + line + ")";
    }

    @Test
    void aStatementOnTheDatabaseInABodyIsWarnedOfOnceForEachLine() {
        int[] line = new int[2];
        warning.transaction(TRANSFER, tx -> {
            note(tx.sql(), 1);
            for (int i = 0; i < 3; i++) {
                warning.sql().fetch("select 1");
                line[0] = line() - 1;
            }
            warning.sql().fetch("select 2");
            line[1] = line() - 1;
        });

        assertThat(log.stream().map(GuardTest::shown))
                .containsExactly(
                        "A statement runs on the database although its thread is in a transaction: it is not part of"
                                + " that\n  transaction: transfer\n  line:        "
                                + in("aStatementOnTheDatabaseInABodyIsWarnedOfOnceForEachLine", line[0])
                                + "\n  fix:         use tx, not db, in the body",
                        "A statement runs on the database although its thread is in a transaction: it is not part of"
                                + " that\n  transaction: transfer\n  line:        "
                                + in("aStatementOnTheDatabaseInABodyIsWarnedOfOnceForEachLine", line[1])
                                + "\n  fix:         use tx, not db, in the body");
        assertThat(notes()).containsExactly(1);
    }

    @Test
    void itThrowsAndTheTransactionIsRolledBack() {
        int[] line = new int[1];
        Throwable thrown = catchThrowable(() -> throwing.transaction(tx -> {
            note(tx.sql(), 1);
            line[0] = line() + 1;
            note(throwing.sql(), 2);
        }));

        assertThat(thrown).isInstanceOf(IllegalStateException.class).hasNoSuppressedExceptions();
        assertThat(thrown.getMessage().replaceAll("line: .*", "line: …")).isEqualTo("""
                A statement runs on the database although its thread is in a transaction: it is not part of that
                  line: …
                  fix:  use tx, not db, in the body""");
        assertThat(notes()).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void whoIgnoresItIsToldNothing() {
        ignoring.transaction(tx -> {
            ignoring.transaction(other -> note(ignoring.sql(), 1));
            note(ignoring.sql(), 2);
        });

        assertThat(notes()).containsExactly(1, 2);
        assertThat(log).isEmpty();
    }

    @Test
    void itIsTheSameInATransactionOfJooqs() {
        assertThat(catchThrowable(() -> throwing.sql().transaction(tx -> {
                    note(tx.dsl(), 1);
                    note(throwing.sql(), 2);
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A statement runs on the database although its thread is in a transaction");
        assertThat(notes()).isEmpty();

        throwing.sql().transaction(tx -> note(tx.dsl(), 1));
        note(throwing.sql(), 2);
        assertThat(notes()).containsExactly(1, 2);
    }

    @Test
    void anotherTransactionInABodyIsMeantOnlyIfItIsSaid() {
        Throwable thrown = catchThrowable(() -> throwing.transaction(TRANSFER, tx -> {
            throwing.transaction(other -> note(other.sql(), 1));
        }));

        assertThat(thrown).isInstanceOf(IllegalStateException.class);
        assertThat(thrown.getMessage().replaceAll("line: .*", "line: …")).isEqualTo("""
                A transaction begins on the database although its thread is in one: it is not part of that
                  transaction: transfer
                  line: …
                  fix:         use tx.transaction(…), a savepoint; one of its own on purpose is withIndependent(true)""");
        assertThat(catchThrowable(
                        () -> throwing.transaction(tx -> throwing.sql().transaction(other -> {}))))
                .hasMessageStartingWith("A transaction begins on the database although its thread is in one");

        assertThat(catchThrowable(() -> throwing.transaction(tx -> {
                    throwing.transaction(
                            TransactionOptions.defaults().withIndependent(true), own -> note(own.sql(), 1));
                    note(tx.sql(), 2);
                    throw new IllegalArgumentException("no");
                })))
                .hasMessage("no");
        assertThat(notes()).containsExactly(1);
    }

    @Test
    void afterAnIndependentTransactionTheOuterOneIsWatchedAgain() {
        assertThat(catchThrowable(() -> throwing.transaction(tx -> {
                    throwing.transaction(
                            TransactionOptions.defaults().withIndependent(true), own -> note(own.sql(), 1));
                    note(throwing.sql(), 2);
                })))
                .hasMessageStartingWith("A statement runs on the database although its thread is in a transaction");
        assertThat(notes()).containsExactly(1);
    }

    @Test
    void whatIsOutsideOfABodyMayUseTheDatabase() {
        Consumer<Integer> effect = id -> note(throwing.sql(), id);
        throwing.transaction(tx -> {
            note(tx.sql(), 1);
            tx.transaction(inner -> note(inner.sql(), 2));
            tx.afterCommit(() -> effect.accept(3));
        });
        assertThat(catchThrowable(() -> throwing.transaction(tx -> {
                    tx.afterRollback(() -> effect.accept(4));
                    throw new IllegalArgumentException("no");
                })))
                .hasMessage("no");
        effect.accept(5);

        assertThat(notes()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void anotherDatabaseIsNotMeant() {
        throwing.transaction(tx -> {
            note(tx.sql(), 1);
            note(ignoring.sql(), 2);
        });

        assertThat(notes()).containsExactly(1, 2);
    }

    @Test
    void aTransactionThatIsForgottenIsToldOf() {
        int line = line() + 1;
        warning.transaction(TRANSFER, tx -> note(warning.sql(), 1));

        assertThat(log).hasSize(2);
        assertThat(log.get(1)).isEqualTo("""
                A transaction has run nothing, but its thread has run statements on the database: none was part of it
                  transaction: transfer
                  line:        %s
                  fix:         use tx, not db, in the body""".formatted(in("aTransactionThatIsForgottenIsToldOf", line)));
    }

    @Test
    void itThrowsThatWhenTheBodyHasCaughtTheFirst() {
        Throwable thrown = catchThrowable(() -> throwing.transaction(
                tx -> assertThat(catchThrowable(() -> note(throwing.sql(), 1))).isNotNull()));

        assertThat(thrown)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A transaction has run nothing, but its thread has run statements on the");
        throwing.transaction(tx -> {}); // nothing at all is no mistake
        assertThat(notes()).isEmpty();
    }

    @Test
    void aResultThatIsOpenWhenItsTransactionEndsIsToldOf() {
        int line = line() + 1;
        Cursor<Record> leaked = warning.transactionResult(TRANSFER, tx -> {
            note(tx.sql(), 1);
            return tx.sql().resultQuery("select id, 'secret' from notes").fetchLazy();
        });

        assertThat(log).containsExactly("""
                A result is still open when the transaction that it comes from ends: its rows cannot be read any more
                  transaction: transfer
                  sql:         select id, '…' from notes
                  line:        %s
                  fix:         fetch() it, or close it, in the body""".formatted(in("aResultThatIsOpenWhenItsTransactionEndsIsToldOf", line)));
        assertThat(catchThrowable(leaked::fetchNext))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The rows cannot be read any more: their connection was given back when the transaction"
                        + " ended. Fetch them in its body");
        leaked.close();
        assertThat(notes()).containsExactly(1);
    }

    @Test
    void itThrowsBeforeCommit() {
        assertThat(catchThrowable(() -> throwing.transactionResult(tx -> {
                    note(tx.sql(), 1);
                    return tx.sql().resultQuery("select 1").fetchLazy();
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A result is still open when the transaction that it comes from ends");
        assertThat(catchThrowable(() -> throwing.sql().transactionResult(tx -> {
                    note(tx.dsl(), 2);
                    return tx.dsl().resultQuery("select 1").fetchLazy();
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A result is still open when the transaction that it comes from ends");
        assertThat(notes()).isEmpty();
    }

    @Test
    void resultsThatAreReadOrClosedInTheBodyAreFine() {
        throwing.transaction(tx -> {
            try (Cursor<?> closed = tx.sql().resultQuery("select 1").fetchLazy()) {
                assertThat(closed.hasNext()).isTrue();
            }
            assertThat(tx.sql()
                            .resultQuery("select generate_series(1, 3)")
                            .fetchLazy()
                            .fetch())
                    .hasSize(3);
            tx.sql()
                    .batch("insert into notes values (1)", "insert into notes values (2)")
                    .execute();
            tx.sql()
                    .batch(DSL.query("insert into notes values (?)", 0))
                    .bind(3)
                    .bind(4)
                    .execute();
            tx.sql().fetchMany("select 1; select 2");
            assertThat(catchThrowable(() -> tx.transaction(inner -> inner.sql().fetch("select 1 / 0"))))
                    .isNotNull();
        });

        assertThat(notes()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void theContextOfATransactionThatIsOverRunsNothing() {
        DSLContext leaked = throwing.transactionResult(tx -> tx.sql());
        Stream<Record> notBegun = throwing.transactionResult(
                tx -> tx.sql().resultQuery("select 1").fetchStream());

        for (ThrowingCallable use : List.<ThrowingCallable>of(() -> leaked.fetch("select 1"), notBegun::toList)) {
            assertThat(catchThrowable(use))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The transaction is over: it ends when the body that it was given to does");
        }
    }

    @Test
    void otherThreadsMayUseTheDatabaseMeanwhile() throws InterruptedException {
        throwing.transaction(tx -> {
            note(tx.sql(), 1);
            Thread other = new Thread(() -> note(throwing.sql(), 2));
            other.start();
            other.join();
        });

        assertThat(notes()).containsExactly(1, 2);
    }
}
