package dev.serein.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.Guard;
import dev.serein.GuardedDatabase;
import dev.serein.StatementFailed;
import dev.serein.TransactionOptions;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.jdbc.PgConnection;

/** Pools of one connection: the next borrower has the session of the one before. */
class HygieneTest {
    private static final String SESSION = """
            select concat_ws(' ', pg_backend_pid(), current_user, session_user, current_setting('search_path'),
                current_setting('TimeZone'), current_setting('work_mem'), current_setting('statement_timeout'),
                current_setting('application_name'), coalesce(current_setting('app.tenant', true), ''),
                (select count(*) from pg_class where relnamespace = pg_my_temp_schema()),
                (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()),
                (select count(*) from pg_listening_channels()),
                (select count(*) from pg_cursors where is_holdable),
                (select count(*) from pg_prepared_statements where from_sql))""";
    private static final String LEFT = """
            A connection is given back with something left in its session; it is undone
            %s
              fix: use what ends with the transaction: set local, set_config(…, true), pg_advisory_xact_lock,\
             on commit drop; or undo it before""";

    private static ScratchDatabase scratch;
    private static Database watcher;

    private final List<String> log = new ArrayList<>();

    @BeforeAll
    static void createDatabase() {
        scratch = ScratchPostgres.shared().createDatabase();
        watcher = Database.open(scratch.url());
        watcher.sql().execute("create role borrower");
    }

    @AfterAll
    static void dropDatabase() {
        watcher.sql().execute("drop role borrower");
        watcher.close();
        scratch.close();
    }

    private Database open(Guard guard) {
        return GuardedDatabase.open(DatabaseOptions.of(scratch.url()).withPoolMax(1), guard, log::add);
    }

    private static String session(Database db) {
        return db.sql().fetchSingle(SESSION).get(0, String.class);
    }

    /** What the session ran last. */
    private static String lastStatement(String session) {
        return watcher.sql()
                .fetchSingle("select query from pg_stat_activity where pid = ?", Integer.valueOf(session.split(" ")[0]))
                .get(0, String.class);
    }

