package com.acme;

import com.acme.db.AccountsDao;
import com.acme.db.AccountsInsert;
import com.acme.db.AccountsRow;
import com.acme.db.CommentsDao;
import com.acme.db.CommentsInsert;
import com.acme.db.CommentsRow;
import com.acme.db.PostsDao;
import com.acme.db.PostsInsert;
import com.acme.db.PostsRow;
import com.acme.db.UsersDao;
import com.acme.db.UsersInsert;
import com.acme.db.UsersRow;
import com.acme.db.enums.Visibility;
import dev.serein.Session;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Some tens of thousands of rows that could be real, the same ones every time. */
final class SampleData {
    private static final int USER_COUNT = 2_000;
    private static final int POST_COUNT = 10_000;
    private static final int COMMENT_COUNT = 30_000;

    private static final List<String> NAMES = List.of(
            "Ada Lovelace",
            "Grace Hopper",
            "Edgar Codd",
            "Barbara Liskov",
            "Alan Turing",
            "Radia Perlman",
            "Jim Gray",
            "Frances Allen",
            "Donald Knuth",
            "Shafi Goldwasser");
    private static final List<String> ADJECTIVES =
            List.of("A short", "The long", "An honest", "The forgotten", "A practical", "The last", "Yet another");
    private static final List<String> SUBJECTS = List.of(
            "history of NULL",
            "guide to indexes",
            "defence of joins",
            "case for constraints",
            "tour of isolation levels",
            "night with a deadlock",
            "letter to my future migrations");
    private static final List<String> REMARKS = List.of(
            "I wish I had read this a year ago.",
            "Have you tried it with 10 million rows?",
            "This saved my weekend.",
            "Not sure I agree about surrogate keys.",
            "Thank you, bookmarked.");

    private final Session session;
    private final Random random = new Random(42);
    private final OffsetDateTime newest = OffsetDateTime.of(2026, 11, 1, 12, 0, 0, 0, ZoneOffset.UTC);

    SampleData(Session session) {
        this.session = session;
    }

    /** Returns how many rows there are now. */
    int load() {
        List<UsersRow> users = new UsersDao(session).insertAll(many(USER_COUNT, this::user));
        List<AccountsRow> accounts = new AccountsDao(session).insertAll(many(USER_COUNT, i -> AccountsInsert.userId(
                        users.get(i).id())
                .credits(1_000L + random.nextInt(9_000))));
        List<PostsRow> posts = new PostsDao(session).insertAll(many(POST_COUNT, i -> post(some(users))));
        List<CommentsRow> comments = new CommentsDao(session).insertAll(many(COMMENT_COUNT, i -> CommentsInsert.postId(
                        pick(posts).id())
                .userId(some(users).id())
                .body(pick(REMARKS))));
        return users.size() + accounts.size() + posts.size() + comments.size();
    }

    private static <T> List<T> many(int count, IntFunction<T> make) {
        return IntStream.range(0, count).mapToObj(make).toList();
    }

    private UsersInsert user(int i) {
        String name = NAMES.get(i % NAMES.size());
        return UsersInsert.email(name.toLowerCase(Locale.ROOT).replace(' ', '.') + "." + i + "@example.com")
                .name(name);
    }

    private PostsInsert post(UsersRow author) {
        String title = pick(ADJECTIVES) + " " + pick(SUBJECTS);
        PostsInsert draft = PostsInsert.userId(author.id()).title(title).body(title + ", told slowly.");
        return random.nextInt(10) == 0
                ? draft
                : draft.visibility(Visibility.public_).publishedAt(newest.minusMinutes(random.nextInt(500_000)));
    }

    /** Some write far more than others. */
    private UsersRow some(List<UsersRow> users) {
        return users.get((int) (Math.pow(random.nextDouble(), 3) * users.size()));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
