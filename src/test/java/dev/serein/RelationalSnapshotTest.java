package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.sum;
import static dev.serein.db.Tables.COMMENTS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.AccountsRow;
import dev.serein.db.CommentsRow;
import dev.serein.db.PostsRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * While others write, a relational query sees all of a transaction or nothing: each post has its comments, and what is
 * moved between two users is with one of them.
 */
@ChangedReferenceSchema
class RelationalSnapshotTest {
    private static final int EACH = 3;
    private static final int ACCOUNTS_OF_BOTH = 10;
    private static final BigDecimal CREDITS = BigDecimal.valueOf(55);
    private static final int READS = 150;

    @Scratch
    static MigratedDatabase migrated;

    private static final AtomicBoolean DONE = new AtomicBoolean();
    private static final AtomicInteger WRITTEN = new AtomicInteger();
    private static final List<Future<?>> WRITING = new ArrayList<>();
    private static ExecutorService threads;

    private final Database db = migrated.db();

    @BeforeAll
    static void startWriting() {
        migrated.db().sql().execute("""
                insert into users (email, name) values ('a@example.com', 'Ada'), ('b@example.com', 'Bob');
                insert into accounts (user_id, credits) select 1 + n % 2, n from generate_series(1, 10) n;
                """);
        threads = Executors.newFixedThreadPool(3);
        for (int i = 0; i < 2; i++) {
            Random random = new Random(30 + i);
            WRITING.add(threads.submit(() -> write(() -> addAndDeletePosts(random))));
        }
        Random random = new Random(40);
        WRITING.add(threads.submit(() -> write(() -> moveAccounts(random))));
    }

    private static void write(Runnable transaction) {
        while (!DONE.get()) {
            transaction.run();
            WRITTEN.incrementAndGet();
        }
    }

    private static void addAndDeletePosts(Random random) {
        long user = 1 + random.nextInt(2);
        migrated.db().transaction(tx -> {
            long post = tx.sql()
                    .insertInto(POSTS, POSTS.USER_ID, POSTS.SLUG, POSTS.TITLE)
                    .values(user, "post-" + random.nextInt(Integer.MAX_VALUE), "x")
                    .returning(POSTS.ID)
                    .fetchSingle(POSTS.ID);
            for (int i = 0; i < EACH; i++) {
                tx.sql()
                        .insertInto(COMMENTS, COMMENTS.POST_ID, COMMENTS.AUTHOR_ID, COMMENTS.BODY)
                        .values(post, user, "x")
                        .execute();
            }
        });
        migrated.db().transaction(tx -> tx.sql().execute("""
                        delete from posts where id in (
                            select id from posts where (select count(*) from posts) > 12 order by id for update skip locked limit 2)
                        """));
    }

    private static void moveAccounts(Random random) {
        migrated.db().transaction(tx -> {
            long from = 1 + random.nextInt(2);
            long to = 3 - from;
            tx.sql().execute("update accounts set user_id = ? where id = ?", to, 1 + random.nextInt(ACCOUNTS_OF_BOTH));
            tx.sql()
                    .execute(
                            "update accounts set user_id = ? where id = ?", from, 1 + random.nextInt(ACCOUNTS_OF_BOTH));
        });
    }

    @AfterAll
    static void stopWriting() throws Exception {
        DONE.set(true);
        for (Future<?> each : WRITING) {
            each.get();
        }
        threads.shutdown();
    }

    record Post(PostsRow row, List<CommentsRow> comments, long counted) {}

    record User(UsersRow row, List<Post> posts, List<AccountsRow> accounts, BigDecimal credits) {}

    private static Find<User> users(Session session) {
        var post = USERS.posts();
        return session.find(USERS)
                .with(
                        many(post).with(many(post.comments()), count(post.comments()), Post::new),
                        many(USERS.accounts()),
                        sum(USERS.accounts(), USERS.accounts().CREDITS),
                        User::new);
    }

    @Test
    void aQueryByItselfSeesWholeTransactions() {
        readWhole(() -> users(db).list());
    }

    @Test
    void aPreparedQuerySeesWholeTransactions() {
        var post = USERS.posts();
        Query1<Long, User> some = Query.of(Long.class, least -> Query.find(USERS)
                .where(USERS.ID.ge(least))
                .with(
                        many(post).limit(8).with(many(post.comments()), count(post.comments()), Post::new),
                        many(USERS.accounts()),
                        sum(USERS.accounts(), USERS.accounts().CREDITS),
                        User::new));
        readWhole(() -> some.list(db, 0L));
    }

    @Test
    void soItDoesInATransactionThatReadsRepeatably() {
        readWhole(() -> db.transactionResult(tx -> {
            tx.sql().execute("set transaction isolation level repeatable read");
            return users(tx).list();
        }));
    }

    /** Each part sees what is committed then: rows come and go between, but not to another's children. */
    @Test
    void inATransactionThatReadsWhatIsCommittedNothingComesToTheWrongParent() {
        read(() -> db.transactionResult(tx -> users(tx).list()), users -> {
            for (User each : users) {
                requireOwn(each);
                assertThat(each.posts()).allMatch(post -> post.comments().size() <= EACH);
            }
        });
    }

    private static void readWhole(Supplier<List<User>> query) {
        read(query, users -> {
            assertThat(users).hasSize(2);
            users.forEach(RelationalSnapshotTest::requireOwn);
            assertThat(users)
                    .flatExtracting(User::posts)
                    .allMatch(post -> post.comments().size() == EACH && post.counted() == EACH);
            assertThat(users).flatExtracting(User::accounts).hasSize(ACCOUNTS_OF_BOTH);
            assertThat(users.stream().map(User::credits).reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(CREDITS);
        });
    }

    private static void requireOwn(User user) {
        assertThat(user.accounts()).allMatch(each -> each.userId() == user.row().id());
        assertThat(user.posts())
                .allMatch(each -> each.row().userId() == user.row().id());
        for (Post post : user.posts()) {
            assertThat(post.comments())
                    .allMatch(each -> each.postId() == post.row().id());
        }
    }

    private interface Check {
        void of(List<User> users);
    }

    private static void read(Supplier<List<User>> query, Check check) {
        Set<List<User>> seen = new HashSet<>();
        int before = WRITTEN.get();
        for (int i = 0; i < READS || WRITTEN.get() - before < READS; i++) {
            List<User> users = query.get();
            check.of(users);
            seen.add(users);
            assertThat(WRITING).noneMatch(Future::isDone);
        }
        assertThat(seen).as("different states").hasSizeGreaterThan(READS / 10);
    }
}
