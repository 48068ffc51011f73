package dev.serein.postgres.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test can be given, and when it is closed. */
class InjectionTest {
    private static final List<Opened> OPENED = new ArrayList<>();

    /** As Serein's Database is one. */
    public static final class Opened implements AutoCloseable {
        private final String url;
        private boolean closed;

        private Opened(String url) {
            this.url = url;
        }

        public static Opened open(String url) {
            Opened opened = new Opened(url);
            OPENED.add(opened);
            return opened;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @PostgresTest(migrations = "migration")
    static class Parameters {
        @Test
        void ofEveryKind(
                ScratchDatabase database,
                ScratchPostgres server,
                DataSource source,
                Connection connection,
                Opened opened,
                @Scratch String url,
                @Scratch URI uri)
                throws SQLException {
            assertThat(database.server()).isSameAs(server);
            assertThat(List.of(opened.url, uri.toString())).containsOnly(url).containsOnly(database.url());
            assertThat(ask(connection, "select current_database()")).isEqualTo(database.name());
            try (Connection other = source.getConnection()) {
                assertThat(ask(other, "select count(*) from users")).isEqualTo("0");
            }
            assertThat(opened.closed).isFalse();
        }
    }

    @Test
    void givesParametersOfEveryKindAndClosesWhatItOpened() {
        OPENED.clear();
        Run.of(Parameters.class).passed(1);
        assertThat(OPENED).hasSize(1).allMatch(each -> each.closed);
    }

    @PostgresTest(migrations = "migration")
    static class EveryPhase {
        static String ofClass;

        final String ofConstructor;
        final Opened opened;

        @Scratch
        static ScratchDatabase fieldOfClass;

        @Scratch
        ScratchDatabase field;

        EveryPhase(ScratchDatabase database, Opened opened) {
            this.ofConstructor = database.name();
            this.opened = opened;
        }

        @BeforeAll
        static void before(ScratchDatabase database) {
            ofClass = database.name();
        }

        @BeforeEach
        void before(Opened mine) {
            assertThat(mine).isSameAs(opened);
        }

        @Test
        void one(ScratchDatabase database) {
            assertThat(List.of(ofClass, ofConstructor, fieldOfClass.name(), field.name(), database.name()))
                    .containsOnly(database.name());
        }

        @RepeatedTest(2)
        void two(Opened mine, TestInfo info) {
            assertThat(mine).isSameAs(opened);
            assertThat(info).isNotNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void three(String letter, Opened mine) {
            assertThat(letter).hasSize(1);
            assertThat(mine).isSameAs(opened);
        }

        @AfterEach
        void after(Opened mine) {
            assertThat(mine).isSameAs(opened);
            assertThat(mine.closed).isFalse();
        }

        @AfterAll
        static void after(ScratchDatabase database, Opened mine) {
            assertThat(database.name()).isEqualTo(ofClass);
            assertThat(mine.closed).isFalse();
        }
    }

    @Test
    void givesTheSameInEveryPhaseOfAMethod() {
        OPENED.clear();
        Run.of(EveryPhase.class).passed(5);
        assertThat(OPENED).hasSize(6).allMatch(each -> each.closed);
    }

    @PostgresTest(migrations = "migration")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {
        final ScratchDatabase ofConstructor;

        @Scratch
        ScratchDatabase field;

        OneInstance(ScratchDatabase database) {
            this.ofConstructor = database;
        }

        @BeforeAll
        void before(ScratchDatabase database) {
            assertThat(List.of(ofConstructor, field)).containsOnly(database);
        }

        @Test
        void one(ScratchDatabase database) {
            assertThat(List.of(ofConstructor, field)).containsOnly(database);
        }
    }

    @Test
    void givesTheOneInstanceOfAClassWhatItsMethodsHave() {
        Run.of(OneInstance.class).passed(1);
    }

    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
