package com.acme;

import static com.acme.db.Tables.ACCOUNTS;
import static com.acme.db.Tables.COMMENTS;
import static com.acme.db.Tables.POSTS;
import static com.acme.db.Tables.USERS;
import static org.jooq.impl.DSL.row;

import com.acme.db.enums.Visibility;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Row;
import org.jooq.Row2;
import org.jooq.Row5;

/** Some tens of thousands of rows that could be real, the same ones every time. */
final class SampleData {
    private static final int USER_COUNT = 2_000;
    private static final int POST_COUNT = 10_000;
    private static final int COMMENT_COUNT = 30_000;
    private static final int ROWS_PER_STATEMENT = 1_000;

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

    private final DSLContext sql;
    private final Random random = new Random(42);
    private final OffsetDateTime newest = OffsetDateTime.of(2026, 11, 1, 12, 0, 0, 0, ZoneOffset.UTC);

    SampleData(DSLContext sql) {
        this.sql = sql;
    }

    /** Returns how many rows there are now. */
    int load() {
        int users = insert(USER_COUNT, this::user, rows -> sql.insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .valuesOfRows(rows)
                .execute());
        // identities begin at 1, and nobody else writes into this new database
        int accounts = insert(USER_COUNT, i -> row(i + 1L, 1_000L + random.nextInt(9_000)), rows -> sql.insertInto(
                        ACCOUNTS, ACCOUNTS.USER_ID, ACCOUNTS.CREDITS)
                .valuesOfRows(rows)
                .execute());
        int posts = insert(POST_COUNT, this::post, rows -> sql.insertInto(
                        POSTS, POSTS.USER_ID, POSTS.TITLE, POSTS.BODY, POSTS.VISIBILITY, POSTS.PUBLISHED_AT)
                .valuesOfRows(rows)
                .execute());
        int comments = insert(
                COMMENT_COUNT,
                i -> row(1L + random.nextInt(POST_COUNT), someUser(), pick(REMARKS)),
                rows -> sql.insertInto(COMMENTS, COMMENTS.POST_ID, COMMENTS.USER_ID, COMMENTS.BODY)
                        .valuesOfRows(rows)
                        .execute());
        return users + accounts + posts + comments;
    }

    private static <R extends Row> int insert(int count, IntFunction<R> make, ToIntFunction<List<R>> insert) {
        int inserted = 0;
        for (int from = 0; from < count; from += ROWS_PER_STATEMENT) {
            int to = Math.min(count, from + ROWS_PER_STATEMENT);
            inserted +=
                    insert.applyAsInt(IntStream.range(from, to).mapToObj(make).toList());
        }
        return inserted;
    }

    private Row2<String, String> user(int i) {
        String name = NAMES.get(i % NAMES.size());
        return row(name.toLowerCase(Locale.ROOT).replace(' ', '.') + "." + i + "@example.com", name);
    }

    private Row5<Long, String, String, Visibility, OffsetDateTime> post(int i) {
        boolean draft = random.nextInt(10) == 0;
        String title = pick(ADJECTIVES) + " " + pick(SUBJECTS);
        return row(
                someUser(),
                title,
                title + ", told slowly.",
                draft ? Visibility.draft : Visibility.public_,
                draft ? null : newest.minusMinutes(random.nextInt(500_000)));
    }

    /** Some write far more than others. */
    private long someUser() {
        return 1L + (long) (Math.pow(random.nextDouble(), 3) * USER_COUNT);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
