package dev.serein;

import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.POST_TAGS;
import static dev.serein.db.Tables.PUBLISHED_POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.noCondition;

import dev.serein.db.PublishedPostsRow;
import dev.serein.db.UsersRow;
import dev.serein.db.tables.records.UsersRecord;
import dev.serein.postgres.junit.Scratch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page holds, what leads on from it, and what is sent for it. */
@ReferenceSchema
class PageTest {
    private static final String SELECT = "select \"public\".\"users\".\"id\", \"public\".\"users\".\"email\","
            + " \"public\".\"users\".\"name\", \"public\".\"users\".\"nickname\", \"public\".\"users\".\"active\","
            + " \"public\".\"users\".\"created_at\", \"public\".\"users\".\"updated_at\", ";

    @Scratch
    static MigratedDatabase migrated;

    private static SentSql sent;
    private static Database db;
    private static Users users;

    /** As it will be generated. */
    private static final class Users extends ReadDao<UsersRecord, UsersRow> {
        Users(Session session) {
            super(session, USERS);
        }
    }

    @BeforeAll
    static void open() {
        sent = new SentSql(migrated.dataSource());
        db = Database.using(sent.dataSource());
        users = new Users(db);
    }

    @BeforeEach
    void sevenUsers() {
        for (String name : List.of("a", "b", "c", "d", "e", "f", "g")) {
            insert(name);
        }
        sent.taken();
    }

    @AfterEach
    void noUsers() {
        db.sql().truncate(POSTS, USERS).cascade().execute();
    }

    private static void insert(String name) {
        db.sql()
                .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values(name + "@example.com", name)
                .execute();
    }

    private static void delete(String name) {
        db.sql().deleteFrom(USERS).where(USERS.NAME.eq(name)).execute();
    }

    private static Page<String> page(PageRequest request, OrderField<?>... order) {
        return users.page(noCondition(), List.of(order), request).map(UsersRow::name);
    }

    private static Page<String> page(int size, String cursor) {
        return page(PageRequest.of(size, cursor), USERS.NAME);
    }

    @Test
    void theFirstPageHasNoPreviousAndTheLastNoNext() {
        Page<String> first = page(PageRequest.first(3), USERS.NAME);
        Page<String> second = page(3, first.next());
        Page<String> third = page(3, second.next());

        assertThat(first.items()).containsExactly("a", "b", "c");
        assertThat(first.previous()).isNull();
        assertThat(second.items()).containsExactly("d", "e", "f");
        assertThat(third.items()).containsExactly("g");
        assertThat(third.next()).isNull();
    }

    @Test
    void goingBackYieldsTheRowsBeforeInTheirOrder() {
        Page<String> third = page(3, page(3, page(3, null).next()).next());
        Page<String> second = page(3, third.previous());
        Page<String> first = page(3, second.previous());

        assertThat(second.items()).containsExactly("d", "e", "f");
        assertThat(first.items()).containsExactly("a", "b", "c");
        assertThat(first.previous()).isNull();
        assertThat(page(3, first.next()).items()).containsExactly("d", "e", "f");
    }

    @Test
    void thereIsNoNextWhereThePageIsJustFull() {
        assertThat(page(7, null).next()).isNull();
        assertThat(page(6, null).next()).isNotNull();
    }

    @Test
    void theSizeMayChangeOnTheWay() {
        Page<String> two = page(2, null);
        Page<String> four = page(4, two.next());

        assertThat(four.items()).containsExactly("c", "d", "e", "f");
        assertThat(page(1, four.previous()).items()).containsExactly("b");
    }

    @Test
    void noRowsAreAPageWithoutAnythingBeforeOrAfter() {
        noUsers();

        assertThat(page(3, null)).isEqualTo(new Page<>(List.of(), null, null));
        assertThat(page(3, "")).isEqualTo(new Page<>(List.of(), null, null));
    }

    @Test
    void aRowThatAppearsBeforeIsShownOnTheWayBack() {
        Page<String> second = page(3, page(3, null).next());
        insert("bb");

        Page<String> back = page(3, second.previous());

        assertThat(back.items()).containsExactly("b", "bb", "c");
        assertThat(page(3, back.previous()).items()).containsExactly("a");
    }

    @Test
    void thePlaceStaysWhenTheRowThatMadeItIsDeleted() {
        Page<String> first = page(3, null);
        delete("c");
        delete("d");

        Page<String> second = page(3, first.next());

        assertThat(second.items()).containsExactly("e", "f", "g");
        assertThat(page(3, second.previous()).items()).containsExactly("a", "b");
    }

