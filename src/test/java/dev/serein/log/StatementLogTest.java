package dev.serein.log;

import static dev.serein.Query.find;
import static dev.serein.Relations.many;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static dev.serein.log.LoggedDatabase.SECRET;
import static dev.serein.log.LoggedDatabase.here;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.serein.ConstraintViolation;
import dev.serein.Database;
import dev.serein.Query;
import dev.serein.Query1;
import dev.serein.Session;
import dev.serein.StatementEvent;
import dev.serein.StatementLog;
import dev.serein.db.PostsDao;
import dev.serein.db.PostsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jooq.Cursor;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A log knows what was executed while it was open, and no value of it. */
class StatementLogTest {
    @RegisterExtension
    static final LoggedDatabase DATABASE = new LoggedDatabase();

    private static final Query1<String, UsersRow> BY_EMAIL =
            Query.of(String.class, email -> find(USERS).where(USERS.EMAIL.eq(email)));

    private final Database db = DATABASE.db();

    @Test
    void bothDoorsAreRecordedInOneForm() {
        try (StatementLog log = db.log()) {
            BY_EMAIL.one(db, SECRET);
            db.sql().select(USERS.ID).from(USERS).orderBy(USERS.ID).fetch();

            assertThat(log.count()).isEqualTo(2);
            assertThat(log.statements())
                    .extracting(LoggedStatement::callSite, LoggedStatement::rows, LoggedStatement::inTransaction)
                    .containsExactly(tuple(here(6), 1L, false), tuple(here(5), 3L, false));
            assertThat(log.statements().get(0).sql()).endsWith(" where \"public\".\"users\".\"email\" = ?");
            assertThat(log.statements()).allSatisfy(each -> {
                assertThat(each.error()).isNull();
                assertThat(each.duration()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(20));
            });
        }
    }

    @Test
    void whatRunsBeforeAndAfterIsNotRecorded() {
        BY_EMAIL.one(db, SECRET);
        StatementLog log = db.log();
        BY_EMAIL.one(db, SECRET);
        log.close();
        log.close();
        BY_EMAIL.one(db, SECRET);

        assertThat(log.count()).isOne();
        assertThat(log.statements()).hasSize(1);
    }

    @Test
    void severalLogsAreOpenAtOnce() {
        try (StatementLog outer = db.log()) {
            BY_EMAIL.one(db, SECRET);
            try (StatementLog inner = db.log()) {
                BY_EMAIL.one(db, SECRET);
                assertThat(inner.count()).isOne();
            }
            BY_EMAIL.one(db, SECRET);
            assertThat(outer.count()).isEqualTo(3);
        }
    }

    @Test
    void aTransactionCountsItsStatementsAndNothingElse() {
        try (StatementLog log = db.log()) {
            db.transaction(tx -> {
                tx.sql().selectOne().fetch();
                tx.transaction(part -> new UsersDao(part).count());
            });
            db.as("postgres", Map.of(), tx -> tx.sql().selectOne().fetch());

            assertThat(log.statements())
                    .extracting(LoggedStatement::sql, LoggedStatement::name, LoggedStatement::inTransaction)
                    .containsExactly(
                            tuple("select 1 as \"one\"", null, true),
                            tuple("select count(*) from \"public\".\"users\"", null, true),
                            tuple("select set_config(?, ?, true)", "transaction.role", true),
                            tuple("select 1 as \"one\"", null, true));
        }
    }

    @Test
    void sessionsThatAreMadeOfTheDatabaseAreRecordedToo() {
        Session hurried = db.withDeadline(Duration.ofSeconds(5)); // made before
        try (StatementLog log = db.log()) {
            BY_EMAIL.one(hurried, SECRET);
            hurried.sql().selectOne().fetch();
            db.sql().transaction(jooq -> jooq.dsl().selectOne().fetch());

            assertThat(log.count()).isEqualTo(3);
        }
    }

