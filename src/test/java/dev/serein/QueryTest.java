package dev.serein;

import static dev.serein.Query.find;
import static dev.serein.Query.rows;
import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.TYPE_ZOO;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.resultQuery;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.update;

import dev.serein.db.UsersRow;
import dev.serein.db.enums.ZooSize;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Records;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queries that are rendered once and bound to no connection. */
@ReferenceSchema
class QueryTest {
    private static final String USERS_COLUMNS =
            "\"public\".\"users\".\"id\", \"public\".\"users\".\"email\", \"public\".\"users\".\"name\","
                    + " \"public\".\"users\".\"nickname\", \"public\".\"users\".\"active\","
                    + " \"public\".\"users\".\"created_at\", \"public\".\"users\".\"updated_at\"";
    private static final String ALL_USERS = "select " + USERS_COLUMNS + " from \"public\".\"users\"";

    @Scratch
    static MigratedDatabase migrated;

    record Name(long id, String name) {}

    static final Query1<String, UsersRow> BY_EMAIL =
            Query.of(String.class, email -> find(USERS).where(USERS.EMAIL.eq(email)));
    static final Query1<Long[], UsersRow> BY_IDS = Query.of(
            Long[].class, ids -> find(USERS).where(USERS.ID.eq(any(ids))).orderBy(USERS.ID));
    static final Query2<String, String, UsersRow> ADD = Query.of(
            String.class,
            String.class,
            (email, name) -> rows(
                    insertInto(USERS, USERS.EMAIL, USERS.NAME)
                            .values(email, name)
                            .returning(),
                    UsersRow::of));
    static final Query2<Boolean, Integer, Name> NAMES = Query.of(
            Boolean.class,
            Integer.class,
            (active, most) -> rows(
                    select(USERS.ID, USERS.NAME)
                            .from(USERS)
                            .where(USERS.ACTIVE.eq(active))
                            .orderBy(USERS.NAME)
                            .limit(most),
                    Records.mapping(Name::new)));

    private static SentSql sent;
    private static Database db;
    private static UsersRow ada;
    private static UsersRow bob;

    @BeforeAll
    static void twoUsers() {
        sent = new SentSql(migrated.dataSource());
        db = Database.using(sent.dataSource());
        ada = ADD.one(db, "ada@example.com", "Ada");
        bob = ADD.one(db, "bob@example.com", "Bob");
        sent.taken();
    }

    @AfterEach
    void forget() {
        sent.taken();
    }

    @Test
    void aRowIsTheOneThatJooqReads() {
        assertThat(BY_EMAIL.one(db, "ada@example.com"))
                .isEqualTo(ada)
                .isEqualTo(UsersRow.of(
                        db.sql().selectFrom(USERS).where(USERS.ID.eq(ada.id())).fetchSingle()));
    }

    @Test
    void theStatementListsItsColumnsAndBindsItsArgument() {
        BY_EMAIL.maybe(db, "ada@example.com");

        assertThat(sent.taken()).containsExactly(ALL_USERS + " where \"public\".\"users\".\"email\" = ?");
        assertThat(BY_EMAIL).hasToString(ALL_USERS + " where \"public\".\"users\".\"email\" = ?");
    }

    @Test
    void everyEndIsOneStatement() {
        BY_EMAIL.list(db, "ada@example.com");
        BY_EMAIL.first(db, "ada@example.com");
        BY_EMAIL.one(db, "ada@example.com");
        BY_EMAIL.maybe(db, "ada@example.com");
        BY_EMAIL.stream(db, "ada@example.com", rows -> rows.toList());

        assertThat(sent.taken()).hasSize(5).containsOnly(BY_EMAIL.toString());
    }

    @Test
    void noneIsEmptyOrAnError() {
        assertThat(BY_EMAIL.list(db, "nobody")).isEmpty();
        assertThat(BY_EMAIL.first(db, "nobody")).isEmpty();
        assertThat(BY_EMAIL.maybe(db, "nobody")).isEmpty();
        assertThatThrownBy(() -> BY_EMAIL.one(db, "nobody"))
                .isInstanceOf(RowNotFound.class)
                .hasMessage("Cannot find the row: the query returns none\n  sql: " + BY_EMAIL);
    }