    @Test
    void aPageThatHasBecomeEmptyLeadsBackToWhereOneCameFrom() {
        Page<String> second = page(3, page(3, null).next());
        delete("g");

        Page<String> empty = page(3, second.next());
        assertThat(empty.items()).isEmpty();
        assertThat(empty.next()).isNull();
        assertThat(page(3, empty.previous()).items()).containsExactly("d", "e", "f");

        delete("a");
        delete("b");
        delete("c");
        Page<String> start = page(3, second.previous());
        assertThat(start.items()).isEmpty();
        assertThat(start.previous()).isNull();
        Page<String> again = page(3, start.next());
        assertThat(again.items()).containsExactly("d", "e", "f");

        noUsers();
        assertThat(page(3, page(3, empty.previous()).next())).isEqualTo(new Page<>(List.of(), null, empty.previous()));
    }

    @Test
    void aPageIsOneStatementWithTheValuesOfTheCursorBound() {
        Page<String> first = page(2, null);
        Page<String> second = page(2, first.next());
        page(2, second.next());
        page(2, second.previous());

        String start = SELECT + "cast(\"public\".\"users\".\"name\" as text), cast(\"public\".\"users\".\"id\" as text)"
                + " from \"public\".\"users\"";
        String after = start
                + " where (\"public\".\"users\".\"name\", \"public\".\"users\".\"id\") > (?, ?)"
                + " order by \"public\".\"users\".\"name\" asc, \"public\".\"users\".\"id\" asc fetch next 3 rows only";
        assertThat(sent.taken())
                .containsExactly(
                        start + " order by \"public\".\"users\".\"name\" asc, \"public\".\"users\".\"id\" asc"
                                + " fetch next 3 rows only",
                        after,
                        after,
                        start + " where (\"public\".\"users\".\"name\", \"public\".\"users\".\"id\") < (?, ?)"
                                + " order by \"public\".\"users\".\"name\" desc, \"public\".\"users\".\"id\" desc"
                                + " fetch next 3 rows only");
    }

    @Test
    void theKeyIsTheOrderWhereThereIsNone() {
        Page<String> first = page(PageRequest.first(2));
        page(PageRequest.of(2, first.next()));

        assertThat(first.items()).containsExactly("a", "b");
        assertThat(whereAndOrder(sent.taken().get(1)))
                .isEqualTo("where \"id\" > ? order by \"id\" asc fetch next 3 rows only");
    }

    @Test
    void anOrderThatIsUniqueIsLeftAlone() {
        Page<String> byEmail = page(PageRequest.first(2), USERS.EMAIL.desc());
        page(PageRequest.of(2, byEmail.next()), USERS.EMAIL.desc());

        assertThat(byEmail.items()).containsExactly("g", "f");
        assertThat(whereAndOrder(sent.taken().get(1)))
                .isEqualTo("where \"email\" < ? order by \"email\" desc fetch next 3 rows only");
    }

    @Test
    void onlyTheMissingColumnsOfAKeyAreAdded() {
        db.find(POST_TAGS).orderBy(POST_TAGS.TAG_ID.desc()).page(PageRequest.first(2));

        assertThat(sent.taken().get(0))
                .endsWith("from \"public\".\"post_tags\" order by \"public\".\"post_tags\".\"tag_id\" desc,"
                        + " \"public\".\"post_tags\".\"post_id\" desc fetch next 3 rows only");
    }

    @Test
    void directionsMayBeMixedAndNullsBeWhereTheyAreWanted() {
        List<OrderField<?>> order =
                List.of(USERS.NICKNAME.asc().nullsFirst(), lower(USERS.NAME).desc(), USERS.ID.asc());
        Page<UsersRow> first = users.page(noCondition(), order, PageRequest.first(2));
        Page<UsersRow> second = users.page(noCondition(), order, PageRequest.of(2, first.next()));
        users.page(noCondition(), order, PageRequest.of(2, second.previous()));

        assertThat(first.items()).extracting(UsersRow::name).containsExactly("g", "f");
        assertThat(second.items()).extracting(UsersRow::name).containsExactly("e", "d");
        List<String> statements = sent.taken();
        assertThat(whereAndOrder(statements.get(1)))
                .isEqualTo("where (\"nickname\" is not null or (lower(\"name\") <= ? and (lower(\"name\") < ?"
                        + " or \"id\" > ?))) order by \"nickname\" asc nulls first, lower(\"name\") desc, \"id\" asc"
                        + " fetch next 3 rows only");
        assertThat(whereAndOrder(statements.get(2)))
                .isEqualTo("where (\"nickname\" is null and (lower(\"name\") > ? or lower(\"name\") is null"
                        + " or (lower(\"name\") = ? and \"id\" < ?))) order by \"nickname\" desc nulls last,"
                        + " lower(\"name\") asc, \"id\" desc fetch next 3 rows only");
    }

    private static String whereAndOrder(String statement) {
        return statement.substring(statement.indexOf("where")).replace("\"public\".\"users\".", "");
    }

    @Test
    void aPathAndAnAliasAreOrderedByLikeAnyColumn() {
        long author = db.find(USERS).where(USERS.NAME.eq("c")).one().id();
        insertPost(author, "one");
        insertPost(author, "two");
        var p = POSTS.as("p");

        Page<String> first = db.find(p)
                .orderBy(p.users().NAME, p.SLUG)
                .page(PageRequest.first(1))
                .map(post -> post.slug());
        Page<String> second = db.find(p)
                .orderBy(p.users().NAME, p.SLUG)
                .page(PageRequest.of(1, first.next()))
                .map(post -> post.slug());

        assertThat(first.items()).containsExactly("one");
        assertThat(second.items()).containsExactly("two");
        assertThat(second.next()).isNull();
    }

