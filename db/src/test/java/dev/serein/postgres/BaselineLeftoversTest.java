package dev.serein.postgres;

import static dev.serein.postgres.ScratchDatabaseTest.ask;
import static dev.serein.postgres.ScratchDatabaseTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was open when a baseline was made, or is open when a database is set back to it, hides nothing. */
class BaselineLeftoversTest {
    private static final String SCHEMA = """
            create table users (id int primary key, name text);
            insert into users values (1, 'Ada'), (2, 'Bob');
            create table noted (id int primary key);
            create function note() returns trigger language plpgsql as $$ begin
              insert into users values (new.id + 100, 'noted'); return new; end $$;
            create trigger note after insert on noted for each row execute function note();
            alter table noted enable always trigger note;
            create materialized view names as select name from users;
            """;

    private ScratchDatabase database;

    @BeforeEach
    void create(@TempDir Path folder) throws IOException {
        database = create(18, folder);
    }

    private static ScratchDatabase create(int major, Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("all.sql"), SCHEMA);
        return ScratchPostgres.shared(PostgresOptions.of(new PostgresProvider.Embedded(major, null))
                        .withParameter("max_prepared_transactions", "5")
                        .withParameter("wal_level", "logical"))
                .createDatabase(Template.empty().withScripts(script));
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Connection begun(String... statements) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        execute(connection, statements);
        return connection;
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private String names() throws SQLException {
        return ask(database, "select string_agg(name, ' ' order by id) from users");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void aTransactionThatWasOpenBeforeIsNotTakenForWhatWasThere(int major, @TempDir Path folder) throws Exception {
        try (ScratchDatabase first = database) {
            database = create(major, folder);
            assertThat(first.name()).isNotNull();
        }
        try (Connection open = begun("update users set name = 'Cyd' where id = 1")) {
            Baseline baseline = database.baseline();
            refused(baseline).hasMessage(notBack("a transaction that was open before has written"));
            open.commit();
            assertThat(names()).isEqualTo("Cyd Bob");
            refused(baseline).hasMessage(notBack("a transaction that was open before has written"));
        }
    }

    @Test
    void aTransactionThatWasOpenBeforeAndIsRolledBackHasWrittenNothing() throws Exception {
        try (Connection open = begun("update users set name = 'Cyd' where id = 1")) {
            Baseline baseline = database.baseline();
            open.rollback();
            run(database, "delete from users where id = 2");
            baseline.restore();
            assertThat(names()).isEqualTo("Ada Bob");
        }
    }

    @Test
    void aTransactionThatWasPreparedBeforeIsNotTakenForWhatWasThere() throws Exception {
        begun("update users set name = 'Cyd' where id = 1", "prepare transaction 'early'")
                .close();
        Baseline baseline = database.baseline();
        run(database, "commit prepared 'early'");
        refused(baseline).hasMessage(notBack("a transaction that was open before has written"));
    }

    @Test
    void whoHeldALockBeforeIsCutOffAllTheSameForWhatItHasWrittenSince() throws Exception {
        try (Connection holder = begun("select pg_advisory_lock(7)")) {
            holder.commit();
            Baseline baseline = database.baseline();
            baseline.restore();
            execute(holder, "insert into users values (3, 'Eve')");
            baseline.restore();
            assertThatThrownBy(holder::commit).isInstanceOf(SQLException.class);
            assertThat(names()).isEqualTo("Ada Bob");
        }
    }

    @Test
    void whoHeldALockBeforeIsCutOffForAnother() throws Exception {
        try (Connection holder = database.dataSource().getConnection()) {
            execute(holder, "select pg_advisory_lock(7)");
            Baseline baseline = database.baseline();
            baseline.restore();
            assertThat(holder.isValid(5)).isTrue();
            execute(holder, "select pg_advisory_lock(8)");
            baseline.restore();
            assertThat(holder.isValid(5)).isFalse();
        }
    }

    @Test
    void whoSeesWhatWasThereBeforeIsCutOff() throws Exception {
        Baseline baseline = database.baseline();
        run(database, "insert into users values (3, 'Eve')");
        try (Connection late = begun("set transaction isolation level repeatable read", "select 1")) {
            baseline.restore();
            assertThatThrownBy(() -> execute(late, "select * from users")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aTableWhoseTriggersAlwaysRunIsNotWrittenToAnotherCopy(@TempDir Path folder) throws Exception {
        run(database, "insert into noted values (1)");
        Baseline baseline = database.baseline();
        try (ScratchDatabase copy = create(18, folder)) {
            assertThatThrownBy(() -> baseline.writeTo(copy))
                    .isInstanceOfSatisfying(NotRestored.class, e -> assertThat(e.changes())
                            .containsExactly("table noted has triggers or rules that always run"));
        }
    }

    @Test
    void aMaterializedViewThatWasRefreshedIsNotWrittenToAnotherCopy(@TempDir Path folder) throws Exception {
        run(database, "refresh materialized view names");
        Baseline baseline = database.baseline();
        try (ScratchDatabase copy = create(18, folder)) {
            assertThatThrownBy(() -> baseline.writeTo(copy))
                    .isInstanceOfSatisfying(NotRestored.class, e -> assertThat(e.changes())
                            .containsExactly("materialized view names was refreshed"));
        }
    }

    @Test
    void rowsOfATypeWithoutABinaryFormArePutBack() throws Exception {
        run(
                database,
                "create extension isn; create table books (id isbn13 primary key, at float8, raw bytea, mark \"char\");"
                        + " insert into books values ('978-0-393-04002-9', 'nan', '\\x5c00ff', 'x'),"
                        + " ('978-3-16-148410-0', 0.1::float8 + 0.2::float8, null, '')");
        String before = BaselineTest.dump(database);
        Baseline baseline = database.baseline();
        run(database, "truncate books");
        baseline.restore();
        assertThat(BaselineTest.dump(database)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "comment on database %s is 'ours'",
                "alter database %s connection limit 5",
                "alter role postgres in database %s set work_mem to '5MB'",
                "create subscription s connection 'dbname=none' publication p with (connect = false)"
            })
    void whatAllDatabasesHaveOfThisOneIsLookedAtToo(String sql) throws Exception {
        Baseline baseline = database.baseline();
        run(database, sql.formatted('"' + database.name() + '"'));
        try {
            refused(baseline)
                    .hasMessage(notBack("the database itself, its settings or its subscriptions were altered"));
        } finally {
            if (sql.contains("subscription")) {
                run(database, "alter subscription s set (slot_name = none)");
                run(database, "drop subscription s");
            }
        }
    }

    private static AbstractThrowableAssert<?, ?> refused(Baseline baseline) {
        return assertThatThrownBy(baseline::restore).isInstanceOf(NotRestored.class);
    }

    private String notBack(String change) {
        return "Cannot set " + database + " back: " + change + "\n  fix: take a new database, which holds the template";
    }
}
