package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.fault.TransactionPooler;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionStartTest {
    private static final String OURS = "-c standard_conforming_strings=on -c statement_timeout=30000"
            + " -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000";

    private static Connector connector(String url) {
        ConnectionSettings settings = ConnectionSettings.of(url, Map.of());
        return settings.connector(SessionSettings.of(settings));
    }

    private static String optionsFor(String said) {
        ConnectionSettings settings = ConnectionSettings.of("user=ada", Map.of(), Map.of("options", said));
        return new SessionStart(settings, SessionSettings.of(settings)).options();
    }

    @Test
    void garbageMakesNoPooler() {
        byte[] garbage = "?\0\0\0\4".getBytes(StandardCharsets.US_ASCII);
        try (ScriptedServer server = new ScriptedServer(List.of(
                () -> garbage,
                () -> ScriptedServer.refusal("08P01", "invalid startup packet layout"),
                () -> ScriptedServer.refusal("57P03", "starting up")))) {
            Connector connector = connector(server.url());

            for (int i = 0; i < 3; i++) {
                assertThat(catchThrowable(connector::connect)).isInstanceOf(ConnectFailure.class);
            }

            assertThat(server.startups()).hasSize(3).allSatisfy(startup -> assertThat(startup)
                    .contains(OURS));
        }
    }

    @Test
    void aPoolerThatRefusesTheDeadlinesIsNotSentThemAgain() {
        try (ScriptedServer server = new ScriptedServer(List.of(
                () -> ScriptedServer.refusal("08P01", "unsupported startup parameter: options"),
                () -> ScriptedServer.refusal("57P03", "starting up"),
                () -> ScriptedServer.refusal("57P03", "starting up")))) {
            Connector connector = connector(server.url());

            catchThrowable(connector::connect);
            catchThrowable(connector::connect);

            assertThat(server.startups()).hasSize(3);
            assertThat(server.startups().get(0)).contains(OURS);
            assertThat(server.startups().subList(1, 3))
                    .allSatisfy(startup -> assertThat(startup).doesNotContain("statement_timeout"));
        }
    }

    @Test
    void bothAttemptsShareTheTime() {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(List.of(() -> {
            try {
                assertThat(never.await(1500, TimeUnit.MILLISECONDS)).isFalse(); // a slow answer
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return ScriptedServer.refusal("08P01", "unsupported startup parameter: options");
        }))) {
            Connector connector = connector(server.url() + "&connect_timeout=2");

            long begun = System.nanoTime();
            ConnectFailure late = catchThrowableOfType(ConnectFailure.class, connector::connect);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(3200));
            assertThat(late.explanation().what()).isEqualTo("no answer in time");
            assertThat(server.startups()).hasSize(2);
        }
    }

    @Test
    void whatOnlyTheServerUnderstandsIsNotOverruled() {
        assertThat(optionsFor("-c statement_timeout=1e4 -c Lock_Timeout=2s"))
                .isEqualTo("-c standard_conforming_strings=on -c statement_timeout=1e4 -c Lock_Timeout=2s"
                        + " -c lock_timeout=2000 -c idle_in_transaction_session_timeout=60000");
        assertThat(optionsFor("-c geqo=off")).isEqualTo(OURS.replace("=on", "=on -c geqo=off"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                         | 0",
                "?prepare_threshold=3                                     | 3",
                "?prepare_threshold=3&statement_cache_size=0              | 3",
                "?pgbouncer=true                                          | 0",
                "?pgbouncer=true&prepare_threshold=3                      | 3"
            })
    void behindAPoolerStatementsArePreparedOnlyWhereThatIsSaid(String said, int threshold) throws Exception {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                TransactionPooler pooler = TransactionPooler.before(scratch.url(), 2)) {
            Link link = connector(pooler.url() + (said == null ? "" : said)).connect();
            try (var connection = link.connection()) {
                assertThat(link.pooled()).isTrue();
                assertThat(connection.getPrepareThreshold()).isEqualTo(threshold);
            }
        }
    }
}
