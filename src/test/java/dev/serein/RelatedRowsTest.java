package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.every;
import static dev.serein.Relations.many;
import static dev.serein.Relations.none;
import static dev.serein.Relations.some;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.rand;

import dev.serein.db.PostsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersPatch;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What would give other rows than were meant, and is refused or goes another way. */
@ReferenceSchema
class RelatedRowsTest {
    @Scratch
    static MigratedDatabase migrated;

    record UserView(UsersRow user, List<PostsRow> posts) {}

    private final Database db = migrated.db();

    @BeforeAll
    static void threeUsersWithTwoPostsEach() {
        migrated.db().sql().execute("""
                        insert into users (email, name) select n || '@example.com', 'User ' || n from generate_series(1, 3) n;
                        insert into posts (user_id, slug, title)
                          select u, 'post-' || u || '-' || n, 'Post' from generate_series(1, 3) u, generate_series(1, 2) n;
                        insert into comments (post_id, author_id, body) select 1, 1, 'Comment';
                        """);
    }

    private static void assertRefused(ThrowingCallable query) {
        assertThatThrownBy(query)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("There is no way from public.users")
                .hasMessageContaining(" to public.comments");
    }

    @Test
    void aConditionOnAPathThatBeginsElsewhereIsRefused() {
        var comment = POSTS.comments();
        UsersDao users = new UsersDao(db);

        assertRefused(() -> db.find(USERS).where(some(comment)).list());
        assertRefused(() -> db.find(USERS).where(none(comment)).count());
        assertRefused(
                () -> db.find(USERS).where(every(comment, comment.BODY.eq(""))).exists());
        assertRefused(() -> users.deleteWhere(some(comment)));
        assertRefused(() -> users.updateWhere(none(comment), UsersPatch.set().name("Eve")));
        assertThatThrownBy(() ->
                        db.find(USERS).where(some(USERS.posts(), some(comment))).list())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("There is no way from public.posts to public.comments");
        assertThat(db.find(USERS).count()).isEqualTo(3);
    }

    @Test
    void aConditionOnAPathThatBeginsHereIsKeptByUpdatesAndDeletes() {
        var post = USERS.posts();
        UsersDao users = new UsersDao(db);

        assertThat(users.updateWhere(
                        some(post, some(post.comments())), UsersPatch.set().nickname("Heard")))
                .isOne();
        assertThat(users.deleteWhere(none(post))).isZero();
    }

    @Test
    void childrenOfChildrenThatChanceChoosesAreRefused() {
        var post = USERS.posts();

        assertThatThrownBy(() -> db.find(USERS)
                        .with(
                                many(post)
                                        .orderBy(rand())
                                        .limit(1)
                                        .with(count(post.comments()), (row, comments) -> comments),
                                (user, posts) -> posts)
                        .list())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The rows of public.posts cannot have children: chance decides which they are, and would again"
                                + " for the children");
    }

    @Test
    void aRowThatWasWaitedForHasItsOwnChildren() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch locked = new CountDownLatch(1);
            Future<List<UserView>> found;
            try (Database second = Database.open(migrated.url())) {
                found = second.transactionResult(tx -> {
                    tx.sql().execute("update users set name = 'Zed' where id = 1");
                    Future<List<UserView>> waiting = other.submit(() -> {
                        locked.countDown();
                        return db.transactionResult(mine -> mine.find(USERS)
                                .with(many(USERS.posts()), UserView::new)
                                .orderBy(USERS.NAME)
                                .limit(1)
                                .forUpdate()
                                .list());
                    });
                    locked.await();
                    org.awaitility.Awaitility.await().pollInSameThread().until(() -> tx.sql()
                            .fetchValue("select count(*) from pg_locks where not granted")
                            .equals(1L));
                    return waiting;
                });
                assertThat(found.get()).singleElement().satisfies(view -> {
                    assertThat(view.user().name()).isEqualTo("Zed");
                    assertThat(view.posts()).hasSize(2);
                });
            }
        } finally {
            other.shutdownNow();
            db.sql().execute("update users set name = 'User 1' where id = 1");
        }
    }

    @Test
    void aConnectionThatIsInAnothersTransactionStaysInIt() throws Exception {
        PGSimpleDataSource source = migrated.dataSource();
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("update users set nickname = 'Within' where id = 2");
            }
            Database theirs = Database.using(new LendingOne(connection));

            assertThat(theirs.find(USERS)
                            .where(USERS.ID.eq(2L))
                            .with(many(USERS.posts()), UserView::new)
                            .one()
                            .user()
                            .nickname())
                    .isEqualTo("Within");
            connection.rollback();
            theirs.close();
        }
        assertThat(db.find(USERS).where(USERS.ID.eq(2L)).one().nickname()).isNull();
    }

    @Test
    void oneOfManyReadsNotTheChildrenOfAll() {
        Query1<Long, UserView> from = Query.of(Long.class, id -> Query.find(USERS)
                .with(many(USERS.posts()), UserView::new)
                .where(USERS.ID.ge(id))
                .orderBy(USERS.ID));

        SentSql sent = new SentSql(migrated.dataSource());
        try (Database told = Database.using(sent.dataSource())) {
            assertThat(from.first(told, 2L)).map(view -> view.posts().size()).contains(2);
            assertThat(sent.taken()).singleElement().asString().contains("fetch next 1 rows");
            assertThatThrownBy(() -> from.one(told, 2L)).isInstanceOf(TooManyRows.class);
            assertThat(sent.taken()).singleElement().asString().contains("fetch next 2 rows");
            assertThat(from.one(told, 3L).posts()).hasSize(2);
            assertThatThrownBy(() -> told.find(USERS)
                            .with(many(USERS.posts()), UserView::new)
                            .one())
                    .isInstanceOf(TooManyRows.class);
            assertThat(sent.taken().get(1)).contains("fetch next 2 rows");
        }
    }
}
