package dev.serein.postgres.fault;

import static dev.serein.postgres.fault.Direction.TO_CLIENT;
import static dev.serein.postgres.fault.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** A driver and a server, of whose messages some are lost, or all are late. */
@Timeout(60)
class MessageFaultTest {
    private final Postgres postgres = new Postgres();
    private final FaultyProxy proxy = postgres.proxy;
    private final Messages messages = proxy.messages();

    MessageFaultTest() throws SQLException {}

    @AfterEach
    void close() {
        postgres.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertLost(Connection connection, String sql) {
        assertThatThrownBy(() -> execute(connection, sql)).hasFieldOrPropertyWithValue("SQLState", "08006");
    }

    /** Inserts until the connection is lost; how often that went well. */
    private static int insertsUntilLost(Connection connection) {
        int done = 0;
        while (true) {
            int next = done;
            SQLException thrown = catchThrowableOfType(
                    SQLException.class, () -> execute(connection, "insert into t values (" + next + ")"));
            if (thrown != null) {
                assertThat(thrown.getSQLState()).isEqualTo("08006");
                return done;
            }
            done++;
        }
    }

    private void assertNobodyIsLeft() {
        await().until(() -> postgres.sessions("application_name like 'PostgreSQL JDBC%'") == 0);
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void beforeAnExecuteTheServerDoesNotRunIt() throws SQLException {
        try (Connection connection = postgres.connect()) {
            messages.cutBefore(3, 'E', TO_SERVER);
            assertThat(insertsUntilLost(connection)).isEqualTo(2);
        }
        assertNobodyIsLeft();
        assertThat(postgres.rows()).isEqualTo(2);
    }

    @Test
    void afterASyncTheServerRunsItAndTheClientDoesNotHearOfIt() throws SQLException {
        for (int round = 1; round <= 10; round++) {
            try (Connection connection = postgres.connect()) {
                messages.cutAfter(3, 'S', TO_SERVER);
                assertThat(insertsUntilLost(connection)).isEqualTo(2);
            }
            assertNobodyIsLeft();
            assertThat(postgres.rows()).isEqualTo(3 * round);
        }
    }

    @Test
    void afterASimpleQueryItIsTheSame() throws SQLException {
        try (Connection connection = Postgres.connect(proxy.url(), "&preferQueryMode=simple")) {
            messages.cutAfter(2, 'Q', TO_SERVER);
            assertThat(insertsUntilLost(connection)).isEqualTo(1);
        }
        assertNobodyIsLeft();
        assertThat(postgres.rows()).isEqualTo(2);
    }

    @Test
    void theServerFinishesWhatTakesLongerThanTheConnection() throws SQLException {
        try (Connection connection = postgres.connect()) {
            messages.cutAfter(1, 'S', TO_SERVER);
            assertLost(connection, "insert into t select 1 from generate_series(1, 300000), pg_sleep(0.2)");
        }
        assertNobodyIsLeft();
        assertThat(postgres.rows()).isEqualTo(300_000);
    }

    @Test
    void beforeReadyForQueryTheCommitHasHappened() throws SQLException {
        for (char type : new char[] {'C', 'Z'}) {
            try (Connection connection = postgres.begun()) {
                long xid = Postgres.ask(connection, "select pg_current_xact_id()::text::int");
                messages.cutBefore(1, type, TO_CLIENT);
                assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "08006");
                assertThat(postgres.ask("select (pg_xact_status('" + xid + "') = 'committed')::int"))
                        .isEqualTo(1);
            }
            assertNobodyIsLeft();
        }
    }

    @Test
    void afterReadyForQueryTheAnswerIsWholeAndTheNextRequestFails() throws SQLException {
        for (int round = 1; round <= 20; round++) {
            try (Connection connection = postgres.connect()) {
                messages.cutAfter(2, 'Z', TO_CLIENT);
                assertThat(insertsUntilLost(connection)).isEqualTo(2);
            }
            assertThat(postgres.rows()).isEqualTo(2 * round);
        }
        assertNobodyIsLeft();
        assertThat(postgres.rows()).isEqualTo(40);
    }

    @Test
    void countsTheMessagesOfAllConnectionsTogetherAndCutsOnce() throws SQLException {
        try (Connection one = postgres.connect();
                Connection two = postgres.connect()) {
            messages.cutBefore(3, 'E', TO_SERVER);
            execute(one, "insert into t values (1)");
            execute(two, "insert into t values (2)");
            assertLost(one, "insert into t values (3)");
            for (int i = 4; i < 20; i++) {
                execute(two, "insert into t values (" + i + ")");
            }
        }
        assertThat(postgres.rows()).isEqualTo(18);
    }

    @Test
    void passForgetsTheMessageToCutAt() throws SQLException {
        try (Connection connection = postgres.connect()) {
            messages.cutBefore(1, 'E', TO_SERVER);
            messages.pass();
            execute(connection, "insert into t values (1)");
        }
        assertThat(postgres.rows()).isEqualTo(1);
    }

    @Test
    void cutsWithinAMessageAtTheByte() throws SQLException {
        messages.pass(); // reads along, and counts bytes all the same
        for (int bytes : new int[] {1, 7, 8, 9, 100}) {
            proxy.cutNextAfter(bytes, TO_SERVER);
            assertThatThrownBy(postgres::connect).hasFieldOrPropertyWithValue("SQLState", "08001");
            proxy.cutNextAfter(bytes, TO_CLIENT);
            assertThatThrownBy(postgres::connect).isInstanceOf(SQLException.class);
        }
        postgres.connect().close();
        assertNobodyIsLeft();
    }

    @Test
    void anAnswerIsEatenWhenAllOfItIsThere() throws SQLException {
        postgres.run("create sequence s");
        for (int i = 1; i <= 20; i++) { // BEGIN goes before, and has an answer of its own
            try (Connection connection = postgres.begun()) {
                messages.once(trip -> trip.messages().startsWith("Q") && trip.executes(), Fate.EAT_ANSWER);
                assertLost(connection, "select nextval('s')");
            }
            assertThat(postgres.ask("select last_value from s")).isEqualTo(i);
        }
        assertThat(messages.done(Fate.EAT_ANSWER)).isEqualTo(20);
    }

    @Test
    void anAnswerThatBeginsACopyIsOne() throws Exception {
        for (Fate fate : new Fate[] {Fate.EAT_ANSWER, Fate.HALVE_ANSWER}) {
            Connection connection = postgres.connect();
            messages.once(RoundTrip::executes, fate);
            assertThatThrownBy(() -> connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("copy t from stdin", new StringReader("1\n")))
                    .isInstanceOf(SQLException.class);
            connection.abort(Runnable::run); // the driver takes it for open
            assertNobodyIsLeft();
        }
        assertThat(postgres.rows()).isZero();
        try (Connection connection = postgres.connect()) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy t from stdin", new StringReader("1\n2\n"));
        }
        assertThat(postgres.rows()).isEqualTo(2);
    }

