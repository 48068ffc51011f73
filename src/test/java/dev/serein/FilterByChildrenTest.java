package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.every;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.none;
import static dev.serein.Relations.one;
import static dev.serein.Relations.some;
import static dev.serein.db.Tables.CUSTOMERS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.row;

import dev.serein.db.AccountsRow;
import dev.serein.db.CommentsRow;
import dev.serein.db.CustomersRow;
import dev.serein.db.PostsRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that are found by what belongs to them, and by what they refer to. */
@ReferenceSchema
class FilterByChildrenTest {
    private static final OffsetDateTime JANUARY = OffsetDateTime.parse("2025-01-15T00:00:00Z");

    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @BeforeAll
    static void rows() {
        ExampleRows.insertBlog(migrated.db());
        ExampleRows.insertShop(migrated.db());
    }

    private List<String> names(Condition condition) {
        List<String> names = sent.db()
                .find(USERS)
                .where(condition)
                .orderBy(USERS.ID)
                .map(UsersRow::name)
                .list();
        assertThat(sent.taken()).hasSize(1);
        return names;
    }

    @Test
    void rowsOfWhichOneAtLeastIsSuch() {
        var post = USERS.posts();

        assertThat(names(some(post))).containsExactly("Ada", "Bob", "Cyd");
        assertThat(names(some(post, post.PUBLISHED_AT.isNull()))).containsExactly("Ada", "Cyd");
        assertThat(names(some(post, post.PUBLISHED_AT.isNull(), post.ARCHIVED_AT.isNull())))
                .containsExactly("Ada");
    }

    @Test
    void rowsOfWhichNoneIsSuch() {
        var post = USERS.posts();

        assertThat(names(none(post))).containsExactly("Dan");
        assertThat(names(none(post, post.PUBLISHED_AT.isNull()))).containsExactly("Bob", "Dan");
        assertThat(names(some(post).and(none(post, post.PUBLISHED_AT.isNull()))))
                .containsExactly("Bob");
    }

    @Test
    void rowsOfWhichAllAreSuchAlsoIfThereAreNone() {
        var post = USERS.posts();

        assertThat(names(every(post, post.PUBLISHED_AT.isNotNull()))).containsExactly("Bob", "Dan");
        // of what is null nobody knows
        assertThat(names(every(post, post.PUBLISHED_AT.gt(JANUARY)))).containsExactly("Bob", "Dan");
        assertThat(names(every(post, post.PUBLISHED_AT.le(JANUARY)))).containsExactly("Dan");
        assertThat(names(some(post).and(every(post, post.PUBLISHED_AT.isNotNull()))))
                .containsExactly("Bob");
    }

    @Test
    void theConditionsAreSubqueries() {
        var post = USERS.posts();

        sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .where(some(post), none(post.comments()), every(post, post.TITLE.ne("")))
                .list();

        assertThat(sent.only().replace(" and ", "\n and ")).isEqualTo("""
                select users.name from users where (exists (select 1 as one from posts as <posts> where <posts>.user_id = users.id)
                 and not exists (select 1 as one from posts as <posts> cross join comments as <comments> where (<posts>.user_id = users.id
                 and <comments>.post_id = <posts>.id))
                 and not exists (select 1 as one from posts as <posts> where ((<posts>.title <> ?) is distinct from true
                 and <posts>.user_id = users.id)))""");
    }

    @Test
    void conditionsNestAndFollowSeveralForeignKeys() {
        var post = USERS.posts();
        var comment = post.comments();
        var tag = post.tags();

        assertThat(names(some(post, some(comment, comment.BODY.eq("Hm"))))).containsExactly("Bob");
        assertThat(names(some(comment, comment.BODY.eq("Hm")))).containsExactly("Bob");
        assertThat(names(some(tag, tag.NAME.eq("java")))).containsExactly("Ada");
        assertThat(names(some(post, none(tag), every(comment, comment.BODY.ne("More")))))
                .containsExactly("Ada", "Cyd");
        assertThat(names(some(comment, comment.users().NAME.eq("Cyd")))).containsExactly("Ada");
        assertThat(names(some(comment, comment.AUTHOR_ID.eq(USERS.ID)))).containsExactly("Ada");
    }

    @Test
    void rowsAreFoundByTheOneTheyReferTo() {
        var user = CUSTOMERS.users();

        assertThat(customers(user.NAME.eq("Ada"))).containsExactly("Ada & Co");
        assertThat(customers(user.NAME.ne("Ada"))).containsExactly("Bob");
        assertThat(customers(none(user, user.NAME.eq("Ada")))).containsExactly("Guest", "Bob");
        assertThat(customers(none(user))).containsExactly("Guest");
        assertThat(customers(CUSTOMERS.USER_ID.isNull())).containsExactly("Guest");
        assertThat(customers(some(user))).containsExactly("Ada & Co", "Bob");
        assertThat(customers(some(user.posts(), user.posts().TITLE.eq("Delta"))))
                .containsExactly("Bob");
    }

    private List<String> customers(Condition condition) {
        List<String> names = sent.db()
                .find(CUSTOMERS)
                .where(condition)
                .orderBy(CUSTOMERS.ID)
                .map(CustomersRow::name)
                .list();
        assertThat(sent.taken()).hasSize(1);
        return names;
    }

