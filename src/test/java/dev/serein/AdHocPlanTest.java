package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.one;
import static dev.serein.Relations.sum;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.TYPE_ZOO;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.CommentsRow;
import dev.serein.db.PostsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class AdHocPlanTest {
    private static final int STRUCTURES = 400;

    @Scratch
    static MigratedDatabase migrated;

    private final PlanCache plans = new PlanCache();

    @BeforeAll
    static void aSmallBlog() {
        migrated.db().sql().execute("""
                insert into users (email, name, nickname, active)
                  select 'user' || n || '@example.com', 'User ' || n, case when n % 3 = 0 then 'Nick ' || n end, n % 4 > 0
                  from generate_series(1, 9) n;
                insert into posts (user_id, slug, title)
                  select u, 'post-' || u || '-' || n, 'Post ' || u || '.' || n
                  from generate_series(1, 5) u, generate_series(1, u) n order by 1, n;
                insert into comments (post_id, author_id, body)
                  select p.id, 1 + (p.id + n) % 5, 'Comment ' || p.id || '.' || n
                  from posts p, generate_series(1, 2) n where p.id % 2 = 0 order by p.id, n;
                """);
    }

    private static Find<UsersRow> users() {
        return migrated.db().find(USERS);
    }

    private static Find<UsersRow> madeUp(long structure, long values) {
        MadeUpConditions made = new MadeUpConditions(structure, values);
        Find<UsersRow> find = users().where(made.next(3)).orderBy(made.order().toArray(org.jooq.OrderField<?>[]::new));
        if (structure % 3 == 0) {
            find = find.limit((int) (1 + structure % 7));
        }
        return structure % 5 == 0 ? find.offset((int) (values % 3)) : find;
    }

    @Test
    void aKeptStatementIsTheOneThatJooqRendersAndFindsTheSameRows() {
        for (long structure = 0; structure < STRUCTURES; structure++) {
            for (long values = 0; values < 4; values++) {
                Shape<UsersRow> shape =
                        madeUp(structure, 31 * structure + values).shape();
                PreparedRows<UsersRow> kept = plans.rows(shape);
                PreparedRows<UsersRow> rendered = shape.prepared();

                assertThat(kept.sql().text()).isEqualTo(rendered.sql().text());
                assertThat(kept.list(migrated.db())).isEqualTo(rendered.list(migrated.db()));
            }
        }
        assertThat(plans.rendered()).isBetween((long) STRUCTURES, 2L * STRUCTURES);
    }

    @Test
    void soIsThatOfANumberOfRowsAndOfTheirExistence() {
        for (long structure = 0; structure < STRUCTURES; structure++) {
            for (long values = 0; values < 3; values++) {
                Shape<UsersRow> shape =
                        madeUp(structure, 17 * structure + values).shape();
                int rows = shape.prepared().list(migrated.db()).size();

                assertThat(plans.count(shape).one(migrated.db())).isEqualTo(rows);
                assertThat(plans.exists(shape).one(migrated.db())).isEqualTo(rows > 0);
            }
        }
        assertThat(plans.rendered()).isLessThanOrEqualTo(4L * STRUCTURES);
    }

    @Test
    void aValueOfAnyTypeOrNoneIsRenderedAsJooqRendersIt() {
        List<org.jooq.Record> animals = animals();
        for (Field<?> column : TYPE_ZOO.fields()) {
            long before = plans.rendered();
            for (int i = 0; i < 6; i++) {
                Shape<?> shape = migrated.db()
                        .find(TYPE_ZOO)
                        .where(equal(column, animals.get(i % 2).get(column)))
                        .shape();

                assertThat(plans.rows(shape).sql().text())
                        .as(column.getName())
                        .isEqualTo(shape.prepared().sql().text());
            }
            // twice with a value and twice without; the first animal has none in some columns, either
            assertThat(plans.rendered() - before)
                    .as(column.getName())
                    .isEqualTo(animals.get(0).get(column) == null ? 2 : 4);
        }
    }

    private static List<org.jooq.Record> animals() {
        migrated.db().sql().execute("""
                insert into type_zoo (smallint_value, integer_value, bigint_value, numeric_value, boolean_value, text_value,
                    date_value, timestamptz_value, uuid_value, jsonb_value, enum_value, integer_array, text_array, non_blank_value,
                    counter_value, email_value, varchar_value, numeric_scaled_value,
                    daterange_value, interval_value, inet_value, citext_value, numeric_array, enum_array, bytea_value)
                select n, n, n, n, true, 'text', current_date, now(), gen_random_uuid(), '{}', 'small', '{1,2}', '{a,b}', 'n', 1,
                    'a@b', 'v', 1.5,
                    '[2020-01-01,2021-01-01)', '1 day', '::1', 'C', '{1.5}', '{tiny}', 'x'
                from generate_series(1, 2) n""");
        List<org.jooq.Record> animals =
                new ArrayList<>(migrated.db().sql().selectFrom(TYPE_ZOO).fetch());
        animals.set(1, TYPE_ZOO.newRecord());
        return animals;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a value of the column
    private static Condition equal(Field<?> column, Object value) {
        return ((Field) column).eq(value);
    }

    @Test
    void aTransactionAndADaoFindWhatTheDatabaseKeeps() {
        try (Database db = Database.open(migrated.url())) {
            PlanCache ofDatabase = Executor.of(db).plans();
            new UsersDao(db).list(USERS.NAME.eq("User 1"));
            db.withDeadline(Duration.ofSeconds(9))
                    .find(USERS)
                    .where(USERS.NAME.eq("User 2"))
                    .list();
            List<UsersRow> found = db.transactionResult(tx -> new UsersDao(tx).list(USERS.NAME.eq("User 3")));

            assertThat(found).extracting(UsersRow::name).containsExactly("User 3");
            assertThat(ofDatabase.rendered()).isEqualTo(2);
        }
    }

    record PostView(PostsRow post, UsersRow author, List<CommentView> comments, long number) {}

    record CommentView(CommentsRow comment, Optional<UsersRow> author) {}

    record Pair(Object row, Object child) {}

    record UserView(UsersRow user, List<PostView> posts, Object sum) {}

    private static Find<UserView> tree(long from, String title, int most) {
        var post = USERS.posts();
        var comment = post.comments();
        var author = comment.users();
        return users().where(USERS.ID.ge(from))
                .with(
                        many(post)
                                .where(post.TITLE.like(title))
                                .with(
                                        one(post.users()),
                                        many(comment).with(maybe(author).where(author.ID.ne(from)), CommentView::new),
                                        count(comment).where(comment.BODY.ne(title)),
                                        PostView::new)
                                .orderBy(post.ID.desc())
                                .limit(most),
                        sum(post, post.ID).where(post.ID.gt(from)),
                        UserView::new)
                .orderBy(USERS.ID);
    }

    @Test
    void allStatementsOfARelationalQueryAreKeptTogether() {
        for (int i = 0; i < 8; i++) {
            Shape<UserView> shape = tree(i % 4, i % 2 == 0 ? "Post%" : "%.1", 3).shape();
            PreparedRows<UserView> kept = plans.rows(shape);
            PreparedRows<UserView> rendered = shape.prepared();

            assertThat(kept.sql().text()).isEqualTo(rendered.sql().text());
            assertThat(kept.list(migrated.db())).isNotEmpty().isEqualTo(rendered.list(migrated.db()));
        }
        assertThat(plans.rendered()).isEqualTo(2);
        assertThat(plans.size()).isEqualTo(1);
    }

    @Test
    void childrenThatDifferInMoreThanValuesAreOfAnotherQuery() {
        var post = USERS.posts();
        List<Function<Find<UsersRow>, Find<?>>> queries = List.of(
                find -> find.with(many(post), Pair::new),
                find -> find.with(many(post).limit(1), Pair::new),
                find -> find.with(many(POSTS).on(POSTS.USER_ID.eq(USERS.ID)), Pair::new),
                find -> find.with(many(POSTS).on(POSTS.ID.eq(USERS.ID)), Pair::new),
                find -> find.with(many(post).select(DSL.row(post.ID), each -> each.value1()), Pair::new),
                find -> find.with(many(post).orderBy(post.ID.desc()), Pair::new),
                find -> find.with(count(post), Pair::new),
                find -> find.with(sum(post, post.ID), Pair::new),
                find -> find.with(sum(post, post.USER_ID), Pair::new));
        for (int i = 0; i < 3; i++) {
            for (Function<Find<UsersRow>, Find<?>> query : queries) {
                Shape<?> shape = query.apply(users().orderBy(USERS.ID)).shape();

                assertThat(plans.rows(shape).list(migrated.db()).toString())
                        .isEqualTo(shape.prepared().list(migrated.db()).toString());
            }
        }
        assertThat(plans.size()).isEqualTo(queries.size());
    }
}