    @Test
    void moreThanOneIsAnErrorWhereOneIsAskedFor() {
        Query1<Boolean, UsersRow> byActive = Query.of(
                Boolean.class,
                active -> find(USERS).where(USERS.ACTIVE.eq(active)).orderBy(USERS.ID));

        assertThat(byActive.first(db, true)).contains(ada);
        for (Callable<?> one : List.<Callable<?>>of(() -> byActive.one(db, true), () -> byActive.maybe(db, true))) {
            assertThatThrownBy(one::call)
                    .isInstanceOf(TooManyRows.class)
                    .hasMessage("Cannot take one row: the query returns more\n  sql: " + byActive
                            + "\n  fix: ask for list() or first(), or narrow the query to a unique key");
        }
    }

    @Test
    void aListIsOneArgument() {
        assertThat(BY_IDS.list(db, new Long[] {bob.id(), ada.id(), -1L})).containsExactly(ada, bob);
        assertThat(BY_IDS.list(db, new Long[0])).isEmpty();
        assertThat(BY_IDS)
                .hasToString(ALL_USERS + " where \"public\".\"users\".\"id\" = any (cast(? as bigint[]))"
                        + " order by \"public\".\"users\".\"id\"");
    }

    @Test
    void aLimitIsAnArgument() {
        assertThat(NAMES.list(db, true, 1)).containsExactly(new Name(ada.id(), "Ada"));
        assertThat(NAMES.list(db, true, 9)).hasSize(2);
        assertThat(NAMES)
                .hasToString(
                        "select \"public\".\"users\".\"id\", \"public\".\"users\".\"name\" from \"public\".\"users\""
                                + " where \"public\".\"users\".\"active\" = ? order by \"public\".\"users\".\"name\""
                                + " fetch next ? rows only");

        Query1<Integer, UsersRow> some =
                Query.of(Integer.class, most -> find(USERS).orderBy(USERS.ID).limit(most));
        assertThat(some.list(db, 1)).containsExactly(ada);
    }

    @Test
    void aCursorIsAnArgument() {
        Query1<Long, UsersRow> after = Query.of(
                Long.class,
                id -> rows(selectFrom(USERS).orderBy(USERS.ID).seek(id).limit(10), UsersRow::of));

        assertThat(after.list(db, ada.id())).containsExactly(bob);
    }

    @Test
    void anArgumentMayStandInItMoreThanOnceAndInAnyOrder() {
        Query3<String, Long, String, UsersRow> mixed =
                Query.of(String.class, Long.class, String.class, (word, id, email) -> find(USERS)
                        .where(
                                USERS.EMAIL.eq(email),
                                USERS.ID.eq(id).or(USERS.NICKNAME.eq("none")),
                                USERS.NAME.eq(word).or(USERS.NICKNAME.eq(word))));

        assertThat(mixed.list(db, "Ada", ada.id(), "ada@example.com")).containsExactly(ada);
        assertThat(mixed.list(db, "Bob", ada.id(), "ada@example.com")).isEmpty();
    }

    @Test
    void upToFiveArguments() {
        Query4<Long, String, String, Boolean, UsersRow> four =
                Query.of(Long.class, String.class, String.class, Boolean.class, (id, email, name, active) -> find(USERS)
                        .where(USERS.ID.eq(id), USERS.EMAIL.eq(email), USERS.NAME.eq(name), USERS.ACTIVE.eq(active)));
        Query5<Long, String, String, Boolean, Integer, UsersRow> five = Query.of(
                Long.class,
                String.class,
                String.class,
                Boolean.class,
                Integer.class,
                (id, email, name, active, most) -> find(USERS)
                        .where(USERS.ID.eq(id), USERS.EMAIL.eq(email), USERS.NAME.eq(name), USERS.ACTIVE.eq(active))
                        .limit(most));

        assertThat(four.one(db, ada.id(), "ada@example.com", "Ada", true)).isEqualTo(ada);
        assertThat(five.one(db, ada.id(), "ada@example.com", "Ada", true, 1)).isEqualTo(ada);
        assertThat(five.list(db, ada.id(), "ada@example.com", "Ada", true, 0)).isEmpty();
    }

