package dev.serein.log;

import static dev.serein.Query.find;
import static dev.serein.Relations.many;
import static dev.serein.Relations.one;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static dev.serein.log.LoggedDatabase.here;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.serein.ConflictTarget;
import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.LendingOne;
import dev.serein.LockMode;
import dev.serein.PageRequest;
import dev.serein.Query;
import dev.serein.StatementLog;
import dev.serein.db.PostsDao;
import dev.serein.db.PostsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersRow;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no index serves is found in tables of a few rows, and what one serves is not. */
class SequentialScanTest {
    @RegisterExtension
    static final LoggedDatabase DATABASE = new LoggedDatabase();

    private final Database db = DATABASE.db();

    private List<SequentialScan> scansOf(Consumer<Database> work) {
        try (StatementLog log = db.log()) {
            work.accept(db);
            return log.sequentialScans(2);
        }
    }

    private List<SequentialScan> scansOf(String sql, Object... values) {
        return scansOf(same -> same.sql().fetch(sql, values));
    }

    @Test
    void aConditionThatNoIndexServesIsFoundWithItsTableAndLine() {
        try (StatementLog log = db.log()) {
            for (int i = 0; i < 3; i++) {
                db.find(USERS).where(USERS.NAME.eq("x")).list();
            }
            assertThat(log.sequentialScans(2)).hasSize(1);
            SequentialScan scan = log.sequentialScans(2).get(0);
            assertThat(scan.table()).isEqualTo("public.users");
            assertThat(scan.rows()).isEqualTo(3);
            assertThat(scan.condition()).isEqualTo("(users.name = $1)");
            assertThat(scan.callSite()).isEqualTo(here(7));
            assertThat(scan.sql()).endsWith("where \"public\".\"users\".\"name\" = ?");
            assertThat(scan)
                    .asString()
                    .startsWith("public.users, 3 rows, for (users.name = $1), at " + scan.callSite() + ": select ");
            assertThat(log.sequentialScans(3)).isEmpty();
            assertThat(log.sequentialScans(2, each -> !each.isAbout("public.users")))
                    .isEmpty();
            assertThat(log.count()).as("it is not recorded itself").isEqualTo(3);
            assertThat(log.leftOpen()).isEmpty();
        }
    }

    @Test
    void whatAnIndexServesIsNotFoundHoweverSmallTheTable() {
        record UserPosts(UsersRow user, List<PostsRow> posts) {}
        assertThat(scansOf(same -> {
                    new UsersDao(same).findByEmail("ada@example.com");
                    new PostsDao(same).listByUserId(1L);
                    new UsersDao(same).update(1L, it -> it.name("x"));
                    same.find(USERS)
                            .with(many(USERS.posts()), UserPosts::new)
                            .where(USERS.ID.in(1L, 2L))
                            .list();
                    same.sql()
                            .select()
                            .from(USERS.join(POSTS).on(POSTS.USER_ID.eq(USERS.ID)))
                            .where(USERS.EMAIL.eq("ada@example.com"))
                            .fetch();
                }))
                .isEmpty();
    }

    @Test
    void aPageInTheOrderOfAnIndexIsNotFound() {
        assertThat(scansOf(same -> {
                    same.find(USERS).orderBy(USERS.ID).limit(2).list();
                    same.sql().fetch("select max(id) from users");
                    same.sql().fetch("select id from users limit 1");
                    same.sql().fetch("select exists (select 1 from users)");
                }))
                .isEmpty();
        assertThat(scansOf("select id from users where name = 'x' order by id limit 1"))
                .as("an order does not serve a condition")
                .hasSize(1);
        assertThat(scansOf("select id from users order by name limit 1"))
                .as("all are read to be sorted")
                .hasSize(1);
    }

    @Test
    void whatReadsAllOfATableIsFound() {
        assertThat(scansOf(same -> {
                    new UsersDao(same).list();
                    new UsersDao(same).count();
                    same.sql().fetch("select id from users order by id");
                    same.sql().fetch("select * from users u join posts p on p.title = u.name where u.id = 1");
                }))
                .extracting(SequentialScan::table, SequentialScan::condition)
                .containsExactly(
                        tuple("public.users", null),
                        tuple("public.users", null),
                        tuple("public.users", null),
                        tuple("public.posts", null));
    }

    @Test
    void anIndexOfSomeRowsServesWhatAsksForThem() {
        assertThat(scansOf("select id from posts where archived_at is null and slug = ?", "first"))
                .isEmpty();
        assertThat(scansOf("select published_at from posts where published_at is not null"))
                .isEmpty();
        assertThat(scansOf("select id from posts where archived_at is not null"))
                .hasSize(1);
    }