    @Test
    void aBatchIsOneStatement() {
        try (StatementLog log = db.log()) {
            db.batch(
                    new UsersDao(db).updating(1L, it -> it.name(SECRET)),
                    new UsersDao(db).updating(2L, it -> it.name(SECRET)));
            db.sql()
                    .batch(DSL.update(USERS).set(USERS.NAME, (String) null).where(USERS.ID.eq((Long) null)))
                    .bind(SECRET, 1L)
                    .bind(SECRET, 2L)
                    .execute();

            assertThat(log.count()).isEqualTo(2);
            assertThat(log.repeated(1)).isEmpty();
        }
    }

    @Test
    void aResultThatIsReadRowByRowCountsWhenItIsClosedByTheLineThatAskedForIt() {
        try (StatementLog log = db.log()) {
            Cursor<?> cursor = db.sql().selectFrom(USERS).fetchLazy();
            String line = here(1);
            cursor.fetchNext(2);
            assertThat(log.statements()).isEmpty();
            cursor.close();
            db.find(USERS).stream(Stream::count);

            assertThat(log.statements())
                    .extracting(LoggedStatement::callSite, LoggedStatement::rows)
                    .containsExactly(tuple(line, 2L), tuple(here(4), 3L));
        }
    }

    @Test
    void aStatementThatFailsIsRecordedWithItsError() {
        try (StatementLog log = db.log()) {
            assertThatThrownBy(() -> db.sql()
                            .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                            .values(SECRET, "x")
                            .execute())
                    .isInstanceOf(ConstraintViolation.class);

            assertThat(log.statements()).hasSize(1);
            assertThat(log.statements().get(0).error()).isInstanceOf(ConstraintViolation.class);
            assertThat(log.statements().get(0)).asString().contains(" ms, 0 rows, ConstraintViolation, insert into");
        }
    }