    @Test
    void anArgumentHasTheTypeOfWhatItIsComparedTo() {
        Query2<String, ZooSize, Record2<Long, String>> animals = Query.of(
                String.class,
                ZooSize.class,
                (name, size) -> rows(select(TYPE_ZOO.ID, TYPE_ZOO.TEXT_VALUE)
                        .from(TYPE_ZOO)
                        .where(TYPE_ZOO.CITEXT_VALUE.eq(name).and(TYPE_ZOO.ENUM_VALUE.eq(size)))));

        assertThat(animals.toString())
                .endsWith("where (\"public\".\"type_zoo\".\"citext_value\" = cast(? as citext)"
                        + " and \"public\".\"type_zoo\".\"enum_value\" = cast(? as \"public\".\"zoo_size\"))");
        assertThat(animals.list(db, "Elephant", ZooSize.large)).isEmpty();
    }

    @Test
    void anyQueryOfJooqsCanBePrepared() {
        Query2<Long, String, UsersRow> rename = Query.of(
                Long.class,
                String.class,
                (id, name) -> rows(
                        update(USERS)
                                .set(USERS.NICKNAME, name)
                                .where(USERS.ID.eq(id))
                                .returning(),
                        UsersRow::of));
        Query1<Long, Record2<Long, String>> pair = Query.of(
                Long.class, id -> rows(select(USERS.ID, USERS.NAME).from(USERS).where(USERS.ID.eq(id))));
        Query1<Long, Record2<Long, Long>> twice = Query.of(
                Long.class,
                id -> rows(select(USERS.ID, POSTS.ID)
                        .from(USERS)
                        .leftJoin(POSTS)
                        .on(POSTS.USER_ID.eq(USERS.ID))
                        .where(USERS.ID.eq(id))));

        UsersRow cy = ADD.one(db, "cy@example.com", "Cy");

        assertThat(rename.one(db, cy.id(), "Cyril").nickname()).isEqualTo("Cyril");
        assertThat(rename.one(db, cy.id(), null).nickname()).isNull();
        db.sql().deleteFrom(USERS).where(USERS.ID.eq(cy.id())).execute();
        assertThat(pair.one(db, ada.id()).value2()).isEqualTo("Ada");
        assertThat(twice.one(db, ada.id()).value1()).isEqualTo(ada.id());
        assertThat(twice.one(db, ada.id()).value2()).isNull();
    }

