package dev.serein.postgres.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoundTripFaultTest {
    private final Postgres postgres = new Postgres();
    private final FaultyProxy proxy = postgres.proxy;
    private final Messages wire = proxy.messages();

    RoundTripFaultTest() throws SQLException {}

    @AfterEach
    void close() {
        postgres.close();
    }

    private static void insert(Connection connection, int id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?)")) {
            insert.setInt(1, id);
            insert.execute();
        }
    }

    private static void assertThatCommitIsLost(Connection connection) {
        assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "08006");
    }

    @Test
    void saysWhatWasSentByNameToo() throws SQLException {
        try (Connection connection = postgres.begun()) {
            for (int i = 0; i < 20; i++) { // the driver names a statement that comes again
                int id = i;
                assertThat(wire.during(() -> {
                            insert(connection, id);
                            connection.commit();
                        }))
                        .extracting(RoundTrip::statements, RoundTrip::inTransaction, RoundTrip::commits)
                        .containsExactly(
                                tuple(List.of("BEGIN", "insert into t values ($1)"), false, false),
                                tuple(List.of("COMMIT"), true, true));
            }
            assertThat(wire.during(() -> insert(connection, 21)))
                    .extracting(RoundTrip::messages)
                    .containsExactly("QBES");
            assertThat(wire.during(connection::commit))
                    .extracting(RoundTrip::messages)
                    .containsExactly("BES");
        }
        assertThat(postgres.rows()).isEqualTo(21);
        assertThat(wire.faults()).isZero();
    }

    @Test
    void seesACommitAmongOtherStatements() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            wire.once(RoundTrip::commits, Fate.EAT);
            assertThatThrownBy(() -> statement.execute("begin; insert into t values (1); commit"))
                    .hasFieldOrPropertyWithValue("SQLState", "08006");
        }
        assertThat(postgres.rows()).isZero();
        assertThat(new RoundTrip(1, "Q", List.of("select commit from t"), true).commits())
                .isFalse();
    }

    @Test
    void anEatenCommitDoesNotHappen() throws SQLException {
        try (Connection connection = postgres.begun()) {
            insert(connection, 1);
            wire.once(RoundTrip::commits, Fate.EAT);
            assertThatCommitIsLost(connection);
        }
        await().until(() -> postgres.transactions() == 0);
        assertThat(postgres.rows()).isZero();
        assertThat(wire.done(Fate.EAT)).isEqualTo(1);
    }

    @Test
    void aStrandedTransactionStaysOpen() throws SQLException {
        try (Connection connection = postgres.begun()) {
            insert(connection, 1);
            wire.once(RoundTrip::commits, Fate.STRAND);
            assertThatCommitIsLost(connection);
        }
        assertThat(postgres.transactions()).isEqualTo(1);
        proxy.close();
        await().until(() -> postgres.transactions() == 0);
        assertThat(postgres.rows()).isZero();
    }

    @Test
    void anEatenOrHalvedAnswerIsThatOfACommitThatHasHappened() throws SQLException {
        int lost = 0;
        for (Fate fate : new Fate[] {Fate.EAT_ANSWER, Fate.HALVE_ANSWER}) {
            try (Connection connection = postgres.begun()) {
                insert(connection, 1);
                wire.once(RoundTrip::commits, fate);
                assertThatCommitIsLost(connection);
            }
            assertThat(postgres.rows()).isEqualTo(++lost);
            assertThat(wire.faults()).isEqualTo(lost);
        }
    }

    @Test
    void aHeldAnswerComesWhenItIsReleased() throws Exception {
        try (Connection connection = postgres.begun()) {
            insert(connection, 1);
            wire.once(RoundTrip::commits, Fate.HOLD_ANSWER);
            CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> {
                try {
                    connection.commit();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> postgres.rows() == 1);
            assertThat(commit).isNotDone();
            wire.release();
            commit.get();
            insert(connection, 2);
        }
    }

    @Test
    void aResetCommitHappensOrNot() throws SQLException {
        Connection connection = postgres.begun();
        insert(connection, 1);
        wire.once(RoundTrip::commits, Fate.RESET);
        Throwable thrown = catchThrowable(connection::commit); // the answer may have been faster

        await().until(() -> postgres.transactions() == 0);
        assertThat(postgres.rows()).isBetween(thrown == null ? 1 : 0, 1);
        assertThat(connection.isValid(5)).isFalse();
        assertThat(wire.done(Fate.RESET)).isEqualTo(1);
    }

    @Test
    void losesTheFirstRoundTripOfATransaction() throws SQLException {
        try (Connection connection = postgres.begun()) {
            wire.once(trip -> trip.executes() && !trip.inTransaction(), Fate.EAT);
            assertThatThrownBy(() -> insert(connection, 1)).hasFieldOrPropertyWithValue("SQLState", "08006");
        }
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void cutsOneAndRefusesAndAcceptsOnTheSamePort() throws SQLException {
        assertThat(proxy.cutOne()).isFalse();
        try (Connection one = postgres.connect();
                Connection two = postgres.connect()) {
            assertThat(proxy.accepted()).isEqualTo(2);
            assertThat(proxy.cutOne()).isTrue();
            assertThat(one.isValid(5)).isNotEqualTo(two.isValid(5));
            proxy.refuse();
            assertThatThrownBy(postgres::begun).hasMessageContaining("refused");
            proxy.accept();
            postgres.begun().close();
        }
    }

    @Test
    void forwardsACancel() throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Boolean> sleeping = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.execute("select pg_sleep(60)");
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isEqualTo("57014");
                    return false;
                }
            });
            await().until(() ->
                    postgres.ask("select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1);
            statement.cancel();
            assertThat(sleeping.get()).isFalse();
        }
    }
}