    private static void insertPost(long author, String slug) {
        db.sql()
                .insertInto(POSTS, POSTS.USER_ID, POSTS.SLUG, POSTS.TITLE, POSTS.PUBLISHED_AT)
                .values(inline(author), inline(slug), inline("t"), currentOffsetDateTime())
                .execute();
    }

    @Test
    void withOtherConditionsACursorGoesOnFromTheSamePlace() {
        Page<String> first = page(3, null);

        Page<UsersRow> filtered = users.page(USERS.NAME.ne("e"), List.of(USERS.NAME), PageRequest.of(3, first.next()));

        assertThat(filtered.items()).extracting(UsersRow::name).containsExactly("d", "f", "g");
    }

    @Test
    void aViewIsPagedThroughInAnOrderThatIsUnique() {
        long author = db.find(USERS).where(USERS.NAME.eq("c")).one().id();
        List<String> slugs = IntStream.range(0, 5).mapToObj(i -> "post-" + i).toList();
        slugs.forEach(slug -> insertPost(author, slug));

        List<String> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<PublishedPostsRow> page = db.find(PUBLISHED_POSTS)
                    .orderBy(PUBLISHED_POSTS.SLUG.desc())
                    .page(PageRequest.of(2, cursor));
            page.items().forEach(post -> found.add(post.slug()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(found).containsExactly("post-4", "post-3", "post-2", "post-1", "post-0");
    }

    @Test
    void aViewInAnOrderThatIsNotUniqueIsRefusedRatherThanARowLeftOut() {
        long author = db.find(USERS).where(USERS.NAME.eq("c")).one().id();
        insertPost(author, "one");
        insertPost(author, "two");

        assertThatThrownBy(() ->
                        db.find(PUBLISHED_POSTS).orderBy(PUBLISHED_POSTS.TITLE).page(PageRequest.first(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("""
                        Cannot page through public.published_posts in this order: two rows are equal in it, and one would be left out
                          fix: order by columns that are unique together""");
    }

    @Test
    void aViewWithoutAnOrderIsRefused() {
        assertThatThrownBy(() -> db.find(PUBLISHED_POSTS).page(PageRequest.first(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        Cannot page through public.published_posts: it has no key that could be its order
                          fix: order by columns that are unique together""");
        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void anErrorOfTheQueryIsNotTakenForOneOfTheCursor() {
        String cursor = page(PageRequest.first(2)).next();
        assertThatThrownBy(() -> users.page(
                        DSL.condition("1 / ({0} - {0}) = 1", USERS.ID), List.of(), PageRequest.of(2, cursor)))
                .isInstanceOf(StatementFailed.class)
                .hasMessageContaining("22012");
    }

    @Test
    void aNameAloneIsTheColumnOfTheTable() {
        Field<?> id = DSL.field(DSL.name("id"));
        assertThat(page(PageRequest.first(2), id.desc()).items()).containsExactly("g", "f");
        assertThat(page(PageRequest.first(2), DSL.field(DSL.name("name"))).items())
                .containsExactly("a", "b");
    }

    /** A key is one of each table for itself. */
    @Test
    void rowsOfAnInheritingTableAreNotLeftOut() {
        db.sql().execute("create table more_users () inherits (users)");
        try {
            db.sql().execute("insert into more_users select * from users");
            assertThatThrownBy(() -> page(PageRequest.first(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Cannot page through public.users in this order: two rows are equal in it");
        } finally {
            db.sql().execute("drop table more_users");
        }
    }

    @Test
    void aConditionThatIsNullIsNamed() {
        assertThatThrownBy(() -> db.find(USERS).where((org.jooq.Condition) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("A condition is null; what is no condition is noCondition()");
    }

    @Test
    void aLimitAndAConstantAreRefused() {
        assertThatThrownBy(() -> db.find(USERS).limit(3).page(PageRequest.first(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A page has its own size and place: leave out limit and offset");
        assertThatThrownBy(() -> db.find(USERS).orderBy(inline(1)).page(PageRequest.first(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot page by a constant");
        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void aSizeIsOneOrMoreAndNotTooLarge() {
        for (int size : new int[] {0, -1, 1_001, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> PageRequest.of(size, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A page has 1 to 1000 rows, not " + size);
        }
        assertThat(page(1_000, null).items()).hasSize(7);
    }

    @Test
    void theRequestShowsNeitherCursorNorKey() {
        PageRequest request =
                PageRequest.of(20, "the cursor").signedWith("k".repeat(32).getBytes(StandardCharsets.UTF_8));

        assertThat(request).hasToString("PageRequest[size=20]");
    }
}