    @Test
    void whatChangesRowsIsLookedAtAndNotRun() {
        assertThat(scansOf(same -> same.transaction(tx -> {
                    tx.sql().execute("update users set name = 'y' where name = 'z'");
                    tx.sql().execute("delete from users where nickname = 'z'");
                    new UsersDao(tx).insert(UsersInsert.email("c@example.com").name("c"));
                    tx.sql().execute("create table t (id int)");
                    tx.sql()
                            .execute("-- a comment\ninsert into posts (user_id, slug, title)"
                                    + " select id, 'a', 'a;b' from users where nickname = 'nobody'");
                    tx.rollback();
                })))
                .extracting(SequentialScan::table, SequentialScan::condition)
                .containsExactly(
                        tuple("public.users", "(users.name = $2)"),
                        tuple("public.users", "(users.nickname = $1)"),
                        tuple("public.users", "(users.nickname = $3)"));
        assertThat(db.sql().fetchCount(USERS)).isEqualTo(3);
    }

    @Test
    void whateverSereinRunsCanBePlanned() {
        record PostUser(PostsRow post, UsersRow user) {}
        List<SequentialScan> scans = scansOf(same -> same.transaction(tx -> {
            UsersDao users = new UsersDao(tx);
            UsersInsert cy = UsersInsert.email("cy@example.com").name("cy");
            users.insert(cy);
            users.insertOrIgnore(cy);
            users.upsert(cy, ConflictTarget.of(USERS.EMAIL));
            users.insertAll(List.of(email("d@example.com"), email("e@example.com")));
            users.upsertAll(List.of(email("d@example.com"), email("f@example.com")), ConflictTarget.of(USERS.EMAIL));
            users.findAllById(List.of(1L, 2L));
            users.exists(1L);
            users.exists();
            users.lock(1L, LockMode.SKIP_LOCKED);
            tx.lock("a word");
            users.page(USERS.NAME.eq("x"), List.of(USERS.ID.desc()), PageRequest.first(2));
            users.stream(USERS.ID.gt(0L), Stream::count);
            users.deleteWhere(USERS.EMAIL.in("d@example.com", "e@example.com", "f@example.com"));
            tx.batch(users.updating(1L, it -> it.name("x")), users.finding(2L), users.deleting(4711L));
            tx.find(POSTS)
                    .with(one(POSTS.users()), PostUser::new)
                    .where(POSTS.ID.eq(1L))
                    .list();
            tx.rollback();
        }));
        assertThat(scans).extracting(SequentialScan::condition).containsExactly("(users.name = $1)");
    }

    private static UsersInsert email(String email) {
        return UsersInsert.email(email).name("x");
    }

    @Test
    void textsOfAllKindsAreUnderstood() {
        assertThat(scansOf(same -> {
                    DSLContext sql = same.sql();
                    sql.fetch("select id from users where ? is null or id = ?", "x", 1L);
                    sql.fetch("select id from users where created_at > date '2020-01-01' - interval '1' day"
                            + " and updated_at < timestamp with time zone '2020-01-01 00:00+00' and name = e'\\'\"'");
                    sql.fetch("select 1 as \"?;'\" /* ?; ' */ from users where name = $q$;?'$q$ -- ?;'");
                    sql.fetch("select id from users where '{\"a\": 1}'::jsonb ?? name");
                    sql.fetch("values (1)");
                    sql.fetch("(select id from users where name = '' limit 1) union all select 1");
                    sql.fetch("with u as (select * from users where nickname = ?) select * from u", "x");
                    sql.fetch("select relname from pg_class where relpages = 4711");
                    sql.fetch("show search_path");
                    sql.fetch("explain select * from users");
                }))
                .extracting(SequentialScan::table)
                .hasSize(6)
                .containsOnly("public.users");
    }