    @Test
    void holdsMoreThanOneAnswerOfAConnection() throws Exception {
        try (Connection connection = postgres.connect()) {
            for (int i = 1; i <= 3; i++) {
                int id = i;
                messages.once(RoundTrip::executes, Fate.HOLD_ANSWER);
                CompletableFuture<Void> insert = CompletableFuture.runAsync(() -> {
                    try {
                        execute(connection, "insert into t values (" + id + ")");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
                await().until(() -> postgres.rows() == id);
                assertThat(insert).isNotDone();
                messages.release();
                insert.get();
            }
        }
    }

    @Test
    void aDelayIsOfEachRoundTripAndNotOfEachMessage() throws SQLException {
        try (Connection connection = postgres.connect()) {
            execute(connection, "select 1");
            proxy.delay(Duration.ofMillis(100));
            long start = System.nanoTime();
            execute(connection, "select 1"); // five messages there, and five back
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(200), Duration.ofMillis(900));
            assertThat(messages.during(() -> execute(connection, "select 1")))
                    .extracting(RoundTrip::messages)
                    .containsExactly("PBDES");
        }
    }

    @Test
    void whatIsLargerThanWhatMayBeUnderWayArrives() throws SQLException {
        try (Connection connection = postgres.connect()) {
            proxy.delay(Duration.ofMillis(20));
            String text = "x".repeat(20_000_000);
            assertThat(Postgres.ask(connection, "select length(repeat('" + text + "', 2))"))
                    .isEqualTo(40_000_000);
        }
    }

    @Test
    void watchesForSeveralAtATime() throws SQLException {
        try (Connection connection = postgres.connect()) {
            List<RoundTrip> inner = new ArrayList<>();
            List<RoundTrip> outer = messages.during(() -> {
                execute(connection, "select 1");
                inner.addAll(messages.during(() -> execute(connection, "select 2")));
            });
            assertThat(outer)
                    .extracting(RoundTrip::statements)
                    .containsExactly(List.of("select 1"), List.of("select 2"));
            assertThat(inner).extracting(RoundTrip::statements).containsExactly(List.of("select 2"));
        }
    }

    @Test
    void whatTheWorkThrowsIsThrown() {
        SQLException failure = new SQLException("mine");
        assertThatThrownBy(() -> messages.during(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void aScriptThatFailsEndsTheConnectionAndIsHeardOf() throws SQLException {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        AtomicReference<Throwable> heard = new AtomicReference<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> heard.set(thrown));
        try (Connection connection = postgres.connect()) {
            messages.follow(trip -> null);
            assertLost(connection, "select 1");
            await().untilAsserted(() -> assertThat(heard.get())
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("The script knows no fate for a round trip"));
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void sameScriptSameEnd() throws SQLException {
        for (int i = 0; i < 5; i++) {
            assertThat(script())
                    .containsExactly("done", "lost", "lost", "lost", "done", "lost", "lost", "lost", "done", "5 rows");
        }
    }

    /** Of each four connections one passes; the seventh is cut while it logs in, and the eighth before its Execute. */
    private List<String> script() throws SQLException {
        postgres.run("truncate t");
        List<String> ends = new ArrayList<>();
        Fate[] fates = {Fate.EAT_ANSWER, Fate.PASS, Fate.EAT, Fate.HALVE_ANSWER};
        try (FaultyProxy other = FaultyProxy.before(postgres.url())) {
            Messages script = other.messages();
            script.follow(trip -> trip.statements().toString().contains("insert")
                    ? fates[trip.connection() % fates.length]
                    : Fate.PASS);
            script.cutBefore(5, 'E', TO_SERVER);
            script.cutAfter(10, 'C', TO_CLIENT);
            for (int i = 0; i < 9; i++) {
                try (Connection connection = Postgres.connect(other.url(), "")) {
                    execute(connection, "insert into t values (1)");
                    ends.add("done");
                } catch (SQLException e) {
                    ends.add("lost");
                }
            }
        }
        ends.add(postgres.rows() + " rows");
        return ends;
    }

    @Test
    void aMessageThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> messages.cutBefore(0, 'Q', TO_SERVER))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("The first message is number 1; there is none of number 0");
        assertThatThrownBy(() -> messages.cutAfter(1, 'Z', TO_SERVER))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("No message of a client is of type 'Z'\n  fix: use one of BCDEFHPQSXcdfp");
        assertThatThrownBy(() -> messages.cutAfter(1, 'Q', TO_CLIENT))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("No message of a server is of type 'Q'\n  fix: use one of 123ACDEGHIKNRSTVWZcdnstv");
    }

    @Test
    void aUrlThatInsistsOnTlsHasNoMessages() {
        for (String mode : List.of("require", "verify-ca", "verify-full")) {
            try (FaultyProxy other = FaultyProxy.before(postgres.url() + "?application_name=a&sslmode=" + mode)) {
                assertThatThrownBy(other::messages)
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("Messages can be read in clear text only, but the URL of the server says sslmode="
                                + mode + "\n"
                                + "  fix: connect with sslmode=disable, after the first call of messages(); or use the"
                                + " faults that go through TLS: cut, cutAfter, blackHole, drop, delay, throttle");
            }
        }
    }

    @Test
    void aClosedProxyHasNoFaultsButCountsThem() {
        proxy.close();
        for (Runnable call : List.<Runnable>of(
                proxy::messages,
                messages::pass,
                messages::release,
                () -> messages.once(RoundTrip::commits, Fate.EAT),
                () -> messages.cutBefore(1, 'Q', TO_SERVER),
                () -> messages.cutAfter(1, 'Q', TO_SERVER),
                () -> messages.during(() -> {}))) {
            assertThatThrownBy(call::run)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("This proxy is closed\n  fix: close it after the last connection");
        }
        assertThat(messages.faults()).isZero();
    }
}
