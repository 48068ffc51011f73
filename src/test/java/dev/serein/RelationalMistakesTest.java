package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.every;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.none;
import static dev.serein.Relations.one;
import static dev.serein.Relations.some;
import static dev.serein.Relations.sum;
import static dev.serein.db.Tables.CARTS;
import static dev.serein.db.Tables.COMMENTS;
import static dev.serein.db.Tables.CUSTOMERS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.PUBLISHED_POSTS;
import static dev.serein.db.Tables.TAGS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;

import dev.serein.db.PostsRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.function.BiFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a relational query cannot be, and what it says then. */
@ReferenceSchema
class RelationalMistakesTest {
    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @BeforeAll
    static void rows() {
        ExampleRows.insertBlog(migrated.db());
        ExampleRows.insertShop(migrated.db());
    }

    private static void refused(ThrowingCallable query, String message) {
        assertThatThrownBy(query)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static void nullRefused(ThrowingCallable query, String message) {
        assertThatThrownBy(query)
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage(message);
    }

    @Test
    void aPathThatDoesNotBeginAtTheTable() {
        Database db = sent.db();
        String ofPosts = " to public.posts: name it as a path that begins there, or say how with on(…)";

        refused(
                db.find(TAGS).with(many(USERS.posts()), (tag, posts) -> tag)::list,
                "There is no way from public.tags" + ofPosts);
        refused(
                db.find(USERS).with(many(POSTS), (user, posts) -> user)::list,
                "There is no way from public.users" + ofPosts);
        refused(
                db.find(USERS).with(count(POSTS), (user, posts) -> user)::list,
                "There is no way from public.users" + ofPosts);
        refused(
                db.find(USERS.as("u")).with(many(USERS.posts()), (user, posts) -> user)::list,
                "There is no way from public.users as u" + ofPosts);
        refused(
                db.find(USERS).with(many(USERS.as("u").posts().as("p")), (user, posts) -> user)::list,
                "There is no way from public.users to public.posts as p: name it as a path that begins there, or say how"
                        + " with on(…)");
        refused(
                db.find(USERS)
                                .with(
                                        many(USERS.posts()).with(many(POSTS.comments()), (p, c) -> p),
                                        (user, posts) -> user)::list,
                "There is no way from public.posts to public.comments: name it as a path that begins there, or say how"
                        + " with on(…)");
        refused(
                db.find(POSTS).with(one(COMMENTS.users()), (post, user) -> post)::list,
                "There is no way from public.posts to public.users: name it as a path that begins there, or say how with"
                        + " on(…)");
        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void oneOfManyRows() {
        Database db = sent.db();

        refused(
                db.find(USERS).with(one(USERS.posts()), (user, post) -> user)::list,
                "public.users may have many rows of public.posts: use many(…)");
        refused(
                db.find(COMMENTS).with(maybe(COMMENTS.posts().tags()), (comment, tag) -> comment)::list,
                "public.comments may have many rows of public.tags: use many(…)");
        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void anOrderOrALimitOfOneRow() {
        Find<PostsRow> posts = sent.db().find(POSTS);
        var author = POSTS.users();
        String message = "There is one row of public.users at most: leave out orderBy, limit, offset and distinct";

        refused(() -> posts.with(one(author).limit(1), (post, user) -> post), message);
        refused(() -> posts.with(one(author).orderBy(author.ID), (post, user) -> post), message);
        refused(() -> posts.with(maybe(author).offset(1), (post, user) -> post), message);
        refused(() -> many(POSTS).with(maybe(author).limit(1), (post, user) -> post), message);
    }

    @Test
    void childrenOfRowsThatNothingTellsApart() {
        var view = PUBLISHED_POSTS;
        var comments = many(COMMENTS).on(COMMENTS.POST_ID.eq(view.ID));
        String message = "public.published_posts can have no children: it has no key that would tell its rows apart";

        refused(() -> sent.db().find(view).with(comments, (post, c) -> post), message);
        refused(() -> sent.db().find(view).with(count(COMMENTS), (post, n) -> post), message);
        refused(() -> many(view).on(view.ID.eq(POSTS.ID)).with(comments, (post, c) -> post), message);
        refused(
                () -> sent.db().find(view.as("v")).with(comments, (post, c) -> post),
                "public.published_posts as v can have no children: it has no key that would tell its rows apart");
    }

    @Test
    void aTableBelowItselfUnderTheSameName() {
        var post = USERS.posts();
        String message = " cannot belong to themselves: name the child as a path that begins there, or give it another"
                + " name with as(…)";

        refused(
                () -> sent.db().find(USERS).with(many(USERS).on(USERS.ID.gt(USERS.ID)), (user, others) -> user),
                "The rows of public.users" + message);
        refused(() -> many(post).with(many(post), (p, posts) -> p), "The rows of public.posts" + message);
        refused(
                () -> sent.db()
                        .find(USERS)
                        .with(
                                many(POSTS).on(noCondition()).with(many(USERS).on(noCondition()), (p, users) -> p),
                                (user, p) -> user),
                "The rows of public.users" + message);
        refused(
                () -> sent.db()
                        .find(USERS.as("x"))
                        .with(many(USERS.as("x").posts().as("x")), (user, posts) -> user),
                "The rows of public.users as x" + message);
    }

    @Test
    void columnsThatAreSelectedAfterTheirChildren() {
        Find<String> users = sent.db().find(USERS).with(many(USERS.posts()), (user, posts) -> user.name());

        assertThatThrownBy(() -> users.select(row(USERS.NAME), Record1::value1))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("select(…) comes before with(…): what is combined would not be read");
        refused(
                () -> sent.db().find(USERS).select(row(USERS.NAME).as("name"), Record1::value1),
                "What is selected is a row(…) of columns, or a table");
    }

    @Test
    void aRowThatIsMissing() {
        assertThatThrownBy(sent.db().find(CUSTOMERS).with(one(CUSTOMERS.users()), (customer, user) -> user)::list)
                .isExactlyInstanceOf(RowNotFound.class)
                .hasMessage("""
                        Cannot find the row of public.users that a row has to belong to
                          fix: ask with maybe(…), which may find none""")
                .extracting(e -> ((RowNotFound) e).table())
                .isEqualTo("public.users");
        assertThatThrownBy(sent.db()
                        .find(CARTS)
                        .with(
                                one(CARTS.customers())
                                        .where(CARTS.customers().NAME.eq("Guest"))
                                        .with(count(CARTS.customers().orders()), (customer, n) -> n),
                                (cart, n) -> n)::list)
                .isExactlyInstanceOf(RowNotFound.class)
                .hasMessage("""
                        Cannot find the row of public.customers that a row has to belong to
                          fix: ask with maybe(…), which may find none""");
    }

    @Test
    @SuppressWarnings("NullAway") // what the compiler would say
    void nothingMadeOfARow() {
        Database db = sent.db();
        var post = USERS.posts();
        var author = POSTS.users();
        String message = ": a function of select(…), map(…) or with(…) returned null";

        nullRefused(
                db.find(USERS).with(many(post).select(row(post.PUBLISHED_AT), Record1::value1), (user, times) -> user)
                        ::list,
                "Nothing was made of a row of public.posts" + message);
        nullRefused(
                db.find(USERS).with(many(post).with(count(post.comments()), (p, n) -> null), (user, posts) -> user)
                        ::list,
                "Nothing was made of a row of public.posts" + message);
        nullRefused(
                db.find(POSTS).with(one(author).map(UsersRow::nickname), (p, name) -> p)::list,
                "Nothing was made of a row of public.users" + message);
        nullRefused(
                db.find(USERS).with(count(post), (user, posts) -> null)::list,
                "Nothing was made of a row of public.users" + message);
    }

    @Test
    @SuppressWarnings("NullAway") // what the compiler would say
    void nullArguments() {
        Find<UsersRow> users = sent.db().find(USERS);
        var post = USERS.posts();
        String noCondition = "A condition is null; what is no condition is noCondition()";
        String noFunction = "The function that makes something of a row is null";

        nullRefused(() -> many(null), "The table is null");
        nullRefused(() -> one(null), "The table is null");
        nullRefused(() -> maybe(null), "The table is null");
        nullRefused(() -> count(null), "The path is null");
        nullRefused(() -> sum(null, post.ID), "The path is null");
        nullRefused(() -> sum(post, null), "The field that is summed is null");
        nullRefused(() -> some(null), "The path is null");
        nullRefused(() -> none(null), "The path is null");
        nullRefused(() -> every(null, noCondition()), "The path is null");
        nullRefused(() -> some(post, (Condition) null), noCondition);
        nullRefused(() -> none(post, (Condition) null), noCondition);
        nullRefused(() -> every(post, null), noCondition);
        nullRefused(() -> count(post).where((Condition) null), noCondition);
        nullRefused(() -> many(post).where((Condition) null), noCondition);
        nullRefused(() -> many(POSTS).on(null), "The condition of on(…) is null");
        nullRefused(() -> many(post).orderBy((OrderField<?>) null), "A field of the order is null");
        nullRefused(() -> many(post).limit((Field<Integer>) null), "The limit is null");
        nullRefused(() -> many(post).offset((Field<Integer>) null), "The offset is null");
        nullRefused(() -> users.map(null), noFunction);
        nullRefused(() -> users.select(row(USERS.ID), null), noFunction);
        nullRefused(() -> users.with((Child<String>) null, (user, name) -> name), "A child is null");
        nullRefused(() -> users.with(count(post), count(post), null, (user, a, b, c) -> user), "A child is null");
        nullRefused(
                () -> users.with(count(post), (BiFunction<UsersRow, Long, String>) null),
                "The function that combines a row with its children is null");
    }
}
