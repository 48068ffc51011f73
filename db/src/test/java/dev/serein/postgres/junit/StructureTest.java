package dev.serein.postgres.junit;

import static dev.serein.postgres.junit.InjectionTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Nested and inherited classes, annotations of one's own, several databases, servers of one's own. */
class StructureTest {
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void forget() {
        NAMES.clear();
    }

    private static void insert(Connection connection, String name) throws SQLException {
        connection
                .createStatement()
                .execute("insert into users (email, name) values ('" + name + "@example.com', '" + name + "')");
    }

    private static String names(Connection connection) throws SQLException {
        NAMES.add(ask(connection, "select current_database()"));
        return ask(connection, "select coalesce(string_agg(name, ' ' order by name), '') from users");
    }

    @PostgresTest(migrations = "migration")
    static class Outer {
        @Scratch
        ScratchDatabase field;

        @BeforeAll
        static void before(Connection connection) throws SQLException {
            insert(connection, "outer");
        }

        @BeforeEach
        void beforeEach(Connection connection) throws SQLException {
            insert(connection, "z");
            assertThat(ask(connection, "select current_database()")).isEqualTo(field.name());
        }

        @RepeatedTest(2)
        void one(Connection connection) throws SQLException {
            assertThat(names(connection)).isEqualTo("outer z");
            insert(connection, "one");
        }

        @Nested
        class Inner {
            @BeforeAll
            static void before(Connection connection) throws SQLException {
                assertThat(names(connection)).isEqualTo("outer");
                insert(connection, "inner");
            }

            @RepeatedTest(2)
            void two(Connection connection, ScratchDatabase mine) throws SQLException {
                assertThat(names(connection)).isEqualTo("inner outer z");
                assertThat(mine).isSameAs(field);
                insert(connection, "two");
            }
        }

        @Nested
        class Sibling {
            @RepeatedTest(2)
            void three(Connection connection) throws SQLException {
                assertThat(names(connection)).isEqualTo("outer z");
                insert(connection, "three");
            }
        }
    }

    @Test
    void aNestedClassHasWhatTheOuterOneBeganWith() {
        Run.of(Outer.class).passed(6);
        assertThat(NAMES).hasSize(1);
    }

    @Test
    void inParallelEachHasOneOfItsOwnWithTheSameInIt() {
        Run.inParallel(Outer.class).passed(6);
        assertThat(NAMES).hasSizeGreaterThanOrEqualTo(6);
    }

    @PostgresTest(migrations = "migration")
    static class OuterOfAnnotated {
        @Nested
        @PostgresTest(migrations = PostgresTest.NO_MIGRATIONS)
        class Inner {
            @Test
            void isEmpty(Connection connection) throws SQLException {
                assertThat(ask(connection, "select to_regclass('users')")).isNull();
            }
        }

        @Test
        @PostgresTest(migrations = PostgresTest.NO_MIGRATIONS)
        void isEmpty(Connection connection) throws SQLException {
            assertThat(ask(connection, "select to_regclass('users')")).isNull();
        }

        @Test
        void isNot(Connection connection) throws SQLException {
            assertThat(names(connection)).isEmpty();
        }
    }

    @Test
    void theNearestAnnotationCounts() {
        Run.of(OuterOfAnnotated.class).passed(3);
    }

    @Retention(RetentionPolicy.RUNTIME)
    @PostgresTest(migrations = "migration")
    @interface OurTest {}

    @OurTest
    static class Annotated {
        @Test
        void test(Connection connection) throws SQLException {
            assertThat(names(connection)).isEmpty();
        }
    }

    static class Heir extends Annotated0 {}

    @PostgresTest(migrations = "migration")
    static class Annotated0 {
        @Test
        void test(Connection connection) throws SQLException {
            assertThat(names(connection)).isEmpty();
        }
    }

    @PostgresTest(migrations = "migration")
    interface WithDatabase {}

    static class Implementing implements WithDatabase {
        @Test
        void test(Connection connection) throws SQLException {
            assertThat(names(connection)).isEmpty();
        }
    }

    static class Unannotated {
        @Test
        @PostgresTest(migrations = "migration")
        void test(Connection connection) throws SQLException {
            assertThat(names(connection)).isEmpty();
        }
    }

    @Test
    void theAnnotationIsInheritedComposedAndOfAMethod() {
        Run.of(Annotated.class, Heir.class, Implementing.class, Unannotated.class)
                .passed(4);
        assertThat(NAMES).hasSize(4);
    }

    @PostgresTest(name = "shop", migrations = "migration")
    @PostgresTest(
            name = "empty",
            migrations = PostgresTest.NO_MIGRATIONS,
            extensions = "citext",
            locale = "C",
            timeZone = "Asia/Kathmandu",
            tls = true,
            server = {"wal_level=logical", "work_mem=5MB"})
    static class Several {
        @Scratch("empty")
        static ScratchDatabase field;

        @Test
        void test(@Scratch("shop") Connection shop, @Scratch("empty") Connection empty, @Scratch("empty") String url)
                throws SQLException {
            assertThat(names(shop)).isEmpty();
            assertThat(url).isEqualTo(field.url()).contains("sslmode=verify-full");
            assertThat(ask(
                            empty,
                            "select concat_ws(' ', current_setting('wal_level'), current_setting('work_mem'),"
                                    + " (select ssl from pg_stat_ssl where pid = pg_backend_pid()),"
                                    + " (select datcollate from pg_database where datname = current_database()),"
                                    + " (select extname from pg_extension where extname = 'citext'),"
                                    + " (select setconfig from pg_db_role_setting where setdatabase ="
                                    + " (select oid from pg_database where datname = current_database())))"))
                    .isEqualTo("logical 5MB t C citext {TimeZone=Asia/Kathmandu}");
        }
    }

    @Test
    void aTestMayHaveSeveralEachSetUpAsItSays() {
        Run.of(Several.class).passed(1);
    }

    @PostgresTest(migrations = "migration", ownServer = true)
    static class OfItsOwn {
        static ScratchPostgres seen;

        @RepeatedTest(2)
        void mayStopIt(ScratchPostgres server, ScratchDatabase database) throws SQLException {
            seen = server;
            server.process().stop();
            server.process().start();
            try (Connection connection = database.dataSource().getConnection()) {
                assertThat(names(connection)).isEmpty();
                insert(connection, "x");
            }
        }
    }

    @Test
    void aServerOfItsOwnMayBeStoppedAndEndsWithTheClass() {
        Run.of(OfItsOwn.class).passed(2);
        assertThat(OfItsOwn.seen).isNotSameAs(ScratchPostgres.shared());
        assertThat(OfItsOwn.seen.process().isRunning()).isFalse();
    }

    @PostgresTest(migrations = "migration")
    static class Dynamic {
        @TestFactory
        Stream<DynamicTest> tests(Connection connection) {
            return List.of("a", "b").stream()
                    .map(each -> dynamicTest(each, () -> {
                        insert(connection, each);
                        assertThat(names(connection)).contains(each);
                    }));
        }

        @Test
        void other(Connection connection) throws SQLException {
            assertThat(names(connection)).isEmpty();
        }
    }

    @Test
    void theTestsOfAFactoryHaveOneDatabase() {
        Run.of(Dynamic.class).passed(3);
        assertThat(NAMES).hasSize(1);
    }
}
