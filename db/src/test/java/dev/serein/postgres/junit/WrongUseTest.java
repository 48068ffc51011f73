package dev.serein.postgres.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is asked for and cannot be had is said in a sentence, with the way out. */
class WrongUseTest {
    private static final String EMPTY = PostgresTest.NO_MIGRATIONS;

    @PostgresTest
    static class NoMigrations {
        @Test
        void test() {}
    }

    @PostgresTest(migrations = "classpath:no/such")
    static class NoFolder {
        @Test
        void test() {}
    }

    @PostgresTest(migrations = {"migration", "no/where"})
    static class NoFolderHere {
        @Test
        void test() {}
    }

    @PostgresTest(migrations = EMPTY, provider = "mysql")
    static class UnknownProvider {
        @Test
        void test() {}
    }

    @PostgresTest(migrations = EMPTY, provider = "embedded:9")
    static class UnknownVersion {
        @Test
        void test() {}
    }

    @PostgresTest(migrations = EMPTY, server = "wal_level")
    static class NoValue {
        @Test
        void test() {}
    }

    @PostgresTest(migrations = EMPTY, timeZone = "Moon/Tycho")
    static class NoZone {
        @Test
        void test() {}
    }

    @PostgresTest(migrations = EMPTY)
    @PostgresTest(migrations = "migration")
    static class TwoOfOneName {
        @Test
        void test() {}
    }

    @Test
    void ofTheAnnotation() {
        assertThat(Run.of(
                                NoMigrations.class,
                                NoFolder.class,
                                NoFolderHere.class,
                                UnknownProvider.class,
                                UnknownVersion.class,
                                NoValue.class,
                                NoZone.class,
                                TwoOfOneName.class)
                        .failures())
                .containsExactlyInAnyOrder(
                        "No migrations found: neither in db/migration, src/main/resources/db/migration of "
                                + Path.of("").toAbsolutePath()
                                + ", nor in db/migration on the class path\n  fix: write the first"
                                + " one, db/migration/V1__init.sql; or name their folder, as in"
                                + " @PostgresTest(migrations = \"classpath:db/migration\"); or say that there are none:"
                                + " migrations = PostgresTest.NO_MIGRATIONS",
                        "There is no folder no/where in " + Path.of("").toAbsolutePath() + "\n  fix: name another in"
                                + " @PostgresTest(migrations), or write the first migration, such as"
                                + " no/where/V1__init.sql",
                        "There is no folder no/such on the class path\n  fix: build the module that has it, or name"
                                + " another folder in @PostgresTest(migrations)",
                        "Cannot tell which PostgreSQL to use\n  fix: say embedded, embedded:18, testcontainers,"
                                + " testcontainers:IMAGE or postgresql://user:password@host:port/database",
                        "PostgreSQL 9 is not supported\n  fix: choose a major version from 14 to 18, as in embedded:18",
                        "@PostgresTest(server = \"wal_level\") is not name=value\n  fix: write server ="
                                + " \"wal_level=...\"",
                        "@PostgresTest(timeZone = \"Moon/Tycho\") is not a time zone\n  fix: name one as the tz database"
                                + " does, such as Europe/Prague or UTC",
                        "TwoOfOneName has two @PostgresTest of the name \"\"\n  fix: name them: @PostgresTest(name ="
                                + " \"billing\", ...), and take each with @Scratch(\"billing\")");
    }

    @PostgresTest(name = "shop", migrations = "migration")
    @PostgresTest(name = "billing", migrations = EMPTY)
    static class Several {
        @Test
        void which(ScratchDatabase database) {}

        @Test
        void unknown(@Scratch("bill") ScratchDatabase database) {}

        @Test
        void noSuchType(@Scratch("shop") List<String> rows) {}

        @Test
        void stops(@Scratch("shop") ScratchPostgres server) {
            server.process();
        }
    }

    @Test
    void ofParameters() {
        assertThat(Run.of(Several.class).failures().stream()
                        .map(each -> each.replaceFirst("^Failed to resolve parameter .*?\\)]: ", "")
                                .replaceFirst("127.0.0.1:\\d+", "HOST")))
                .containsExactlyInAnyOrder(
                        "Several has several databases, and it is not said which: \"shop\", \"billing\"\n  fix: say it:"
                                + " @Scratch(\"shop\")",
                        "Several has no database of the name \"bill\", but \"shop\", \"billing\"\n  fix: name one of"
                                + " these, or add @PostgresTest(name = \"bill\", ...)",
                        "@Scratch cannot give a java.util.List\n  fix: take a ScratchDatabase, ScratchPostgres,"
                                + " Standby, DataSource, Connection, String or URI, or a closeable class with a method public"
                                + " static List open(String url)",
                        "PostgreSQL 18 at postgresql://HOST is shared by all of this process: one test must not stop it,"
                                + " nor configure it, for others\n  fix: start one of your own: @PostgresTest(ownServer ="
                                + " true), or ScratchPostgres.start()");
    }

    @PostgresTest(migrations = EMPTY, isolation = Isolation.METHOD)
    static class NoneOfTheClass {
        @BeforeAll
        static void before(ScratchDatabase database) {}

        @Test
        void test() {}
    }

    @PostgresTest(migrations = EMPTY)
    @Execution(ExecutionMode.CONCURRENT)
    static class HeldAtTheSameTime {
        @Scratch
        static ScratchDatabase database;

        @Test
        void test() {}
    }

    @PostgresTest(migrations = EMPTY)
    static class HeldAndAltered {
        @Scratch
        static ScratchDatabase database;

        @RepeatedTest(2)
        void alters(Connection connection) throws SQLException {
            connection.createStatement().execute("create table novel (id int)");
        }
    }

    @Test
    void ofWhatTheClassHolds() {
        assertThat(Run.of(NoneOfTheClass.class).failures().stream()
                        .map(each -> each.replaceFirst("^Failed to resolve parameter .*?\\)]: ", "")))
                .containsExactly("The class NoneOfTheClass has no database: with isolation = METHOD each of its methods"
                        + " has one\n  fix: take it in the methods or in @BeforeEach, or choose"
                        + " @PostgresTest(isolation = CLASS)");
        assertThat(Run.inParallel(HeldAtTheSameTime.class).failures())
                .containsExactly(
                        "Methods of HeldAtTheSameTime run at the same time, and the static field database gives"
                                + " them one database\n  fix: @Execution(SAME_THREAD) on the class, or take the database as a"
                                + " parameter of the methods, or let them share it: @PostgresTest(isolation = NONE)");
        assertThat(Run.of(HeldAndAltered.class).failures())
                .containsExactly("The database of HeldAndAltered cannot be set back after HeldAndAltered.alters: table"
                        + " novel is new; and there can be no new one, as the static field database holds it\n  fix: take"
                        + " the database as a parameter of the methods instead; or give HeldAndAltered.alters one of its"
                        + " own, with @PostgresTest on it, and take that as its parameter");
    }
}