    private static String withoutLines(String text) {
        return text.replaceAll("\\n  line: .*", "").replaceAll(" +", " ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set search_path = nowhere | settings: search_path",
                "SET SESSION work_mem = '1MB' | settings: work_mem",
                "set app.tenant = 'secret' | settings: app.tenant",
                "select set_config('app.tenant', 'secret', false) | settings: app.tenant",
                "select 1; set statement_timeout = 12345 | settings: statement_timeout",
                "set time zone 'Asia/Tokyo' | settings: TimeZone",
                "do 'begin perform set_config(''work_mem'', ''1MB'', false); end' | settings: work_mem",
                "set role borrower | role: borrower",
                "set session authorization borrower | role: borrower",
                "create temp table \"left over\" (id int) | temporary tables: left over",
                "select 1 as id into temporary leftover | temporary tables: leftover",
                "select pg_advisory_lock(1), pg_try_advisory_lock_shared(2) | advisory locks: 2",
                "listen news | channels: news",
                "declare \"a b\" cursor with hold for select 1 | cursors: a b",
                "prepare \"p q\" as select 1 | prepared statements: p q"
            })
    void theNextBorrowerFindsNothingOfIt(String sql, String fact) {
        try (Database db = open(Guard.WARN)) {
            String before = session(db);
            db.sql().execute(sql);

            assertThat(session(db)).isEqualTo(before);
            assertThat(log).hasSize(1);
            assertThat(withoutLines(log.get(0)))
                    .isEqualTo(LEFT.formatted("  " + fact).replaceAll(" +", " "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"discard all", "reset all", "reset time zone", "set app.tenant = ''"})
    void whatPutsASessionBackIsUndoneAsWell(String sql) {
        try (Database db = open(Guard.THROW)) {
            String before = session(db);
            db.sql().execute(sql);

            assertThat(session(db)).isEqualTo(before);
        }
    }

    @Test
    void aNameThatIsBoundIsUndoneToo() {
        try (Database db = open(Guard.THROW)) {
            String before = session(db);
            db.sql().fetch("select set_config(?, ?, false)", "app.tenant", "secret");

            assertThat(session(db)).isEqualTo(before);
        }
    }

    @Test
    void allThatIsLeftIsToldOfAtOnceWithTheLinesThatMayHaveDoneIt() {
        try (Database db = open(Guard.THROW)) {
            String before = session(db);
            Throwable thrown = catchThrowable(() -> db.transaction(tx -> {
                tx.sql().execute("set work_mem = '1MB'");
                tx.sql().execute("set role borrower");
                tx.sql().execute("create temp table a (id int); create temp table b (id int)");
            }));

            assertThat(thrown).isInstanceOf(IllegalStateException.class).hasNoSuppressedExceptions();
            assertThat(thrown.getMessage()
                            .replaceAll("lambda\\$(\\w+)\\$\\d+\\(HygieneTest.java:\\d+\\)", "$1(HygieneTest.java:N)"))
                    .isEqualTo("""
                            A connection is given back with something left in its session; it is undone
                              settings:         work_mem
                              role:             borrower
                              temporary tables: a, b
                              line:             dev.serein.guard.HygieneTest.allThatIsLeftIsToldOfAtOnceWithTheLinesThatMayHaveDoneIt(HygieneTest.java:N)
                                                dev.serein.guard.HygieneTest.allThatIsLeftIsToldOfAtOnceWithTheLinesThatMayHaveDoneIt(HygieneTest.java:N)
                                                dev.serein.guard.HygieneTest.allThatIsLeftIsToldOfAtOnceWithTheLinesThatMayHaveDoneIt(HygieneTest.java:N)
                              fix:              use what ends with the transaction: set local, set_config(…, true), pg_advisory_xact_lock, on commit drop; or undo it before""");
            assertThat(session(db)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Guard.class)
    void itIsUndoneWhateverTheGuard(Guard guard) {
        try (Database db = open(guard)) {
            String before = session(db);
            for (int i = 0; i < 2; i++) {
                Throwable thrown = catchThrowable(() -> db.sql().execute("set work_mem = '1MB'"));
                assertThat(thrown != null).isEqualTo(guard == Guard.THROW);
                assertThat(session(db)).isEqualTo(before);
            }

            assertThat(log).hasSize(guard == Guard.WARN ? 1 : 0);
        }
    }

    @Test
    void whatDoesNotLastCostsNothing() {
        try (Database db = open(Guard.THROW)) {
            String session = session(db);
            for (String sql : List.of(
                    "select 1",
                    "select current_setting('app.tenant', true) as set_configured",
                    "explain select 1",
                    "set local work_mem = '1MB'",
                    "select set_config('work_mem', upper('1MB'), true)",
                    "select pg_advisory_xact_lock(1)")) {
                db.transaction(tx -> tx.sql().fetch(sql));
                assertThat(lastStatement(session)).isEqualTo("COMMIT");
                db.sql().fetch("select 'this'");
                assertThat(lastStatement(session)).isEqualTo("select 'this'");
            }
            db.as("borrower", Map.of("app.tenant", "t"), tx -> tx.sql().fetch("select 1"));
            assertThat(lastStatement(session)).isEqualTo("COMMIT");
            assertThat(session(db)).isEqualTo(session);
        }
    }

    @Test
    void whatIsUndoneByItsBorrowerIsNoMistake() {
        try (Database db = open(Guard.THROW)) {
            String session = session(db);
            assertThat(catchThrowable(() -> db.transaction(tx -> {
                        tx.sql().execute("set work_mem = '1MB'");
                        tx.sql().execute("create temp table a (id int)");
                        throw new IllegalArgumentException("no");
                    })))
                    .hasMessage("no")
                    .hasNoSuppressedExceptions();
            db.sql().execute("set work_mem = '1MB'; set work_mem = '4MB'");
            db.transaction(tx -> {
                tx.sql().execute("create temp table a (id int) on commit drop");
                tx.sql().fetch("select pg_advisory_lock(1)");
                tx.sql().fetch("select pg_advisory_unlock(1)");
            });

            assertThat(session(db)).isEqualTo(session);
        }
    }

    @Test
    void aLockOutlastsARollback() {
        try (Database db = open(Guard.THROW)) {
            String session = session(db);
            Throwable thrown = catchThrowable(() -> db.transaction(tx -> {
                tx.sql().fetch("select pg_advisory_lock(1)");
                tx.rollback();
            }));

            assertThat(thrown).hasMessageContaining("advisory locks: 1");
            assertThat(session(db)).isEqualTo(session);
        }
    }

    @Test
    void itHidesNoOtherException() {
        try (Database db = open(Guard.THROW)) {
            String session = session(db);
            assertThat(catchThrowable(() -> db.sql().fetch("select set_config('work_mem', '1MB', false), 1 / 0")))
                    .isInstanceOf(StatementFailed.class);
            Throwable failed = catchThrowable(() -> db.transaction(tx -> {
                tx.sql().fetch("select pg_advisory_lock(1)");
                throw new IllegalArgumentException("no");
            }));

            assertThat(failed).hasMessage("no");
            assertThat(failed.getSuppressed()).hasSize(1);
            assertThat(failed.getSuppressed()[0]).hasMessageContaining("advisory locks: 1");
            assertThat(session(db)).isEqualTo(session);
        }
    }

    /** What is done to a connection in the borrower's hands. */
    private interface Use {
        void of(Connection connection) throws SQLException;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void jdbcIsLookedAtToo() {
        List<Use> uses = List.of(
                connection -> execute(connection, "set work_mem = '1MB'"),
                connection -> connection.setSchema("nowhere"),
                connection -> {
                    try (Statement batch = connection.createStatement()) {
                        batch.addBatch("set work_mem = '1MB'");
                        batch.executeBatch();
                    }
                },
                connection -> {
                    connection.setAutoCommit(false);
                    execute(connection, "set work_mem = '1MB'");
                    connection.commit();
                    execute(connection, "select 1");
                },
                connection -> assertThat(connection.unwrap(PgConnection.class).getBackendPID())
                        .isPositive(),
                connection -> execute(connection.unwrap(PgConnection.class), "listen news"));
        try (Database db = open(Guard.WARN)) {
            String session = session(db);
            for (Use use : uses) {
                db.sql().connection(use::of);
                assertThat(session(db)).isEqualTo(session);
            }
            assertThat(log).hasSize(4);
        }
    }

    @Test
    void whoHoldsAConnectionIsLeftAlone() {
        try (Database db = open(Guard.WARN)) {
            db.sql().connection(connection -> {
                execute(connection, "listen news");
                execute(connection, "set work_mem = '1MB'");
                assertThat(org.jooq
                                .impl
                                .DSL
                                .using(connection)
                                .fetchSingle("show work_mem")
                                .get(0))
                        .isEqualTo("1MB");
            });
            assertThat(log).hasSize(1);
        }
    }

    @Test
    void theSettingsOfAnothersPoolAreThatOnes() {
        try (HikariDataSource theirs = new HikariDataSource()) {
            theirs.setDataSource(scratch.dataSource());
            theirs.setMaximumPoolSize(1);
            theirs.setConnectionInitSql("set work_mem = '7MB'; set lock_timeout = 777; set app.tenant = 'theirs'");
            try (Database db = GuardedDatabase.using(theirs, Guard.WARN, log::add)) {
                String before = session(db);
                assertThat(before).contains("7MB", "serein-postgres theirs");
                db.sql().execute("set work_mem = '1MB'; set search_path = nowhere; select pg_advisory_lock(1)");
                assertThat(session(db)).isEqualTo(before);
                db.transaction(tx -> {
                    tx.sql().execute("set local work_mem = '2MB'");
                    tx.sql().execute("set search_path = nowhere");
                });
                assertThat(session(db)).isEqualTo(before);
                assertThat(db.sql().fetchSingle("show lock_timeout").get(0)).isEqualTo("777ms");
                db.transaction(TransactionOptions.serializable(), tx -> {
                    tx.sql().execute("set search_path = nowhere");
                    assertThat(tx.sql()
                                    .fetchSingle("show transaction_isolation")
                                    .get(0))
                            .isEqualTo("serializable");
                });
                assertThat(session(db)).isEqualTo(before);
                db.sql().execute("discard all");
                assertThat(session(db)).isEqualTo(before.replace(" theirs", " "));
            }
            assertThat(log).hasSize(3);
            assertThat(withoutLines(log.get(0))).isEqualTo(withoutLines("""
                    A connection is given back with something left in its session; it is undone
                      settings: search_path, work_mem
                      advisory locks: 1
                      fix: use what ends with the transaction: set local, set_config(…, true), pg_advisory_xact_lock, on commit drop; or undo it before"""));
            assertThat(withoutLines(log.get(1))).contains("\n settings: search_path\n");
        }
    }

    @AfterEach
    void nothingIsLeftInTheServer() {
        assertThat(watcher.sql()
                        .fetchSingle("select count(*) from pg_locks where locktype = 'advisory'")
                        .get(0, Integer.class))
                .isZero();
    }
}