    @Test
    void noValueIsKeptOrPrinted() {
        try (StatementLog log = db.log()) {
            BY_EMAIL.one(db, SECRET);
            db.sql().fetch("select '" + SECRET + "', id from users where email = '" + SECRET + "'");
            db.sql().fetch("select id from users where email = ?", SECRET);
            try (Cursor<?> cursor = db.sql().fetchLazy("select '" + SECRET + "'")) {
                assertThat(cursor.hasNext()).isTrue();
                assertThat(log.leftOpen().toString()).contains("select '…'").doesNotContain("hunter2");
            }
            assertThatThrownBy(() -> db.sql().fetch("select ?::int", SECRET)).isNotNull();

            assertThat(log.statements()).hasSize(5);
            assertThat(log.statements().toString() + log + log.repeated(0) + log.sequentialScans(0))
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void statementsAreFoundByWhatTheyAreAbout() {
        try (StatementLog log = db.log()) {
            new UsersDao(db).list();
            new PostsDao(db).list();
            db.sql().fetch("SELECT 1 FROM Posts");

            assertThat(log.statements("from public.posts")).hasSize(1);
            assertThat(log.statements("posts")).hasSize(2);
            assertThat(log.statements("\"public\".\"users\"")).hasSize(1);
            assertThat(log.statements("insert")).isEmpty();
        }
    }

    @Test
    void statementsOfAllThreadsAreRecorded() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (StatementLog log = db.log()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(threads.submit(() -> {
                    for (int j = 0; j < 50; j++) {
                        BY_EMAIL.one(db, SECRET);
                        db.transaction(tx -> tx.sql().selectOne().fetch());
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }

            assertThat(log.count()).isEqualTo(400);
            assertThat(log.repeated(199)).extracting(RepeatedStatement::times).containsExactly(200L, 200L);
            assertThat(log.leftOpen()).isEmpty();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void logsAreOpenedAndClosedWhileOthersRunStatements() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (StatementLog all = db.log()) {
            Future<?> running = threads.submit(() -> {
                for (int i = 0; i < 500; i++) {
                    BY_EMAIL.one(db, SECRET);
                }
            });
            long seen = 0;
            while (!running.isDone()) {
                try (StatementLog log = db.log()) {
                    log.leftOpen();
                    seen += log.count();
                }
            }
            running.get();

            assertThat(all.count()).isEqualTo(500);
            assertThat(seen).isLessThanOrEqualTo(500);
            assertThat(all.leftOpen()).isEmpty();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void whatAListenerRunsIsNotRecorded() {
        List<StatementEvent> events = new ArrayList<>();
        Database[] own = new Database[1];
        try (Database listened = Database.using(DATABASE.scratch().dataSource(), event -> {
            events.add(event);
            BY_EMAIL.one(own[0], SECRET);
        })) {
            own[0] = listened;
            try (StatementLog log = listened.log()) {
                listened.sql().selectOne().fetch();
                assertThat(log.statements()).extracting(LoggedStatement::sql).containsExactly("select 1 as \"one\"");
                assertThat(log.leftOpen()).isEmpty();
            }
            listened.sql().selectOne().fetch();
            assertThat(events).hasSize(2);
        }
    }

    @Test
    void whatRunsOnJdbcItselfIsNotRecorded() {
        try (StatementLog log = db.log()) {
            db.sql().connection(jdbc -> jdbc.createStatement().execute("select 1"));
            assertThat(log.count()).isZero();
        }
    }

    @Test
    void aTableSaysWhatEachLineHasRun() {
        record UserPosts(UsersRow user, List<PostsRow> posts) {}
        try (StatementLog log = db.log()) {
            assertThat(log).hasToString("no statements");
            for (UsersRow user : new UsersDao(db).list()) {
                new PostsDao(db).listByUserId(user.id());
            }
            db.find(USERS).with(many(USERS.posts()), UserPosts::new).list();
            assertThatThrownBy(() -> db.sql().fetch("select\n  1 / 0")).isNotNull();

            assertThat(log.toString().replaceAll("(?m)^(  +\\d+) +\\d+ ", "$1 t "))
                    .contains("6 statements, 4 of them different\n  times  ms  rows  failed  line ")
                    .containsPattern(
                            "\n +1 t +3 +[\\w.]+aTableSays\\w+\\(StatementLogTest.java:\\d+\\) +select \"public\"")
                    .containsPattern(
                            "\n +3 t +6 +[\\w.]+aTableSays\\w+\\(StatementLogTest.java:\\d+\\) +select \"public\"")
                    .containsPattern("\n +1 t +3 +[\\w.]+aTableSays\\w+\\(StatementLogTest.java:\\d+\\) +begin ")
                    .containsPattern(
                            "\n +1 t +0 +1  [\\w.]+\\$aTableSays\\w+\\$\\d+\\(\\w+.java:\\d+\\) +select 1 / 0$");
        }
    }

    @Test
    void aFindWithChildrenIsOneWhereALoopRepeatsItself() {
        record UserPosts(UsersRow user, List<PostsRow> posts) {}
        try (StatementLog log = db.log()) {
            for (UsersRow user : new UsersDao(db).list()) {
                new PostsDao(db).listByUserId(user.id());
            }
            String line = here(2);
            assertThat(log.count()).isEqualTo(4);
            assertThat(log.repeated(1))
                    .extracting(RepeatedStatement::callSite, RepeatedStatement::times)
                    .containsExactly(tuple(line, 3L));
            assertThat(log.repeated(3)).isEmpty();
            assertThat(log.repeated(1).get(0).sql()).contains("from \"public\".\"posts\"");
            assertThat(log.repeated(1).get(0)).asString().startsWith("3 times at " + line + ": select ");
        }
        try (StatementLog log = db.log()) {
            db.find(USERS).with(many(USERS.posts()), UserPosts::new).list();
            assertThat(log.count()).isOne();
            assertThat(log.repeated(1)).isEmpty();
        }
    }

    @Test
    void twoLinesThatRunTheSameDoNotAddUp() {
        try (StatementLog log = db.log()) {
            BY_EMAIL.one(db, SECRET);
            BY_EMAIL.one(db, SECRET);
            db.sql().fetchCount(POSTS);
            for (int i = 0; i < 3; i++) {
                db.sql().fetchCount(POSTS, POSTS.ID.gt(4711L + i));
                BY_EMAIL.one(db, SECRET);
            }

            assertThat(log.repeated(1)).extracting(RepeatedStatement::times).containsExactly(3L, 3L);
            assertThat(log.repeated(0)).hasSize(5);
            assertThatThrownBy(() -> log.repeated(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A statement runs no less than 0 times, not -1");
        }
    }
}
