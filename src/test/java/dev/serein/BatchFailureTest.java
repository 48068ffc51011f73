package dev.serein;

import static dev.serein.Query.find;
import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.TAGS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import dev.serein.db.AccountsDao;
import dev.serein.db.AccountsInsert;
import dev.serein.db.AccountsPatch;
import dev.serein.db.AccountsRow;
import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.db.TagsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch that fails has stored nothing, and says which of its statements it was. */
@ReferenceSchema
class BatchFailureTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();
    private final AccountsDao accounts = new AccountsDao(db);
    private final TagsDao tags = new TagsDao(db);
    private AccountsRow account;
    private Call<AccountsRow> given;

    @BeforeEach
    void anAccount() {
        long ada = new UsersDao(db)
                .insert(UsersInsert.email("ada@example.com").name("Ada"))
                .id();
        account = accounts.insert(AccountsInsert.userId(ada).credits(100));
        given = giving(account.id(), 10);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(credits()).isEqualTo(100);
        assertThat(migrated.plain("select state from pg_stat_activity where datname = current_database()"
                        + " and state like 'idle in%'"))
                .isEmpty();
        db.sql().truncate(USERS, TAGS).cascade().execute();
    }

    private Call<AccountsRow> giving(long id, long amount) {
        return accounts.updating(id, AccountsPatch.set().set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(amount)));
    }

    private long credits() {
        return accounts.getById(account.id()).credits();
    }

    private static Call<List<Boolean>> sleeping(double seconds) {
        return Call.list(Query.rows(
                select(field("pg_sleep({0}) is null", Boolean.class, inline(seconds))), row -> row.value1()));
    }

    @Test
    void aRowThatIsNotThereUndoesWhatCameBefore() {
        Call<AccountsRow> missing = giving(-1, 10);

        assertThatThrownBy(() -> db.batch(given, missing))
                .isInstanceOf(RowNotFound.class)
                .hasMessage("""
                        Cannot update the row of public.accounts: none has this id, or a trigger of the table left it as it was
                          columns:   id
                          statement: 2 of 2""");
    }

    @Test
    void aRowThatIsNotThereUndoesWhatComesAfter() {
        assertThatThrownBy(() -> db.batch(giving(-1, 10), given, sleeping(0)))
                .isInstanceOf(RowNotFound.class)
                .hasMessageEndingWith("\n  statement: 1 of 3");
    }

    @Test
    void eachCallForARowThatHasToBeThereLooksForIt() {
        Query1<Long, AccountsRow> byId =
                Query.of(Long.class, id -> find(ACCOUNTS).where(ACCOUNTS.ID.eq(id)));
        db.sql().execute("create function drop_it() returns trigger language plpgsql as 'begin return null; end'");
        db.sql().execute("create trigger drop_it before insert on tags for each row execute function drop_it()");
        try {
            Stream.of(
                            byId.bind(-1L).one(),
                            Call.one(find(ACCOUNTS).where(ACCOUNTS.ID.eq(-1L))),
                            accounts.updating(-1L, patch -> patch),
                            tags.inserting(TagsInsert.name("a")),
                            tags.upserting(TagsInsert.name("a"), TagsDao.TAGS_NAME_KEY))
                    .forEach(call -> assertThatThrownBy(() -> db.batch(given, call))
                            .isInstanceOf(RowNotFound.class)
                            .hasMessageContaining("\n  statement: 2 of 2"));
        } finally {
            db.sql().execute("drop function drop_it cascade");
        }
    }

    @Test
    void aSingleCallThatFindsNoRowChangesNothing() {
        Call<Integer> two = Call.one(Query.rows(
                update(TAGS)
                        .set(TAGS.NAME, TAGS.NAME.concat("!"))
                        .where(DSL.trueCondition())
                        .returning(TAGS.ID),
                row -> 1));
        tags.insert(TagsInsert.name("a"));
        tags.insert(TagsInsert.name("b"));

        assertThatThrownBy(() -> db.batch(two))
                .isInstanceOf(TooManyRows.class)
                .hasMessageStartingWith("Cannot take one row: the query returns more\n")
                .hasMessageNotContaining("statement");
        assertThat(tags.list()).extracting(TagsRow::name).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void moreRowsThanOneUndoIt() {
        tags.insert(TagsInsert.name("a"));
        tags.insert(TagsInsert.name("b"));

        for (Call<?> call : List.of(Call.one(find(TAGS)), Call.maybe(find(TAGS)))) {
            assertThatThrownBy(() -> db.batch(given, call))
                    .isInstanceOf(TooManyRows.class)
                    .hasMessage("""
                            Cannot take one row: the query returns more
                              sql:       select %s from "public"."tags"
                              statement: 2 of 2
                              fix:       ask for list() or first(), or narrow the query to a unique key\
                            """.formatted(Sent.columns(TAGS)));
        }
    }

    @Test
    void aViolatedConstraintIsThatOfItsStatement() {
        tags.insert(TagsInsert.name("a"));

        ConstraintViolation thrown = catchThrowableOfType(
                ConstraintViolation.class,
                () -> db.batch(given, tags.inserting(TagsInsert.name("b")), tags.inserting(TagsInsert.name("a"))));

        assertThat(thrown).hasMessage("""
                Cannot insert into public.tags: unique constraint tags_name_key is violated
                  sqlstate:  23505
                  columns:   name
                  sql:       insert into "public"."tags" ("name") values (?) returning %s
                  statement: 3 of 3
                  fix:       catch ConstraintViolation, or use upsert""".formatted(Sent.columns(TAGS)));
        assertThat(thrown.is(TagsDao.TAGS_NAME_KEY)).isTrue();
        assertThat(thrown.rule()).isPresent();
        assertThat(tags.count()).isEqualTo(1);
    }

    @Test
    void aValueThatDoesNotFitIsNamedBeforeAnythingIsStored() {
        assertThatThrownBy(() -> db.batch(given, tags.inserting(TagsInsert.name("a\0b"))))
                .isInstanceOf(StatementFailed.class)
                .hasMessageStartingWith("Cannot insert into public.tags: column name holds the character 0")
                .hasMessageContaining("\n  statement: 2 of 2");
    }

    @Test
    void aDeferredConstraintFailsWithTheCommit() {
        db.sql()
                .execute(
                        "create table pairs (id int primary key, other int references pairs deferrable initially deferred)");
        try {
            Call<Integer> first = Call.changed(DSL.query("insert into pairs values (1, 2)"));
            Call<Integer> second = Call.changed(DSL.query("insert into pairs values (2, 1)"));

            assertThatThrownBy(() -> db.batch(given, first))
                    .isInstanceOf(ConstraintViolation.class)
                    .hasMessageStartingWith("Cannot commit a transaction: foreign key pairs_other_fkey is violated")
                    .hasMessageNotContaining("statement:");
            assertThat(migrated.plain("select id from pairs")).isEmpty();
            assertThat(db.batch(first, second).of(second)).isEqualTo(1);
        } finally {
            db.sql().execute("drop table pairs");
        }
    }

    @Test
    void inATransactionItIsUndoneAlone() {
        db.transaction(tx -> {
            TagsDao inside = new TagsDao(tx);
            inside.insert(TagsInsert.name("before"));
            assertThatThrownBy(() -> tx.batch(given, giving(-1, 10)))
                    .isInstanceOf(RowNotFound.class)
                    .hasMessageEndingWith("\n  statement: 2 of 2");
            assertThatThrownBy(() -> tx.withDeadline(Duration.ofMillis(300)).batch(given, sleeping(20)))
                    .isInstanceOf(DeadlineExceeded.class);
            Call<TagsRow> after = inside.inserting(TagsInsert.name("after"));
            assertThat(tx.batch(after).of(after).name()).isEqualTo("after");
            inside.insert(TagsInsert.name("last"));
        });

        assertThat(tags.list()).extracting(TagsRow::name).containsExactlyInAnyOrder("before", "after", "last");
    }

    @Test
    void inATransactionThatIsRolledBackItIsUndone() {
        db.transaction(tx -> {
            assertThat(tx.batch(given).of(given).credits()).isEqualTo(110);
            tx.rollback();
        });
    }

    @Test
    void inATransactionItCannotHaveOptionsOfItsOwn() {
        assertThatThrownBy(() -> db.transaction(tx -> tx.batch(TransactionOptions.serializable(), given)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A transaction within another is a part of it");
    }

    @Test
    void aThousandCallsOfWhichOneFailsStoreNothing() {
        Call<?>[] calls = IntStream.range(0, 1_000)
                .mapToObj(i -> tags.inserting(TagsInsert.name("tag " + i % 900)))
                .toArray(Call<?>[]::new);

        assertThatThrownBy(() -> db.batch(calls))
                .isInstanceOf(ConstraintViolation.class)
                .hasMessageContaining("\n  statement: 901 of 1000\n");
        assertThat(tags.count()).isZero();
    }

    @Test
    void whatAMapperThrowsComesAfterAllIsStored() {
        Call<String> odd = Call.one(find(TAGS).where(TAGS.NAME.eq("a")).map(tag -> {
            throw new IllegalStateException("odd");
        }));

        assertThatThrownBy(() -> db.batch(tags.inserting(TagsInsert.name("a")), odd))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("odd");
        assertThat(tags.count()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsNotRunTwice() {
        Call<List<Integer>> unreadable =
                Call.list(Query.rows(select(field("'x'", Integer.class)), row -> row.value1()));

        assertThatThrownBy(() -> db.batch(tags.inserting(TagsInsert.name("a")), unreadable))
                .isInstanceOf(StatementFailed.class)
                .hasMessageEndingWith("\n  batch:    all of it is stored"
                        + "\n  fix:      do not run it again: mend how the results are read");
        assertThat(tags.count()).isEqualTo(1);
    }

    @Test
    void aConflictIsTriedAgainAsWhole() throws Exception {
        db.batch(TransactionOptions.serializable(), giving(account.id(), 1), giving(account.id(), -1));
        CompletableFuture<BatchResults> other;
        List<Integer> backend = new ArrayList<>();
        Call<?>[] calls = {given, giving(account.id(), -10)};
        TransactionOptions once = TransactionOptions.defaults().withIsolation(Isolation.REPEATABLE_READ);
        for (TransactionOptions options : List.of(once.withAttempts(5), once)) {
            CompletableFuture<BatchResults> waiting = db.transactionResult(tx -> {
                new AccountsDao(tx).update(account.id(), it -> it.credits(100));
                CompletableFuture<BatchResults> started =
                        CompletableFuture.supplyAsync(() -> db.batch(options, calls[0], calls[1]));
                await().until(() -> !migrated.plain("select pid from pg_stat_activity where wait_event_type = 'Lock'")
                        .isEmpty());
                return started;
            });
            if (options == once) {
                assertThatThrownBy(waiting::join)
                        .hasCauseInstanceOf(TransactionConflict.class)
                        .cause()
                        .hasMessageStartingWith("Cannot run a statement: another transaction came between");
            } else {
                assertThat(waiting.join().of(given).credits()).isEqualTo(110);
            }
        }
    }

    @Test
    void whatPassesItsDeadlineIsEnded() {
        TransactionOptions options = TransactionOptions.defaults().withDeadline(Duration.ofMillis(300));

        assertThatThrownBy(() -> db.batch(options, given, sleeping(20)))
                .isInstanceOf(DeadlineExceeded.class)
                .hasMessageContaining("within 300 ms: the deadline has passed");
        assertThatThrownBy(() -> db.withDeadline(Duration.ofMillis(300)).batch(given, sleeping(20)))
                .isInstanceOf(DeadlineExceeded.class);
    }

    @Test
    void aConnectionThatIsLostMeanwhileLeavesItUnknown() {
        CompletableFuture<?> end = endWhoSleeps();

        CommitUnknown thrown = catchThrowableOfType(CommitUnknown.class, () -> db.batch(given, sleeping(20)));

        assertThat(thrown).hasMessage("""
                Cannot say that a transaction is committed: the connection to the server is lost, and whether it was\
                 committed could not be found out
                  sqlstate: 57P01
                  fix:      see whether what it should have done is there before doing it again""");
        assertThat(thrown.transactionId()).isEmpty();
        end.join();
    }

    @Test
    void aConnectionThatIsLostWhileItIsReadOnlyIsJustLost() {
        CompletableFuture<?> end = endWhoSleeps();

        assertThatThrownBy(() ->
                        db.batch(TransactionOptions.defaults().withReadOnly(true), Call.list(find(TAGS)), sleeping(20)))
                .isInstanceOf(ConnectionFailed.class);
        end.join();
    }

    private static CompletableFuture<?> endWhoSleeps() {
        return CompletableFuture.runAsync(() -> await().until(() -> migrated.plain(
                        "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'")
                .contains("true")));
    }
}
