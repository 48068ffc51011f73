package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride.Override;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class EvictionTest {
    private final Watch watch = new Watch(Duration.ofMinutes(1));
    private ScratchDatabase scratch;

    @BeforeEach
    void createDatabase() {
        scratch = ScratchPostgres.shared().createDatabase();
    }

    @AfterEach
    void dropDatabase() {
        watch.close();
        scratch.close();
    }

    private HikariDataSource pool(int max) {
        return ConnectionPool.open(
                new OptionsReader(DatabaseOptions.of(scratch.url()).withPoolMax(max)).read(), watch);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void elsewhere(String sql) throws SQLException {
        try (Connection connection = scratch.dataSource().getConnection()) {
            execute(connection, sql);
        }
    }

    /** In a statement of the same text each time, so that the server keeps its plan. */
    private static int ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var result = statement.executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void fill(HikariDataSource pool) throws SQLException {
        List<Connection> all = new ArrayList<>();
        try {
            while (all.size() < pool.getMaximumPoolSize()) {
                all.add(pool.getConnection());
            }
        } finally {
            for (Connection each : all) {
                each.close();
            }
        }
    }

    @Test
    void aServerThatWasReadOnlyCostsNoMoreFailuresThanThereAreConnections() throws Exception {
        elsewhere("create table written (n int)");
        String database = "alter database " + scratch.name();
        elsewhere(database + " set default_transaction_read_only = on");
        try (HikariDataSource pool = pool(4)) {
            fill(pool);
            assertThatThrownBy(() -> write(pool)).hasFieldOrPropertyWithValue("SQLState", "25006");
            fill(pool);
            elsewhere("begin read write; " + database + " reset default_transaction_read_only; commit");

            long begun = System.nanoTime();
            int failures = 0;
            int written = 0;
            while (written < 100 && System.nanoTime() - begun < 1_000_000_000L) {
                try {
                    write(pool);
                    written++;
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isEqualTo("25006");
                    failures++;
                }
            }

            assertThat(failures).isBetween(1, 4);
            assertThat(written).isEqualTo(100);
        }
    }

    private static void write(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            execute(connection, "insert into written values (1)");
        }
    }

    @Test
    void aStalePlanLeavesTheConnectionInThePool() throws Exception {
        elsewhere("create table planned as select 1 as n");
        try (HikariDataSource pool = pool(1)) {
            int process;
            try (Connection connection = pool.getConnection()) {
                process = ask(connection, "select pg_backend_pid()");
                connection.setAutoCommit(false);
                for (int i = 0; i < 10; i++) {
                    ask(connection, "select * from planned");
                }
                connection.commit();
                elsewhere("alter table planned add column more int");

                assertThatThrownBy(() -> ask(connection, "select * from planned"))
                        .hasFieldOrPropertyWithValue("SQLState", "0A000");
                connection.rollback();
                assertThat(ask(connection, "select * from planned")).isOne();
                connection.commit();
            }

            try (Connection connection = pool.getConnection()) {
                assertThat(ask(connection, "select pg_backend_pid()")).isEqualTo(process);
                assertThat(ask(connection, "select * from planned")).isOne();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR, 25006, MUST_EVICT",
        "FATAL, 25P03, MUST_EVICT",
        "FATAL, 57P01, MUST_EVICT",
        "ERROR, 57P01, MUST_EVICT",
        "FATAL, 57P05, MUST_EVICT",
        "ERROR, 26000, MUST_EVICT",
        "ERROR, 42P05, MUST_EVICT",
        "FATAL, 40001, MUST_EVICT",
        "PANIC, XX000, MUST_EVICT",
        "FATAL, 0A000, MUST_EVICT",
        "ERROR, 0A000, DO_NOT_EVICT",
        "ERROR, 40001, CONTINUE_EVICT",
        "ERROR, 40P01, CONTINUE_EVICT",
        "ERROR, 25P02, CONTINUE_EVICT",
        "ERROR, 23505, CONTINUE_EVICT",
        "ERROR, 55P03, CONTINUE_EVICT",
        "ERROR, 57014, CONTINUE_EVICT",
    })
    void isDecidedByStateAndSeverity(String severity, String state, Override verdict) {
        ServerErrorMessage said = new ServerErrorMessage("S" + severity + "\0C" + state + "\0Mwords\0");

        assertThat(new Eviction().adjudicate(new PSQLException(said))).isEqualTo(verdict);
    }

    @Test
    void whatTheDriverSaysItselfIsLeftToHikari() {
        assertThat(new Eviction().adjudicate(new SQLException("words"))).isEqualTo(Override.CONTINUE_EVICT);
        assertThat(new Eviction().adjudicate(new SQLException("words", "08006")))
                .isEqualTo(Override.CONTINUE_EVICT);
    }
}