    @Test
    void itTakesPartInTheTransactionOfItsSession() {
        assertThatThrownBy(() -> db.transaction(tx -> {
                    ADD.one(tx, "eve@example.com", "Eve");
                    assertThat(BY_EMAIL.maybe(tx, "eve@example.com")).isPresent();
                    db.transaction(TransactionOptions.defaults().withIndependent(true), other -> assertThat(
                                    BY_EMAIL.maybe(other, "eve@example.com"))
                            .isEmpty());
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        assertThat(BY_EMAIL.maybe(db, "eve@example.com")).isEmpty();
    }

    @Test
    void itFailsInOurWords() {
        assertThatThrownBy(() -> ADD.one(db, "ada@example.com", "Ada"))
                .isInstanceOf(ConstraintViolation.class)
                .hasMessageStartingWith(
                        "Cannot insert into public.users: unique constraint users_email_key is violated");
    }

    @Test
    void oneQueryServesManyThreads() throws Exception {
        Query1<Long, UsersRow> fresh = Query.of(Long.class, id -> find(USERS).where(USERS.ID.eq(id)));
        CyclicBarrier together = new CyclicBarrier(8);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<UsersRow>> found = threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<UsersRow>>mapToObj(i -> () -> {
                        together.await();
                        return fresh.one(migrated.db(), ada.id());
                    })
                    .toList());
            for (Future<UsersRow> each : found) {
                assertThat(each.get()).isEqualTo(ada);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theTextOfAValueIsNeverTakenForAPlaceholder() {
        String odd = "argument0 ? :argument0 $1 ?? {fn now()} '";
        Query1<Long, UsersRow> query = Query.of(
                Long.class, id -> find(USERS).where(USERS.ID.eq(id), USERS.NAME.ne(org.jooq.impl.DSL.inline(odd))));

        assertThat(query.one(db, ada.id())).isEqualTo(ada);
    }

    @Test
    void aValueMayHaveANameOfTheUsers() {
        assertThat(db.find(USERS)
                        .where(
                                USERS.EMAIL.eq(param("email", "ada@example.com")),
                                USERS.NAME.eq(param("emailed", "Ada")))
                        .list())
                .containsExactly(ada);
        assertThat(db.find(USERS)
                        .where(USERS.NAME.eq(param("argument0", "Bob")))
                        .list())
                .containsExactly(bob);
        assertThat(db.find(USERS)
                        .where(USERS.ID.ne(1L), USERS.NAME.eq(param("1", "Bob")))
                        .list())
                .containsExactly(bob);
    }

    @Test
    void moreValuesThanAStatementCanHaveAreRefused() {
        List<Long> ids = LongStream.range(0, 70_000).boxed().toList();

        assertThatThrownBy(() -> db.find(USERS).where(USERS.ID.in(ids)).list())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A statement has at most 65,535 values, not 70,000: bind a list as one array, with any(…)");
        assertThat(BY_IDS.list(db, ids.toArray(Long[]::new))).contains(ada, bob);
    }

    @Test
    void aQueryWhoseColumnsNobodyKnowsIsRefused() {
        Query1<Integer, ? extends Record> unknown =
                Query.of(Integer.class, n -> rows(resultQuery("select {0}::int as a", n)));
        Query1<Integer, Record1<Integer>> known = Query.of(
                Integer.class, n -> rows(resultQuery("select {0}::int as a", n).coerce(field("a", Integer.class))));

        assertThatThrownBy(() -> unknown.list(db, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "jOOQ does not know the columns of this query: name them, as with resultQuery(…).coerce(…)");
        assertThat(known.one(db, 5).value1()).isEqualTo(5);
    }

    @Test
    void anUpdateOrDeleteWithoutAWhereIsRefused() {
        Query1<String, ? extends Record> renameAll = Query.of(
                String.class, name -> rows(update(USERS).set(USERS.NAME, name).returning(USERS.ID)));
        Query1<String, ? extends Record> deleteAll =
                Query.of(String.class, name -> rows(deleteFrom(USERS).returning(USERS.ID)));

        for (Query1<String, ? extends Record> each : List.of(renameAll, deleteAll)) {
            assertThatThrownBy(() -> each.list(db, "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("An update or delete without a where is refused: to mean all rows, write"
                            + " where(trueCondition())");
        }
        assertThat(BY_EMAIL.one(db, "ada@example.com")).isEqualTo(ada);
    }

    @Test
    void aRowThatIsMadeIntoNullIsForAListOnly() {
        Query1<Long, String> nickname = Query.of(
                Long.class, id -> rows(select(USERS.NICKNAME).from(USERS).where(USERS.ID.eq(id)), row -> row.value1()));

        assertThat(nickname.list(db, ada.id())).containsOnlyNulls().hasSize(1);
        assertThatThrownBy(() -> nickname.one(db, ada.id()))
                .hasMessage("A row was made into null: that is for list() only, or make an Optional of it");
    }

    @Test
    void aCastMayFollowAPlaceholder() {
        Query2<Long, String, UsersRow> query = Query.of(Long.class, String.class, (id, name) -> find(USERS)
                .where(condition("{0}::bigint = {1} and {2}::text = {3}", id, USERS.ID, name, USERS.NAME)));

        assertThat(query.one(db, ada.id(), "Ada")).isEqualTo(ada);
        assertThat(query.toString())
                .endsWith(
                        "where (?::bigint = \"public\".\"users\".\"id\" and ?::text = \"public\".\"users\".\"name\")");
    }

    @Test
    void findCountsAndAsksForExistence() {
        assertThat(db.find(USERS).count()).isEqualTo(2);
        assertThat(db.find(USERS).limit(1).count()).isEqualTo(1);
        assertThat(db.find(USERS).where(USERS.ID.eq(ada.id())).exists()).isTrue();
        assertThat(db.find(ACCOUNTS).exists()).isFalse();
        assertThat(sent.taken())
                .containsExactly(
                        "select count(*) from \"public\".\"users\"",
                        "select count(*) from (select 1 as \"one\" from \"public\".\"users\" fetch next 1 rows only) as"
                                + " \"rows\"",
                        "select exists (select 1 as \"one\" from \"public\".\"users\" where"
                                + " \"public\".\"users\".\"id\" = ?)",
                        "select exists (select 1 as \"one\" from \"public\".\"accounts\")");
    }
}
