package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.one;
import static dev.serein.db.Tables.COMMENTS;
import static dev.serein.db.Tables.ORDER_ITEMS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.rand;

import dev.serein.db.CommentsRow;
import dev.serein.db.OrderItemsRow;
import dev.serein.db.PostsRow;
import dev.serein.db.ReturnsRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the children of rows are asked for by the keys of those rows, once they are known. */
@ReferenceSchema
class RelationalStreamTest {
    private static final String ONE_SNAPSHOT = "set transaction isolation level repeatable read";

    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    record PostView(PostsRow post, List<String> comments) {}

    record LineView(OrderItemsRow line, List<ReturnsRow> returns) {}

    @BeforeAll
    static void tenUsersWithAHundredPosts() {
        migrated.db().sql().execute("""
                        insert into users (email, name)
                          select 'user' || n || '@example.com', 'User ' || n from generate_series(1, 10) n;
                        insert into posts (user_id, slug, title)
                          select 1 + n % 10, 'post-' || n, 'Post ' || n from generate_series(1, 100) n order by n;
                        insert into comments (post_id, author_id, body)
                          select n, 1, 'Comment ' || n || '.' || m from generate_series(1, 100) n, generate_series(1, n % 3) m
                          order by n, m;
                        insert into customers (name, email) values ('C', 'c@example.com');
                        insert into products (sku, name, price) values ('S', 'P', 1);
                        insert into orders (number, customer_id) values (1, 1);
                        insert into order_items (order_id, line_no, product_id, unit_price)
                          select 1, n, 1, 1 from generate_series(1, 5) n;
                        insert into returns (order_id, line_no, quantity) select 1, n, n from generate_series(2, 4) n;
                        """);
    }

    private static List<String> commentsOf(long post) {
        return LongStream.rangeClosed(1, post % 3)
                .mapToObj(n -> "Comment " + post + "." + n)
                .toList();
    }

    private Find<PostView> posts() {
        var comment = POSTS.comments();
        return sent.db()
                .find(POSTS)
                .with(many(comment).orderBy(comment.ID).map(CommentsRow::body), PostView::new)
                .orderBy(POSTS.ID);
    }

    @Test
    void aStreamReadsTheChildrenOfSoManyRowsAtATime() {
        List<PostView> views = posts().stream(40, Stream::toList);

        assertThat(views).hasSize(100).allSatisfy(view -> assertThat(view.comments())
                .isEqualTo(commentsOf(view.post().id())));
        String children = "select \"alias_20471558\".\"id\", \"alias_20471558\".\"post_id\","
                + " \"alias_20471558\".\"author_id\", \"alias_20471558\".\"parent_id\", \"alias_20471558\".\"body\","
                + " \"alias_20471558\".\"created_at\" from \"public\".\"comments\" as \"alias_20471558\""
                + " where \"alias_20471558\".\"post_id\" = any (cast(? as bigint[])) order by \"alias_20471558\".\"id\"";
        assertThat(sent.taken())
                .containsExactly(
                        ONE_SNAPSHOT,
                        "select " + Sent.columns(POSTS)
                                + " from \"public\".\"posts\" order by \"public\".\"posts\".\"id\"",
                        children,
                        children,
                        children);
    }

    @Test
    void aStreamInATransactionIsPartOfIt() {
        List<PostView> views = sent.db().transactionResult(tx -> {
            tx.sql()
                    .update(COMMENTS)
                    .set(COMMENTS.BODY, "Changed")
                    .where(COMMENTS.ID.eq(1L))
                    .execute();
            sent.forget();
            var comment = POSTS.comments();
            List<PostView> read = tx
                    .find(POSTS)
                    .with(many(comment).map(CommentsRow::body), PostView::new)
                    .where(POSTS.ID.eq(1L))
                    .stream(Stream::toList);
            tx.sql()
                    .update(COMMENTS)
                    .set(COMMENTS.BODY, "Comment 1.1")
                    .where(COMMENTS.ID.eq(1L))
                    .execute();
            return read;
        });

        assertThat(views).extracting(PostView::comments).containsExactly(List.of("Changed"));
        assertThat(sent.taken()).doesNotContain(ONE_SNAPSHOT);
    }

