package dev.serein.listener;

import static dev.serein.Query.find;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.serein.ConstraintViolation;
import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.DeadlineExceeded;
import dev.serein.Query;
import dev.serein.Query1;
import dev.serein.ReadDao;
import dev.serein.Session;
import dev.serein.StatementEvent;
import dev.serein.StatementFailed;
import dev.serein.StatementListener;
import dev.serein.db.UsersRow;
import dev.serein.db.tables.records.UsersRecord;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Cursor;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both doors tell of every statement, in one form and without a value. */
class StatementListenerTest {
    private static final String SECRET = "hunter2@example.com";
    private static final Query1<String, UsersRow> BY_EMAIL =
            Query.of(String.class, email -> find(USERS).where(USERS.EMAIL.eq(email)));
    private static final String ALL_COLUMNS =
            "select \"public\".\"users\".\"id\", \"public\".\"users\".\"email\", \"public\".\"users\".\"name\","
                    + " \"public\".\"users\".\"nickname\", \"public\".\"users\".\"active\","
                    + " \"public\".\"users\".\"created_at\", \"public\".\"users\".\"updated_at\""
                    + " from \"public\".\"users\"";

    private static ScratchDatabase scratch;

    private final List<StatementEvent> events = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private Database db;

    @BeforeAll
    static void create() {
        scratch = ScratchPostgres.shared().createDatabase(MigrationSet.in(Path.of("../db/migration")));
        try (Database first = Database.open(scratch.url())) {
            insert(first, SECRET);
            insert(first, "ada@example.com");
            insert(first, "bob@example.com");
        }
    }

    @AfterAll
    static void drop() {
        scratch.close();
    }

