package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.one;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A relational query for ten times as many rows takes ten times as long, and not a hundred times: by the rows that the
 * server touches, and by the clock. {@code -DargLine="-Dserein.parents=100000 -Dserein.shown=true"} prints the
 * microseconds for each parent, and the rows touched.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ReferenceSchema
class RelationalCostTest {
    private static final boolean SHOWN = Boolean.getBoolean("serein.shown");
    private static final int PARENTS = Integer.getInteger("serein.parents", 10_000);
    private static final int FEW = 1_000;
    /** More for each parent than where there are few. */
    private static final double MOST = 3;

    /** Each user has three posts, each post three comments and three tags. Foreign keys hold, so none is checked. */
    private static final String ROWS = """
            alter table users set (autovacuum_enabled = false);
            alter table posts set (autovacuum_enabled = false);
            alter table comments set (autovacuum_enabled = false);
            alter table post_tags set (autovacuum_enabled = false);
            alter table tags set (autovacuum_enabled = false);
            set session_replication_role = replica;
            insert into users (email, name) select 'u' || n || '@example.com', 'u' from generate_series(1, USERS) n;
            insert into posts (user_id, slug, title)
              select 1 + (n * 7919::bigint) % USERS, 'p-' || n, 'p' from generate_series(1, 3 * USERS) n;
            insert into comments (post_id, author_id, body)
              select 1 + (n * 7919::bigint) % (3 * USERS), 1, 'c' from generate_series(1, 9 * USERS) n;
            insert into tags (name) select 't' || n from generate_series(1, 1000) n;
            insert into post_tags
              select p, 1 + (p * 31 + t * 333) % 1000 from generate_series(1, 3 * USERS) p, generate_series(1, 3) t;
            set session_replication_role = origin;
            """;

    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();

    @BeforeAll
    static void manyRows() {
        DatabaseOptions patient = DatabaseOptions.of(migrated.url()).withStatementTimeout(Duration.ofMinutes(5));
        try (Database filling = Database.open(patient)) {
            filling.sql().execute(ROWS.replace("USERS", String.valueOf(PARENTS)));
        }
    }

    /** For so many parents. */
    private Map<String, IntFunction<Find<Integer>>> shapes() {
        var post = USERS.posts();
        var tag = POSTS.tags();
        Map<String, IntFunction<Find<Integer>>> shapes = new LinkedHashMap<>();
        shapes.put("two levels", n -> db.find(USERS)
                .where(USERS.ID.le((long) n))
                .with(
                        many(post).with(many(post.comments()), (row, comments) -> 1 + comments.size()),
                        (row, posts) ->
                                1 + posts.stream().mapToInt(each -> each).sum()));
        shapes.put("two levels of the first", n -> db.find(USERS)
                .orderBy(USERS.ID)
                .limit(n)
                .with(
                        many(post).with(many(post.comments()), (row, comments) -> 1 + comments.size()),
                        (row, posts) ->
                                1 + posts.stream().mapToInt(each -> each).sum()));
        shapes.put(
                "through a link table",
                n -> db.find(POSTS).where(POSTS.ID.le((long) n)).with(many(tag), (row, tags) -> 1 + tags.size()));
        shapes.put("children of a shared child", n -> db.find(POSTS)
                .where(POSTS.ID.le((long) n))
                .with(
                        many(POSTS.users()).with(many(POSTS.users().posts()), (row, posts) -> posts.size()),
                        (row, users) -> 1 + users.get(0)));
        shapes.put("two of each parent", n -> db.find(USERS)
                .where(USERS.ID.le((long) n))
                .with(many(post).orderBy(post.ID.desc()).limit(2), (row, posts) -> 1 + posts.size()));
        shapes.put("two of each and their children", n -> db.find(USERS)
                .where(USERS.ID.le((long) n))
                .with(
                        many(post)
                                .orderBy(post.ID.desc())
                                .limit(2)
                                .with(many(post.comments()), (row, comments) -> 1 + comments.size()),
                        (row, posts) -> 1 + posts.size()));
        shapes.put("counted", n -> db.find(USERS)
                .where(USERS.ID.le((long) n))
                .with(count(post), (row, posts) -> 1 + posts.intValue()));
        shapes.put("counted below", n -> db.find(USERS)
                .where(USERS.ID.le((long) n))
                .with(
                        many(post).with(count(post.comments()), (row, comments) -> comments.intValue()),
                        (row, posts) -> 1 + posts.size()));
        shapes.put(
                "joined", n -> db.find(POSTS).where(POSTS.ID.le((long) n)).with(one(POSTS.users()), (row, user) -> 1));
        return shapes;
    }

