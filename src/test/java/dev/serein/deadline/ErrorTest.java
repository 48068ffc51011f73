package dev.serein.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.ConnectionFailed;
import dev.serein.ConstraintViolation;
import dev.serein.ConstraintViolation.Kind;
import dev.serein.Database;
import dev.serein.DatabaseException;
import dev.serein.Query;
import dev.serein.Query1;
import dev.serein.RowNotFound;
import dev.serein.StatementFailed;
import dev.serein.TooManyRows;
import dev.serein.TransactionConflict;
import dev.serein.TransactionOptions;
import dev.serein.connection.ConnectionSettings;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is thrown says what to do, and holds no value. */
class ErrorTest {
    private static final String SECRET = "hunter2";

    private static ScratchDatabase scratch;
    private static Database db;

    @BeforeAll
    static void open() {
        scratch = ScratchPostgres.shared().createDatabase();
        db = Database.open(scratch.url());
        DSLContext sql = db.sql();
        sql.execute("create table users (id int primary key, email text not null constraint users_email_key unique,"
                + " age int constraint grown_up check (age >= 18))");
        sql.execute(
                "create table posts (id int primary key, author int constraint posts_author_fkey references users)");
        sql.execute("insert into users values (1, ?, 20)", SECRET);
    }

    @AfterAll
    static void close() {
        db.close();
        scratch.close();
    }

    private static <E extends DatabaseException> E thrown(Class<E> type, Callable<?> body) {
        E thrown = catchThrowableOfType(type, body::call);
        assertThat(thrown).isNotNull();
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(SECRET);
        return thrown;
    }

