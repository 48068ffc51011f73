package dev.serein;

import static dev.serein.Query.find;
import static dev.serein.Relations.many;
import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.COMMENTS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.TAGS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.resultQuery;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.with;

import dev.serein.db.AccountsDao;
import dev.serein.db.AccountsInsert;
import dev.serein.db.AccountsPatch;
import dev.serein.db.AccountsRow;
import dev.serein.db.PostsDao;
import dev.serein.db.PostsInsert;
import dev.serein.db.PostsRow;
import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.db.TagsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several statements, one round trip, one transaction. */
@ReferenceSchema
class BatchTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final Query2<Long, Long, AccountsRow> TAKE = Query.of(
            Long.class,
            Long.class,
            (id, amount) -> Query.rows(
                    update(ACCOUNTS)
                            .set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.minus(amount))
                            .where(ACCOUNTS.ID.eq(id))
                            .returning(),
                    ACCOUNTS::$row));
    private static final Query1<Long, UsersRow> BY_ID =
            Query.of(Long.class, id -> find(USERS).where(USERS.ID.eq(id)));

    private static final String ONE =
            ") select \"r\".* from \"r\" where 1 / case when (select true from \"r\") then 1 else 0 end = 1";

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    private Database db;
    private UsersDao users;
    private AccountsDao accounts;
    private UsersRow ada;
    private AccountsRow from;
    private AccountsRow to;

    @BeforeEach
    void twoAccounts() {
        db = sent.db();
        users = new UsersDao(db);
        accounts = new AccountsDao(db);
        ada = users.insert(UsersInsert.email("ada@example.com").name("Ada"));
        from = accounts.insert(AccountsInsert.userId(ada.id()).credits(100));
        to = accounts.insert(AccountsInsert.userId(ada.id()).credits(5));
        sent.forget();
    }

    @AfterEach
    void empty() {
        migrated.db().sql().truncate(USERS, TAGS).cascade().execute();
    }

    private Call<AccountsRow> giving(long id, long amount) {
        return accounts.updating(id, AccountsPatch.set().set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(amount)));
    }

    private long credits(AccountsRow account) {
        return new AccountsDao(migrated.db()).getById(account.id()).credits();
    }

    @Test
    void aTransferIsOneTextWithItsTransaction() {
        Call<AccountsRow> debit = TAKE.bind(from.id(), 30L).one();
        Call<AccountsRow> credit = giving(to.id(), 30);
        Call<Integer> marked =
                Call.changed(update(USERS).set(USERS.NAME, "Rich Ada").where(USERS.ID.eq(ada.id())));

        BatchResults results = db.batch(debit, credit, marked);

        String columns = Sent.columns(ACCOUNTS);
        assertThat(sent.taken())
                .containsExactly("begin; with \"r\" as (update \"public\".\"accounts\" set \"credits\" ="
                        + " (\"public\".\"accounts\".\"credits\" - ?) where \"public\".\"accounts\".\"id\" = ?"
                        + " returning " + columns + ONE
                        + "; with \"r\" as (update \"public\".\"accounts\" set \"credits\" ="
                        + " (\"public\".\"accounts\".\"credits\" + ?) where \"public\".\"accounts\".\"id\" = ?"
                        + " returning " + columns + ONE
                        + "; update \"public\".\"users\" set \"name\" = ? where \"public\".\"users\".\"id\" = ?"
                        + "; commit");
        assertThat(results.of(debit).credits()).isEqualTo(70);
        assertThat(results.of(credit)).isEqualTo(accounts.getById(to.id()));
        assertThat(results.of(credit).credits()).isEqualTo(35);
        assertThat(results.of(marked)).isEqualTo(1);
        assertThat(users.getById(ada.id()).name()).isEqualTo("Rich Ada");
    }

    @Test
    void eachDoorOfADaoMakesACall() {
        TagsDao tags = new TagsDao(db);
        TagsRow old = tags.insert(TagsInsert.name("old"));
        TagsRow gone = tags.insert(TagsInsert.name("gone"));
        sent.forget();
        Call<Optional<TagsRow>> found = tags.finding(old.id());
        Call<Optional<TagsRow>> notFound = tags.finding(-1L);
        Call<TagsRow> inserted = tags.inserting(TagsInsert.name("new"));
        Call<Upserted<TagsRow>> upserted = tags.upserting(TagsInsert.name("old"), TagsDao.TAGS_NAME_KEY);
        Call<Upserted<TagsRow>> upsertedNew = tags.upserting(TagsInsert.name("other"), TagsDao.TAGS_NAME_KEY);
        Call<TagsRow> updated = tags.updating(old.id(), tag -> tag.name("renamed"));
        Call<TagsRow> read = tags.updating(old.id(), tag -> tag);
        Call<Boolean> deleted = tags.deleting(gone.id());
        Call<Boolean> notDeleted = tags.deleting(-1L);

        BatchResults results =
                db.batch(found, notFound, inserted, upserted, upsertedNew, updated, read, deleted, notDeleted);

        assertThat(sent.taken()).hasSize(1);
        assertThat(results.of(found)).contains(old);
        assertThat(results.of(notFound)).isEmpty();
        assertThat(results.of(inserted).name()).isEqualTo("new");
        assertThat(results.of(upserted)).isEqualTo(new Upserted<>(old, false));
        assertThat(results.of(upsertedNew).inserted()).isTrue();
        assertThat(results.of(updated).name()).isEqualTo("renamed");
        assertThat(results.of(read)).isEqualTo(results.of(updated));
        assertThat(results.of(deleted)).isTrue();
        assertThat(results.of(notDeleted)).isFalse();
        assertThat(tags.list()).extracting(TagsRow::name).containsExactlyInAnyOrder("renamed", "new", "other");
    }

    @Test
    void eachDoorOfAQueryMakesACall() {
        Call<UsersRow> one = BY_ID.bind(ada.id()).one();
        Call<Optional<UsersRow>> maybe = BY_ID.bind(ada.id()).maybe();
        Call<Optional<UsersRow>> nobody = BY_ID.bind(-1L).maybe();
        Call<List<UsersRow>> list = BY_ID.bind(ada.id()).list();
        Call<List<UsersRow>> none = BY_ID.bind(-1L).list();

        BatchResults results = db.batch(one, maybe, nobody, list, none);

        String select =
                "select " + Sent.columns(USERS) + " from \"public\".\"users\" where \"public\".\"users\".\"id\" = ?";
        String maybeRow = "with \"r\" as (" + select
                + ") select \"r\".* from \"r\" where coalesce((select true from \"r\"), true); ";
        assertThat(sent.taken())
                .containsExactly("begin; with \"r\" as (" + select + ONE + "; " + maybeRow + maybeRow + select + "; "
                        + select + "; commit");
        assertThat(results.of(one)).isEqualTo(ada);
        assertThat(results.of(maybe)).contains(ada);
        assertThat(results.of(nobody)).isEmpty();
        assertThat(results.of(list)).containsExactly(ada);
        assertThat(results.of(none)).isEmpty();
    }

    @Test
    void rowsAreMadeIntoAnything() {
        Call<String> name = Call.one(find(USERS).map(UsersRow::name));
        Call<List<Long>> credits = Call.list(
                Query.rows(select(ACCOUNTS.CREDITS).from(ACCOUNTS).orderBy(ACCOUNTS.ID), row -> row.value1()));
        Call<Optional<Record>> plain = Call.maybe(Query.rows(resultQuery("select 1 as a, 'x;y' as \"a;b\"")
                .coerce(new org.jooq.Field<?>[] {field("a", Integer.class), field("b", String.class)})));

        BatchResults results = db.batch(name, credits, plain);

        assertThat(results.of(name)).isEqualTo("Ada");
        assertThat(results.of(credits)).containsExactly(100L, 5L);
        assertThat(results.of(plain).orElseThrow().intoList()).containsExactly(1, "x;y");
    }

    @Test
    void aSingleStatementIsATransactionAlready() {
        Call<UsersRow> call = BY_ID.bind(ada.id()).one();

        assertThat(db.batch(call).of(call)).isEqualTo(ada);
        assertThat(sent.taken())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("with ")
                .endsWith(ONE);
    }

    @Test
    void noneIsNothing() {
        BatchResults results = db.batch();

        assertThat(sent.taken()).isEmpty();
        assertThatThrownBy(() -> results.of(BY_ID.bind(1L).list()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("This call was not in the batch: select " + Sent.columns(USERS)
                        + " from \"public\".\"users\" where \"public\".\"users\".\"id\" = ?");
    }

    @Test
    void aCallIsBoundToNoSession() {
        Call<AccountsRow> call = giving(to.id(), 1);

        assertThat(migrated.db().batch(call).of(call).credits()).isEqualTo(6);
        assertThat(db.batch(call).of(call).credits()).isEqualTo(7);
        assertThat(db.<Long, RuntimeException>transactionResult(
                        tx -> tx.batch(call).of(call).credits()))
                .isEqualTo(8);
    }

    @Test
    void aCallThatIsThereTwiceIsRefused() {
        Call<AccountsRow> call = giving(to.id(), 1);

        assertThatThrownBy(() -> db.batch(call, call))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A call is in the batch twice, and its results could not be told apart: make a second one");
        assertThat(sent.taken()).isEmpty();
        BatchResults results = db.batch(call, giving(to.id(), 1));
        assertThat(results.of(call).credits()).isEqualTo(6);
        assertThat(credits(to)).isEqualTo(7);
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> db.batch(giving(to.id(), 1), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("A call is null");
        assertThat(credits(to)).isEqualTo(5);
    }

    @Test
    void optionsGoWithIt() {
        TransactionOptions options = TransactionOptions.serializable()
                .withLockTimeout(Duration.ofMillis(700))
                .withDeadline(Duration.ofSeconds(20));
        Call<List<String>> settings = Call.list(Query.rows(
                select(
                        field("current_setting('transaction_isolation')", String.class),
                        field("current_setting('lock_timeout')", String.class)),
                row -> row.value1() + " " + row.value2()));

        assertThat(db.batch(options, settings).of(settings)).containsExactly("serializable 700ms");
        assertThat(sent.taken())
                .containsExactly("begin isolation level serializable; set local lock_timeout = 700; select"
                        + " current_setting('transaction_isolation'), current_setting('lock_timeout'); commit");
        assertThat(db.batch(settings).of(settings)).containsExactly("read committed 0");
    }

    @Test
    void nothingIsWrittenInAReadOnlyOne() {
        assertThatThrownBy(() -> db.batch(
                        TransactionOptions.snapshot(), BY_ID.bind(ada.id()).list(), giving(to.id(), 1)))
                .isInstanceOf(StatementFailed.class)
                .hasMessageStartingWith(
                        "Cannot update public.accounts: cannot execute UPDATE in a read-only transaction")
                .hasMessageContaining("\n  statement: 2 of 2\n");
    }

    @Test
    void aRoleIsSetBeforeIt() {
        Call<String> setting =
                Call.one(Query.rows(select(field("current_setting('app.tenant')", String.class)), row -> row.value1()));
        Call<AccountsRow> given = giving(to.id(), 1);
        TransactionOptions options =
                TransactionOptions.defaults().withRole("postgres", java.util.Map.of("app.tenant", "acme"));

        BatchResults results = db.batch(options, setting, given);

        assertThat(results.of(setting)).isEqualTo("acme");
        assertThat(credits(to)).isEqualTo(6);
    }

    @Test
    void rowsAreLockedUntilItsEnd() {
        Call<AccountsRow> locked =
                Call.one(find(ACCOUNTS).where(ACCOUNTS.ID.eq(to.id())).forUpdate());
        Call<AccountsRow> given = giving(to.id(), 1);

        BatchResults results = db.batch(locked, given);

        assertThat(results.of(locked)).isEqualTo(to);
        assertThat(results.of(given).credits()).isEqualTo(6);
    }

    @Test
    void rowsComeWithTheirChildren() {
        PostsDao posts = new PostsDao(db);
        PostsRow first = posts.insert(PostsInsert.userId(ada.id()).slug("first").title("First"));
        UsersRow bob = users.insert(UsersInsert.email("bob@example.com").name("Bob"));
        record UserView(UsersRow user, List<PostsRow> posts) {}
        var path = USERS.posts();
        var views = find(USERS).with(many(path).orderBy(path.ID), UserView::new).orderBy(USERS.ID);
        Call<UsersRow> renamed = users.updating(bob.id(), user -> user.name("Robert"));
        Call<PostsRow> second =
                posts.inserting(PostsInsert.userId(ada.id()).slug("second").title("Second"));
        Call<List<UserView>> all = Call.list(views);
        Call<UserView> one = Call.one(views.where(USERS.EMAIL.eq("ada@example.com")));
        Call<Optional<UserView>> nobody = Call.maybe(views.where(USERS.NAME.eq("nobody")));
        Call<AccountsRow> after = giving(to.id(), 1);
        sent.forget();

        BatchResults results = db.batch(renamed, second, all, one, nobody, after);

        assertThat(sent.taken()).hasSize(1);
        UserView adas = new UserView(ada, List.of(first, results.of(second)));
        assertThat(results.of(all)).containsExactly(adas, new UserView(results.of(renamed), List.of()));
        assertThat(results.of(one)).isEqualTo(adas);
        assertThat(results.of(nobody)).isEmpty();
        assertThat(results.of(after).credits()).isEqualTo(6);
    }

    @Test
    void childrenOfRowsByChanceAreRefused() {
        var post = USERS.posts();

        assertThatThrownBy(() -> Call.list(find(USERS)
                        .with(many(post), (user, posts) -> posts)
                        .orderBy(DSL.rand())
                        .limit(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("These rows cannot be in a batch: their children are asked for by the keys of rows that"
                        + " cannot be asked for twice, which is a second round trip");
    }

    @Test
    void rowsThatNeedTheKeyOfAnInsertedOneAreOneStatement() {
        var post = name("p")
                .as(DSL.insertInto(POSTS, POSTS.USER_ID, POSTS.SLUG, POSTS.TITLE)
                        .values(ada.id(), "first", "First")
                        .returning(POSTS.ID));
        var insert = with(post)
                .insertInto(COMMENTS, COMMENTS.POST_ID, COMMENTS.AUTHOR_ID, COMMENTS.BODY)
                .select(select(field(name("p", "id"), Long.class), val(ada.id()), val("Hear, hear"))
                        .from(name("p")))
                .returning();
        Call<List<String>> comments = Call.list(Query.rows(insert, comment -> comment.get(COMMENTS.BODY)));

        BatchResults results = db.batch(comments, giving(to.id(), 1));

        assertThat(results.of(comments)).containsExactly("Hear, hear");
        assertThat(migrated.plain("select p.slug || ': ' || c.body from posts p join comments c on c.post_id = p.id"))
                .containsExactly("first: Hear, hear");
        assertThatThrownBy(() -> Call.one(Query.rows(insert)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A statement that begins with a change in its WITH can only be a call for all of its rows:"
                        + " Call.list(…)");
    }

    @Test
    void whatIsSeveralStatementsOrEndsInACommentIsRefused() {
        for (String sql : List.of("select 1; delete from users", "select 1 -- all")) {
            Call<?> call = Call.list(Query.rows(resultQuery(sql).coerce(field("a", Integer.class))));

            assertThatThrownBy(() -> db.batch(call, giving(to.id(), 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A call is one statement, without a semicolon and without a comment at its end, not: "
                            + sql);
        }
        assertThat(credits(to)).isEqualTo(5);
    }

    @Test
    void aChangeOfAllRowsHasToBeMeant() {
        assertThatThrownBy(() -> Call.changed(update(USERS).set(USERS.NAME, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An update or delete without a where is refused: to mean all rows, write"
                        + " where(trueCondition())");
    }

    @Test
    void aThousandCallsAreOneText() {
        Call<?>[] calls = IntStream.range(0, 1_000)
                .mapToObj(i -> new TagsDao(db).inserting(TagsInsert.name("tag " + i)))
                .toArray(Call<?>[]::new);

        db.batch(calls);

        assertThat(sent.taken()).hasSize(1);
        assertThat(new TagsDao(db).count()).isEqualTo(1_000);
    }

    @Test
    void allOfThemMayHaveMoreValuesThanOneStatement() {
        List<Long> ids = LongStream.range(0, 30_000).boxed().toList();
        List<Call<List<UsersRow>>> calls = Stream.generate(
                        () -> Call.list(find(USERS).where(USERS.ID.in(ids).or(USERS.ID.eq(ada.id())))))
                .limit(3)
                .toList();

        BatchResults results = db.batch(calls.toArray(Call<?>[]::new));

        assertThat(calls).allSatisfy(call -> assertThat(results.of(call)).containsExactly(ada));
    }

    @Test
    void theSameStatementsAreOneTextHoweverTheValuesAre() {
        for (int i = 0; i < 4; i++) {
            db.batch(TAKE.bind(from.id(), 1L).one(), giving(to.id(), 1));
        }

        List<String> taken = sent.taken();
        assertThat(taken).hasSize(4);
        assertThat(taken.get(3)).isSameAs(taken.get(2));
        assertThat(credits(to)).isEqualTo(9);
    }
}