    @Test
    void whatCannotBePlannedElsewhereIsSaidAndCanBeLeftOut() {
        try (StatementLog log = db.log()) {
            db.transaction(tx -> {
                tx.sql().execute("create temporary table scratch (id int) on commit drop");
                tx.sql().fetch("select * from scratch where id = ?", 1);
            });
            String line = log.statements("from scratch").get(0).callSite();
            assertThatThrownBy(() -> log.sequentialScans(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("""
                            Cannot look for sequential scans: a statement cannot be planned on another connection
                              server: relation "scratch" does not exist
                              line:   %s
                              sql:    select * from scratch where id = ?
                              fix:    leave it out: log.sequentialScans(rows, statement -> !statement.isAbout(…)); only\
                             what is committed is seen there""".formatted(line));
            assertThat(log.sequentialScans(0, each -> !each.isAbout("scratch"))).isEmpty();
            assertThatThrownBy(() -> log.sequentialScans(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A table has no less than 0 rows, not -1");
        }
    }

    @Test
    void whatHasFailedIsNotLookedAt() {
        try (StatementLog log = db.log()) {
            assertThatThrownBy(() -> db.sql().fetch("select * from nowhere")).isNotNull();
            assertThat(log.sequentialScans(0)).isEmpty();
        }
    }

    @Test
    void itNeedsNoConnectionOfThePool() {
        try (Database small = Database.open(
                        DatabaseOptions.of(DATABASE.scratch().url()).withPoolMax(1));
                StatementLog log = small.log()) {
            small.transaction(tx -> {
                tx.sql().fetch("select id from users where name = 'x'");
                assertThat(log.sequentialScans(2)).hasSize(1);
            });
        }
    }

    @Test
    void theTransactionOfAFrameworkGoesOnAsItWas() throws Exception {
        try (var connection = DATABASE.scratch().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (Database within = Database.using(new LendingOne(connection));
                    StatementLog log = within.log()) {
                within.sql().execute("create table uncommitted as select generate_series(1, 5) as n");
                within.sql().fetch("select n from uncommitted where n = ?", 3);

                assertThat(log.sequentialScans(4))
                        .extracting(SequentialScan::table, SequentialScan::rows)
                        .containsExactly(tuple("public.uncommitted", 5L));
                assertThat(within.sql().fetchValue("select count(*) from uncommitted"))
                        .isEqualTo(5L);
                assertThat(within.sql()
                                .fetchValue("select current_setting('transaction_read_only')"
                                        + " || current_setting('enable_seqscan')"))
                        .isEqualTo("offon");
                assertThat(connection.getAutoCommit()).isFalse();
            }
            connection.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everySupportedServerAnswersTheSame(int version) throws Exception {
        try (ScratchPostgres postgres = ScratchPostgres.start(PostgresProvider.parse("embedded:" + version));
                ScratchDatabase scratch = postgres.createDatabase();
                Database old = Database.open(scratch.url())) {
            old.sql().execute("""
                    create table "Odd. 'names" (id int primary key, parent int, day date not null);
                    create table parts (id bigint, day date not null, code text) partition by range (day);
                    create table parts_1 partition of parts for values from ('2025-01-01') to ('2026-01-01');
                    create table parts_2 partition of parts for values from ('2026-01-01') to ('2027-01-01');
                    create index on parts (code);
                    insert into "Odd. 'names" select n, n, '2026-01-01' from generate_series(1, 50) n;
                    insert into parts select n, '2025-12-01'::date + n, n from generate_series(1, 60) n""");
            try (StatementLog log = old.log()) {
                old.sql().fetch("select * from \"Odd. 'names\" where id = ?", 1);
                old.sql().fetch("select * from \"Odd. 'names\" where parent = ? order by id desc limit 3", 1);
                old.sql().fetch("select * from parts where code = ?", "7");
                old.sql().fetch("select * from parts where id = ? and day = date '2026-01-02'", 7L);
                old.sql().fetch("select * from parts where day = ?::date", "2026-01-02");
                old.sql().fetch("select ? from generate_series(1, ?) as n", "x", 3);

                assertThat(log.sequentialScans(49))
                        .extracting(SequentialScan::table, SequentialScan::rows)
                        .containsExactly(
                                tuple("public.Odd. 'names", 50L),
                                tuple("public.parts", 60L),
                                tuple("public.parts", 60L));
                assertThat(log.sequentialScans(50)).hasSize(2);
                assertThat(log.sequentialScans(Long.MAX_VALUE)).isEmpty();
            }
        }
    }

    @Test
    void aLargeTableIsCountedNoFurtherThanNeedBe() {
        db.sql().execute("create table large as select n from generate_series(1, 120000) n");
        try (StatementLog log = db.log()) {
            db.sql().fetch("select n from large where n = 1");
            assertThat(log.sequentialScans(0)).extracting(SequentialScan::rows).containsExactly(100_000L);
            assertThat(log.sequentialScans(110_000))
                    .extracting(SequentialScan::rows)
                    .containsExactly(110_001L);
            assertThat(log.sequentialScans(120_000)).isEmpty();
        } finally {
            db.sql().execute("drop table large");
        }
    }

    @Test
    void aPreparedQueryIsLookedAtAsAnyOther() {
        try (StatementLog log = db.log()) {
            Query.of(String.class, name -> find(USERS).where(USERS.NAME.eq(name)))
                    .list(db, "x");
            assertThat(log.sequentialScans(2)).hasSize(1);
        }
    }
}