    @Test
    void aStreamThatIsNotReadToItsEndAsksForNoMoreChildren() {
        assertThat(posts().<List<Long>>stream(
                        10,
                        views -> views.limit(3).map(view -> view.post().id()).toList()))
                .containsExactly(1L, 2L, 3L);
        assertThat(sent.taken()).hasSize(3);
        assertThat(posts().where(POSTS.ID.eq(0L)).<Long>stream(10, Stream::count))
                .isZero();
        assertThat(sent.taken()).hasSize(2);
    }

    @Test
    void aStreamOfRowsWithoutManyChildrenIsOneStatement() {
        List<String> names = sent
                .db()
                .find(POSTS)
                .with(one(POSTS.users()), (post, user) -> user.name())
                .orderBy(POSTS.ID)
                .limit(2)
                .stream(Stream::toList);

        assertThat(names).containsExactly("User 2", "User 3");
        assertThat(sent.taken()).hasSize(2).contains(ONE_SNAPSHOT);
    }

    @Test
    void aKeyOfSeveralColumnsGoesAsSeveralArrays() {
        List<LineView> lines = sent
                .db()
                .find(ORDER_ITEMS)
                .with(many(ORDER_ITEMS.returns()), LineView::new)
                .orderBy(ORDER_ITEMS.LINE_NO)
                .stream(Stream::toList);

        assertThat(lines).extracting(view -> view.returns().size()).containsExactly(0, 1, 1, 1, 0);
        assertThat(sent.taken().get(2))
                .endsWith(
                        " where (\"alias_108826428\".\"order_id\", \"alias_108826428\".\"line_no\") in"
                                + " (select cast(unnest(cast(? as bigint[])) as bigint), cast(unnest(cast(? as int[])) as int))");
    }

    @Test
    void rowsInARandomOrderHaveTheirOwnChildren() {
        for (int i = 0; i < 10; i++) {
            List<PostView> views = posts().orderBy().limit(5).list();
            assertThat(views).hasSize(5);
            var comment = POSTS.comments();
            List<PostView> random = sent.db()
                    .find(POSTS)
                    .with(many(comment).orderBy(comment.ID).map(CommentsRow::body), PostView::new)
                    .orderBy(rand())
                    .limit(5)
                    .list();

            assertThat(random).hasSize(5).allSatisfy(view -> assertThat(view.comments())
                    .isEqualTo(commentsOf(view.post().id())));
        }
    }

    @Test
    void rowsOfTheUsersOwnSqlHaveTheirOwnChildren() {
        for (int i = 0; i < 10; i++) {
            List<PostView> views = posts().where(condition("random() < 0.5")).list();

            assertThat(views).hasSizeBetween(10, 90).allSatisfy(view -> assertThat(view.comments())
                    .isEqualTo(commentsOf(view.post().id())));
        }
        assertThat(sent.taken()).hasSize(20);
    }

    @Test
    void rowsThatSkipWhatIsLockedHaveTheirOwnChildren() {
        sent.db().transaction(other -> {
            other.find(POSTS).where(POSTS.ID.le(3L)).forUpdate().list();
            List<PostView> views = migrated.db().transactionResult(tx -> {
                var comment = POSTS.comments();
                return tx.find(POSTS)
                        .with(many(comment).orderBy(comment.ID).map(CommentsRow::body), PostView::new)
                        .orderBy(POSTS.ID)
                        .limit(2)
                        .forUpdate(LockMode.SKIP_LOCKED)
                        .list();
            });

            assertThat(views)
                    .containsExactly(
                            new PostView(views.get(0).post(), commentsOf(4)),
                            new PostView(views.get(1).post(), commentsOf(5)));
            assertThat(views.get(0).post().id()).isEqualTo(4);
        });
    }

    @Test
    void aLockIsForATransaction() {
        Find<UsersRow> locking = sent.db().find(USERS).forUpdate();

        assertThatThrownBy(locking::list)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot lock rows outside of a transaction: the lock would end with the statement. Write"
                        + " db.transaction(tx -> tx.find(…).forUpdate()…)");
        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void onlyTheRowsOfTheQueryAreLocked() {
        sent.db().transaction(tx -> tx.find(POSTS)
                .with(one(POSTS.users()), count(POSTS.comments()), (post, user, comments) -> comments)
                .where(POSTS.ID.eq(1L))
                .forUpdate(LockMode.NOWAIT)
                .one());

        assertThat(sent.taken())
                .singleElement()
                .asString()
                .contains(" where \"public\".\"posts\".\"id\" = ? for update of \"posts\" nowait; select count(*)");
    }
}