    @BeforeEach
    void open() {
        db = Database.open(DatabaseOptions.of(scratch.url()).withPoolMax(1).withListener(this::heard));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void heard(StatementEvent event) {
        events.add(event);
        lines.add(event.callSite());
        assertThat(event.sql()).doesNotContain("hunter2");
        assertThat(event).asString().doesNotContain("hunter2");
    }

    private static int insert(Session session, String email) {
        return session.sql()
                .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values(email, "x")
                .execute();
    }

    private StatementEvent only() {
        assertThat(events).hasSize(1);
        return events.remove(0);
    }

    private static String here(int linesAbove) {
        StackTraceElement caller = Thread.currentThread().getStackTrace()[2];
        return caller.getClassName() + "." + caller.getMethodName() + "(" + caller.getFileName() + ":"
                + (caller.getLineNumber() - linesAbove) + ")";
    }

    @Test
    void ofAPreparedQuery() {
        BY_EMAIL.one(db, SECRET);
        assertThat(lines).containsExactly(here(1));

        StatementEvent event = only();
        assertThat(event.sql()).isEqualTo(ALL_COLUMNS + " where \"public\".\"users\".\"email\" = ?");
        assertThat(event.name()).isNull();
        assertThat(event.rows()).isEqualTo(1);
        assertThat(event.error()).isNull();
        assertThat(event.inTransaction()).isFalse();
        assertThat(event.duration()).isPositive().isLessThan(Duration.ofSeconds(20));
        assertThat(event).asString().matches("\\d+ ms, 1 rows, select .*");
    }

    @Test
    void ofAnAdHocFind() {
        db.find(USERS).orderBy(USERS.ID).limit(2).list();
        assertThat(lines).containsExactly(here(1));

        assertThat(only())
                .extracting(StatementEvent::sql, StatementEvent::rows)
                .containsExactly(ALL_COLUMNS + " order by \"public\".\"users\".\"id\" fetch next 2 rows only", 2L);
    }

    @Test
    void ofWhatJooqRuns() {
        db.sql().select(USERS.EMAIL).from(USERS).where(USERS.EMAIL.eq(SECRET)).fetch();
        assertThat(lines).containsExactly(here(1));

        StatementEvent event = only();
        assertThat(event.sql())
                .isEqualTo("select \"public\".\"users\".\"email\" from \"public\".\"users\""
                        + " where \"public\".\"users\".\"email\" = ?");
        assertThat(event.name()).isNull();
        assertThat(event.rows()).isEqualTo(1);
        assertThat(event.error()).isNull();
        assertThat(event.inTransaction()).isFalse();
        assertThat(event.duration()).isPositive().isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void theLineBelowADaoIsTheApplications() {
        new Users(db).list(USERS.NAME.eq("x"));
        assertThat(lines).containsExactly(here(1));
    }

    private static final class Users extends ReadDao<UsersRecord, UsersRow> {
        Users(Session session) {
            super(session, USERS);
        }
    }

    @Test
    void rowsThatAreChangedAreCounted() {
        db.transaction(tx -> {
            tx.sql()
                    .update(USERS)
                    .set(USERS.NAME, "y")
                    .where(DSL.trueCondition())
                    .execute();
            assertThat(events)
                    .extracting(StatementEvent::rows, StatementEvent::inTransaction)
                    .containsExactly(tuple(3L, true));
        });
        events.clear();
        db.sql()
                .update(USERS)
                .set(USERS.NAME, "x")
                .where(USERS.NAME.eq("y"))
                .returning(USERS.ID)
                .fetch();
        assertThat(only().rows()).isEqualTo(3);
    }

    @Test
    void rowsOfACursorAreCountedWhenItIsClosed() {
        try (Cursor<UsersRecord> cursor =
                db.sql().selectFrom(USERS).orderBy(USERS.ID).fetchLazy()) {
            cursor.fetchNext(2);
            assertThat(events).isEmpty();
        }
        assertThat(only().rows()).isEqualTo(2);
        try (Stream<UsersRecord> rows = db.sql().selectFrom(USERS).fetchStream()) {
            assertThat(rows.count()).isEqualTo(3);
        }
        assertThat(only().rows()).isEqualTo(3);
    }

    @Test
    void rowsOfAStreamAreCountedAsFarAsTheyAreRead() {
        assertThat(db.find(USERS).<Long>stream(rows -> rows.limit(2).count())).isEqualTo(2);

        assertThat(only())
                .extracting(StatementEvent::rows, StatementEvent::inTransaction)
                .containsExactly(2L, true);
    }

    @Test
    void whatTheFunctionOfAStreamThrowsIsNoFailureOfTheStatement() {
        assertThatThrownBy(() -> db.find(USERS).stream(rows -> {
                    throw new IllegalStateException("of the function");
                }))
                .hasMessage("of the function");

        assertThat(only().error()).isNull();
    }

    @Test
    void aBatchIsOneStatementAndItsValuesAreNotSeen() {
        db.transaction(tx -> {
            tx.sql()
                    .batch(
                            DSL.update(USERS).set(USERS.NAME, SECRET).where(USERS.EMAIL.eq("ada@example.com")),
                            DSL.update(USERS).set(USERS.NAME, "x").where(USERS.ID.eq(4711L)),
                            DSL.update(USERS).set(USERS.NAME, "x").where(USERS.EMAIL.eq("ada@example.com")))
                    .execute();
        });
        StatementEvent several = only();
        assertThat(several.sql()).isEqualTo("""
                update "public"."users" set "name" = ? where "public"."users"."email" = ?;
                update "public"."users" set "name" = ? where "public"."users"."id" = ?""");
        assertThat(several.rows()).isEqualTo(2);

        db.sql()
                .batch(DSL.update(USERS).set(USERS.NAME, (String) null).where(USERS.EMAIL.eq((String) null)))
                .bind("x", "ada@example.com")
                .bind("x", SECRET)
                .execute();
        StatementEvent one = only();
        assertThat(one.sql())
                .isEqualTo("update \"public\".\"users\" set \"name\" = ? where \"public\".\"users\".\"email\" = ?");
        assertThat(one.rows()).isEqualTo(2);
    }

    @Test
    void aBatchMayHaveManyStatements() {
        List<org.jooq.Query> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(DSL.query("set local application_name = x"));
        }
        db.sql().batch(many).execute();

        assertThat(only().sql()).isEqualTo("set local application_name = x");
    }

    @Test
    void insertsThatTheDriverSendsAsOneAreNotCounted() {
        db.transaction(tx -> {
            tx.sql()
                    .batch("insert into users (email, name) values (?, ?)")
                    .bind("c@example.com", "c")
                    .bind("d@example.com", "d")
                    .execute();
            tx.sql().execute("delete from users where name in ('c', 'd')");
        });

        assertThat(events).extracting(StatementEvent::rows).containsExactly(-1L, 2L);
    }

    @Test
    void whatIsInlinedIsNotSeen() {
        db.sql()
                .configuration()
                .deriveSettings(settings -> settings.withStatementType(StatementType.STATIC_STATEMENT))
                .dsl()
                .select(USERS.ID)
                .from(USERS)
                .where(USERS.EMAIL.eq(SECRET).and(USERS.ID.gt(4711L)))
                .fetch();
        assertThat(only().sql())
                .isEqualTo("select \"public\".\"users\".\"id\" from \"public\".\"users\""
                        + " where (\"public\".\"users\".\"email\" = ? and \"public\".\"users\".\"id\" > ?)");
        db.sql().fetch("select '" + SECRET + "'");
        assertThat(only().sql()).isEqualTo("select '…'");
        db.sql()
                .selectOne()
                .where(DSL.val(1)
                        .in(Stream.generate(() -> DSL.val(4711)).limit(70_000).toList()))
                .fetch();
        assertThat(only().sql()).doesNotContain("4711");
    }

    @Test
    void aStatementThatFailsIsToldOfByBothDoors() {
        ConstraintViolation[] thrown = new ConstraintViolation[2];
        thrown[0] = catchThrowableOfType(ConstraintViolation.class, () -> insert(db, SECRET));
        assertThat(events).extracting(StatementEvent::error).containsExactly(thrown[0]);
        assertThat(only().rows()).isZero();

        Query1<String, UsersRow> add = Query.of(
                String.class,
                email -> Query.rows(
                        DSL.insertInto(USERS, USERS.EMAIL, USERS.NAME)
                                .values(email, email)
                                .returning(),
                        UsersRow::of));
        thrown[1] = catchThrowableOfType(ConstraintViolation.class, () -> add.one(db, SECRET));
        assertThat(events).extracting(StatementEvent::error).containsExactly(thrown[1]);
        assertThat(only().rows()).isZero();
    }

    @Test
    void aValueThatCannotBeBoundIsAFailureToo() {
        assertThatThrownBy(() -> BY_EMAIL.maybe(db, "a\u0000b")).isInstanceOf(StatementFailed.class);
        assertThat(only().error()).isInstanceOf(StatementFailed.class);
        assertThatThrownBy(() -> insert(db, "a\u0000b")).isInstanceOf(StatementFailed.class);
        assertThat(only().error()).isInstanceOf(StatementFailed.class);
    }

    @Test
    void aDeadlineThatPassesIsAFailureToo() {
        Session hurried = db.withDeadline(Duration.ofMillis(50));
        assertThatThrownBy(() -> hurried.sql().fetch("select pg_sleep(10)")).isInstanceOf(DeadlineExceeded.class);
        StatementEvent event = only();
        assertThat(event.error()).isInstanceOf(DeadlineExceeded.class);
        assertThat(event.duration()).isBetween(Duration.ofMillis(40), Duration.ofSeconds(5));
    }

    @Test
    void aListenerThatThrowsHarmsNeitherTheStatementNorOtherListeners() {
        try (Database harmed = Database.open(DatabaseOptions.of(scratch.url())
                .withListener(event -> {
                    throw new IllegalStateException("of the listener");
                })
                .withListener(event -> {
                    throw new StackOverflowError();
                })
                .withListener(this::heard))) {
            assertThat(BY_EMAIL.maybe(harmed, SECRET)).isPresent();
            assertThat(harmed.sql().fetchCount(USERS)).isEqualTo(3);
            assertThatThrownBy(() -> insert(harmed, SECRET)).isInstanceOf(ConstraintViolation.class);
        }
        assertThat(events).hasSize(3);
    }

    @Test
    void aListenerMayRunStatementsOfWhichNobodyIsTold() {
        List<Integer> counts = new ArrayList<>();
        Database[] own = new Database[1];
        // with one connection: it is given back before the listener is told
        try (Database asking = Database.open(DatabaseOptions.of(scratch.url())
                .withPoolMax(1)
                .withPoolTimeout(Duration.ofMillis(500))
                .withListener(event -> {
                    counts.add(own[0].sql().fetchCount(USERS));
                    BY_EMAIL.maybe(own[0], SECRET);
                }))) {
            own[0] = asking;
            BY_EMAIL.maybe(asking, SECRET);
            asking.sql().selectOne().fetch();
        }
        assertThat(counts).containsExactly(3, 3);
    }

    @Test
    void theLineIsKnownLaterToWhoAskedInTime() {
        List<StatementEvent> late = new ArrayList<>();
        try (Database two = Database.open(DatabaseOptions.of(scratch.url()).withListener(late::add))) {
            two.sql().selectOne().fetch();
        }
        db.sql().selectOne().fetch();

        assertThat(only().callSite())
                .isEqualTo(lines.get(0))
                .startsWith(getClass().getName());
        assertThatThrownBy(() -> late.get(0).callSite())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The line that ran a statement is known only to who asks while the listener runs, on its"
                        + " thread");
    }

    @Test
    void aDataSourceOfAnothersHasListenersToo() {
        StatementListener listener = this::heard;
        try (Database other = Database.using(scratch.dataSource(), listener)) {
            BY_EMAIL.maybe(other, SECRET);
            other.sql().selectOne().fetch();
        }
        assertThat(events).hasSize(2);
    }
}