    @Test
    void aUniqueConstraint() {
        ConstraintViolation violation = thrown(ConstraintViolation.class, () -> db.sql()
                .insertInto(DSL.table(DSL.name("users")), DSL.field(DSL.name("id")), DSL.field(DSL.name("email")))
                .values(2, SECRET)
                .execute());

        assertThat(violation).hasMessage("""
                Cannot insert into public.users: unique constraint users_email_key is violated
                  sqlstate: 23505
                  columns:  email
                  sql:      insert into "users" ("id", "email") values (?, ?)
                  fix:      catch ConstraintViolation, or use upsert""");
        assertThat(violation.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(violation.constraint()).isEqualTo("users_email_key");
        assertThat(violation.table()).isEqualTo("public.users");
        assertThat(violation.columns()).containsExactly("email");
        assertThat(violation.sqlState()).isEqualTo("23505");
    }

    @Test
    void theOtherConstraints() {
        assertThat(thrown(ConstraintViolation.class, () -> db.sql().execute("insert into posts values (1, 99)")))
                .hasMessageStartingWith("Cannot insert into public.posts: foreign key posts_author_fkey is violated\n")
                .extracting(ConstraintViolation::kind, ConstraintViolation::columns)
                .containsExactly(Kind.FOREIGN_KEY, List.of("author"));
        assertThat(thrown(ConstraintViolation.class, () -> db.sql().execute("update users set email = null")))
                .hasMessageStartingWith("Cannot update public.users: column email must not be null\n")
                .extracting(ConstraintViolation::kind, ConstraintViolation::constraint)
                .containsExactly(Kind.NOT_NULL, null);
        assertThat(thrown(ConstraintViolation.class, () -> db.sql().execute("update users set age = 17")))
                .hasMessageStartingWith("Cannot update public.users: check constraint grown_up is violated\n")
                .extracting(ConstraintViolation::kind)
                .isEqualTo(Kind.CHECK);
    }

    @Test
    void aViolationThatComesWithTheCommit() {
        db.sql().execute("create table late (id int constraint late_key unique deferrable initially deferred)");

        assertThat(thrown(
                        ConstraintViolation.class,
                        () -> db.transactionResult(tx -> tx.sql().execute("insert into late values (1), (1)"))))
                .hasMessage("""
                        Cannot commit a transaction: unique constraint late_key is violated
                          sqlstate: 23505
                          table:    public.late
                          columns:  id
                          fix:      catch ConstraintViolation, or use upsert""");
    }

    @Test
    void aValueThatDoesNotFit() {
        assertThat(thrown(StatementFailed.class, () -> db.sql().execute("select cast(? as text)::int", SECRET)))
                .hasMessage("""
                        Cannot run a statement: a value is not valid for its type
                          sqlstate: 22P02
                          sql:      select cast(? as text)::int""");
    }

    @Test
    void aBatch() {
        assertThat(thrown(ConstraintViolation.class, () -> db.sql()
                        .batch("insert into users values (?, ?, 30)")
                        .bind(7, "a@example.com")
                        .bind(8, SECRET)
                        .execute()))
                .hasMessageStartingWith(
                        "Cannot insert into public.users: unique constraint users_email_key is violated\n");
    }

    @Test
    void whatIsInlinedIsNotShown() {
        assertThat(thrown(StatementFailed.class, () -> db.sql()
                        .select(DSL.inline(SECRET))
                        .from("nowhere")
                        .fetch()))
                .hasMessageContaining("  sql:      select '…' from nowhere");
        Object[] many = new Object[70_000];
        Arrays.fill(many, 1234567);
        StatementFailed failed = thrown(StatementFailed.class, () -> db.sql()
                .selectFrom("nowhere")
                .where(DSL.field("id").in(many))
                .fetch());
        assertThat(failed.getMessage()).doesNotContain("1234567");
    }

    @Test
    void aValueThatCannotBeReadAsWhatIsAskedFor() {
        assertThat(thrown(StatementFailed.class, () -> db.sql()
                        .select(DSL.field("'" + SECRET + "'::text", Integer.class))
                        .fetch()))
                .hasMessageStartingWith("Cannot run a statement: error while reading field: ");
    }

    @Test
    void aStatementThatIsWrong() {
        assertThat(thrown(StatementFailed.class, () -> db.sql().fetch("select * from nowhere")))
                .hasMessage("""
                        Cannot run a statement: relation "nowhere" does not exist
                          sqlstate: 42P01
                          sql:      select * from nowhere""");
    }

    @Test
    void textThatCannotBeStored() {
        assertThat(thrown(StatementFailed.class, () -> db.sql()
                        .insertInto(
                                DSL.table(DSL.name("users")), DSL.field(DSL.name("id")), DSL.field(DSL.name("email")))
                        .values(3, SECRET + "\ud83d")
                        .execute()))
                .hasMessage("""
                        Cannot insert into users: column email holds half a character (a surrogate without its other half)
                          sqlstate: 22021
                          sql:      insert into "users" ("id", "email") values (?, ?)""");
        assertThat(thrown(StatementFailed.class, () -> db.sql().fetch("select ?::text", "a\u0000b")))
                .hasMessageStartingWith(
                        "Cannot run a statement: value 1 holds the character 0, which PostgreSQL does not store\n");
        assertThat(thrown(StatementFailed.class, () -> db.sql()
                        .fetch("select ?::text[]", DSL.val(new String[] {"ok", "\udc00"}))))
                .hasMessageStartingWith("Cannot run a statement: value 1 holds half a character");
        assertThat(db.sql().fetchSingle("select ?::text", "\ud83d\ude00").get(0))
                .isEqualTo("\ud83d\ude00");
    }

    @Test
    void aDeadlock() throws Exception {
        db.sql().execute("create table two (id int primary key, n int)");
        db.sql().execute("insert into two values (1, 0), (2, 0)");
        CyclicBarrier both = new CyclicBarrier(2);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Throwable> second = other.submit(() -> outcome(both, 2, 1));
            Throwable first = outcome(both, 1, 2);

            Throwable victim = first == null ? second.get() : first;
            assertThat(victim).isInstanceOf(TransactionConflict.class).hasMessage("""
                    Cannot update two: it was the victim of a deadlock
                      sqlstate: 40P01
                      sql:      update two set n = n + 1 where id = ?
                      fix:      run the whole transaction again""");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void aConflictOfTransactions() {
        db.sql().execute("create table one (n int)");
        db.sql().execute("insert into one values (0)");

        assertThat(thrown(
                        TransactionConflict.class,
                        () -> db.transactionResult(tx -> {
                            tx.sql().execute("set transaction isolation level repeatable read");
                            tx.sql().fetch("select * from one");
                            db.transaction(TransactionOptions.defaults().withIndependent(true), other -> other.sql()
                                    .execute("update one set n = 1"));
                            return tx.sql().execute("update one set n = ?", 2);
                        })))
                .hasMessage("""
                        Cannot update one: another transaction came between
                          sqlstate: 40001
                          sql:      update one set n = ?
                          fix:      run the whole transaction again""");
    }

    @Test
    void whatTheDatabasesOwnCodeSaysIsNotPassedOn() {
        db.sql().execute("""
                create function refuse(word text, state text) returns void language plpgsql as
                'begin raise exception ''% is bad'', word using errcode = state; end'""");
        for (String state : List.of("P0001", "U0815")) {
            assertThat(thrown(StatementFailed.class, () -> db.sql().fetch("select refuse(?, ?)", "canary", state)))
                    .hasMessage("""
                            Cannot run a statement: a function or a trigger of the database has refused it
                              sqlstate: %s
                              sql:      select refuse(?, ?)""", state)
                    .rootCause()
                    .message()
                    .doesNotContain("canary");
        }
        assertThat(thrown(StatementFailed.class, () -> db.sql().fetch("select ?::regclass", "canary")))
                .hasMessage("""
                        Cannot run a statement: something that it names is not there
                          sqlstate: 42P01
                          sql:      select ?::regclass""");
        db.sql().execute("drop function refuse");
    }

    /** As behind a pooler that is not recognised. */
    @Test
    void aPreparedStatementThatIsNotThere() {
        assertThat(thrown(
                        StatementFailed.class,
                        () -> db.transactionResult(tx -> {
                            for (int i = 0; i < 10; i++) {
                                tx.sql().fetch("select ?::int", i);
                            }
                            tx.sql().execute("do $$ begin execute 'deallocate all'; end $$");
                            return tx.sql().fetch("select ?::int", 11);
                        })))
                .message()
                .matches("""
                        Cannot run a statement: prepared statement "S_\\d+" does not exist
                          sqlstate: 26000
                          sql:      select \\?::int
                          fix:      if a pooler hands each transaction to another session, say so: withPooler\\(true\\), or pgbouncer=true in the URL""");
    }

    @Test
    void noRowAndTooMany() {
        Field<Integer> id = DSL.field(DSL.name("id"), Integer.class);
        Query1<Integer, Record1<Integer>> from = Query.of(
                Integer.class,
                least -> Query.rows(
                        DSL.select(id).from(DSL.table(DSL.name("users"))).where(id.ge(least))));
        db.sql().execute("insert into users values (50, 'fifty@example.com', 50)");

        assertThat(thrown(RowNotFound.class, () -> from.one(db, 4711))).hasMessage("""
                Cannot find the row: the query returns none
                  sql: select "id" from "users" where "id" >= ?""");
        assertThat(thrown(TooManyRows.class, () -> from.one(db, 0))).hasMessage("""
                Cannot take one row: the query returns more
                  sql: select "id" from "users" where "id" >= ?
                  fix: ask for list() or first(), or narrow the query to a unique key""");
    }

    private static Throwable outcome(CyclicBarrier both, int first, int second) {
        return catchThrowableOfType(
                DataAccessException.class,
                () -> db.transaction(tx -> {
                    tx.sql().execute("update two set n = n + 1 where id = ?", first);
                    both.await();
                    tx.sql().execute("update two set n = n + 1 where id = ?", second);
                }));
    }

    @Test
    void aConnectionThatTheServerEnds() {
        assertThat(thrown(
                        ConnectionFailed.class, () -> db.sql().fetch("select pg_terminate_backend(pg_backend_pid())")))
                .hasMessage("""
                        Cannot run a statement: the connection to the server is lost
                          sqlstate: 57P01
                          sql:      select pg_terminate_backend(pg_backend_pid())
                          fix:      try again, if the statement may run twice; whether it ran is not known""");
    }

    @Test
    void aServerThatReadsBackslashesAsEscapesIsRefused() {
        db.sql().execute("alter database \"" + scratch.name() + "\" set standard_conforming_strings = off");
        try (Database guarded = Database.open(scratch.url())) {
            assertThat(guarded.sql()
                            .fetchSingle("show standard_conforming_strings")
                            .get(0))
                    .isEqualTo("on");
        } finally {
            db.sql().execute("alter database \"" + scratch.name() + "\" reset standard_conforming_strings");
        }
    }

    @Test
    void aSessionThatTheUrlMakesReadBackslashesAsEscapesIsRefused() {
        ConnectionFailed failure = thrown(
                ConnectionFailed.class,
                () -> Database.open(scratch.url() + "?options=-c%20standard_conforming_strings%3Doff"));

        assertThat(failure).hasMessage("""
                        Cannot connect to %s as postgres: the server reads backslashes in strings as escapes (standard_conforming_strings is off), which opens literals to injection
                          fix: alter role or alter database … reset standard_conforming_strings""", scratch.url().replaceFirst(".*@", ""));
        assertThat(failure.isPermanent()).isTrue();
    }

    @Test
    void aConnectionWithoutAPoolHoldsBackTheDetailOfAnErrorToo() throws SQLException {
        try (Connection connection =
                        ConnectionSettings.of(scratch.url()).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("insert into users values (1, '" + SECRET + "', 20)"))
                    .hasMessage("ERROR: duplicate key value violates unique constraint \"users_pkey\"");
        }
    }
}