    @Test
    void theChildrenAreAllOfThemWhateverTheRowsAreFoundBy() {
        var post = USERS.posts();

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post).select(row(post.TITLE), Record1::value1).orderBy(post.ID),
                        (name, titles) -> name + titles)
                .where(some(post, post.PUBLISHED_AT.isNull()))
                .orderBy(USERS.ID)
                .list();

        assertThat(users).containsExactly("Ada[Alpha, Beta, Gamma]", "Cyd[Epsilon]");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users where exists (select 1 as one from posts as <posts> where (<posts>.published_at is null and <posts>.user_id = users.id)) order by users.id;
                select <posts>.title, <posts>.user_id from users join posts as <posts> on <posts>.user_id = users.id where exists (select 1 as one from posts as <posts> where (<posts>.published_at is null and <posts>.user_id = users.id)) order by <posts>.id""");
    }

    @Test
    void theChildrenOfChildrenAreAllOfThemToo() {
        var post = USERS.posts();
        var comment = post.comments();

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post)
                                .select(row(post.TITLE), Record1::value1)
                                .with(count(comment), (title, comments) -> title + comments)
                                .orderBy(post.ID),
                        (name, titles) -> name + titles)
                .where(some(comment, comment.BODY.eq("More")))
                .list();

        assertThat(users).containsExactly("Ada[Alpha3, Beta0, Gamma1]");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users where exists (select 1 as one from posts as <posts> cross join comments as <comments> where (<comments>.body = ? and <posts>.user_id = users.id and <comments>.post_id = <posts>.id));
                select <posts>.title, <posts>.id, <posts>.user_id from users join posts as <posts> on <posts>.user_id = users.id where exists (select 1 as one from posts as <posts> join comments as <comments> on <comments>.post_id = <posts>.id where (<comments>.body = ? and <posts>.user_id = users.id)) order by <posts>.id;
                select count(*), <comments>.post_id from users join posts as <posts> on <posts>.user_id = users.id join comments as <comments> on <comments>.post_id = <posts>.id where exists (select 1 as one from posts as <posts> join comments as <comments> on <comments>.post_id = <posts>.id where (<comments>.body = ? and <posts>.user_id = users.id)) group by <comments>.post_id""");
    }

    @Test
    void alsoOfLimitedRows() {
        var post = USERS.posts();
        var comment = post.comments();

        assertThat(sent.db()
                        .find(USERS)
                        .with(
                                many(post)
                                        .with(
                                                many(comment)
                                                        .map(CommentsRow::body)
                                                        .orderBy(comment.ID),
                                                (p, bodies) -> p.title() + bodies)
                                        .orderBy(post.ID),
                                (user, posts) -> user.name() + posts)
                        .where(some(comment, comment.users().NAME.eq("Ada")))
                        .orderBy(USERS.ID)
                        .limit(2)
                        .list())
                .containsExactly("Ada[Alpha[Nice, Indeed, Thanks], Beta[], Gamma[More]]", "Bob[Delta[Hm, Yes]]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void alsoWhereTheOrderFollowsThePathOfTheChildren() {
        var author = POSTS.users();
        var account = author.accounts();

        assertThat(sent.db()
                        .find(POSTS)
                        .with(
                                one(author)
                                        .with(
                                                many(account)
                                                        .map(AccountsRow::credits)
                                                        .orderBy(account.ID),
                                                (user, credits) -> user.name() + credits),
                                (post, by) -> post.title() + " " + by)
                        .where(author.NAME.ne("Ada"))
                        .orderBy(author.NAME.desc())
                        .limit(2)
                        .list())
                .containsExactly("Epsilon Cyd[]", "Delta Bob[0]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theChildrenThemselvesAreFoundByTheirChildren() {
        var post = USERS.posts();
        var comment = post.comments();
        var author = comment.users();

        assertThat(sent.db()
                        .find(USERS)
                        .with(
                                many(post)
                                        .where(some(author, author.NAME.eq("Cyd")))
                                        .with(
                                                many(comment)
                                                        .map(CommentsRow::body)
                                                        .orderBy(comment.ID),
                                                count(author),
                                                (p, bodies, n) -> p.title() + bodies + n),
                                (user, posts) -> user.name() + posts)
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("Ada[Alpha[Nice, Indeed, Thanks]3]", "Bob[]", "Cyd[]", "Dan[]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theChildrenAreFoundByOtherChildrenOfTheirParent() {
        var post = USERS.posts();
        var account = USERS.accounts();
        var other = USERS.posts().as("other");

        assertThat(sent.db()
                        .find(USERS)
                        .with(
                                count(post).where(some(account, account.CREDITS.gt(0L))),
                                count(post).where(none(other, other.ID.ne(post.ID))),
                                (user, ofRich, only) -> user.name() + ofRich + only)
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("Ada30", "Bob01", "Cyd01", "Dan00");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theChildrenOfARowThatIsJoinedOnACondition() {
        var author = POSTS.users();
        var post = author.posts();
        var comment = post.comments();

        assertThat(sent.db()
                        .find(POSTS)
                        .with(
                                maybe(author)
                                        .where(some(comment, comment.BODY.eq("More")))
                                        .with(
                                                many(post).map(PostsRow::title).orderBy(post.ID),
                                                (user, titles) -> user.name() + titles),
                                (p, by) -> p.title() + " " + by.orElse("-"))
                        .where(POSTS.ID.in(2L, 4L))
                        .orderBy(POSTS.ID)
                        .list())
                .containsExactly("Beta Ada[Alpha, Beta, Gamma]", "Delta -");
        assertThat(sent.taken()).hasSize(1);
    }
}