    /** Not where each parent has a limit: without statistics the server may look for them among all rows. */
    @Test
    @Order(1)
    void ofTablesThatWereNeverAnalyzed() {
        assertThat(db.sql().fetchValue("select count(*) from pg_stats where schemaname = 'public'"))
                .isEqualTo(0L);
        requireLinear(false);
    }

    @Test
    @Order(2)
    void ofTablesThatWereAnalyzed() {
        db.sql().execute("analyze users, posts, comments, tags, post_tags");
        requireLinear(true);
    }

    /** Not where each parent has a limit: its rows are looked for by themselves. */
    @Test
    @Order(3)
    void ofForeignKeysWithoutAnIndex() {
        db.sql().execute("drop index posts_user_id_idx, comments_post_id_idx");
        requireLinear(false);
    }

    /** @param limits whether also where each parent has a limit */
    private void requireLinear(boolean limits) {
        shapes().forEach((name, shape) -> {
            if (limits || !name.startsWith("two of each")) {
                show(name, shape);
                assertThat(work(shape, PARENTS) / work(shape, FEW))
                        .as("rows touched, %s", name)
                        .isLessThan(MOST);
                assertThat(time(shape, PARENTS) / time(shape, FEW))
                        .as("time, %s", name)
                        .isLessThan(MOST);
            }
        });
    }

    private void show(String name, IntFunction<Find<Integer>> shape) {
        for (int n = 10; SHOWN && n <= PARENTS; n *= 10) {
            System.out.printf("%-32s%8d%10.1f µs%10.1f rows%n", name, n, time(shape, n), work(shape, n));
        }
    }

    /** In microseconds for each parent; the least of several. */
    private static double time(IntFunction<Find<Integer>> shape, int parents) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertThat(shape.apply(parents).list()).hasSize(parents);
            least = Math.min(least, (System.nanoTime() - start) / 1e3 / parents);
        }
        return least;
    }

    /** How many rows the server touches for each parent. */
    private double work(IntFunction<Find<Integer>> shape, int parents) {
        return work(shape.apply(parents).shape()) / parents;
    }

    private double work(Shape<?> shape) {
        double work = 0;
        for (Plan.Part part : Planner.plan(shape, null).parts()) {
            Sql explain = Sql.together("explain (analyze, timing off) ", List.of(part.sql()), "");
            work += Executor.of(db).query(explain, new Object[0], 0, rows -> {
                List<String> plan = new ArrayList<>();
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
                return work(plan);
            });
        }
        return work;
    }

    private static final Pattern ACTUAL = Pattern.compile("actual rows=([0-9.]+) loops=(\\d+)");
    private static final Pattern REMOVED = Pattern.compile("Rows Removed by .*: (\\d+)");

    private static double work(List<String> plan) {
        double work = 0;
        double loops = 1;
        for (String line : plan) {
            Matcher actual = ACTUAL.matcher(line);
            if (actual.find()) {
                loops = Double.parseDouble(actual.group(2));
                work += Double.parseDouble(actual.group(1)) * loops;
            }
            Matcher removed = REMOVED.matcher(line);
            if (removed.find()) {
                work += Double.parseDouble(removed.group(1)) * loops;
            }
        }
        return work;
    }
}
