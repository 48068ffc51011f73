package dev.serein.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.fault.FakeServer.Asks;
import dev.serein.fault.FakeServer.WhenAskedForTls;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The driver by itself falls for it. */
class FakeServerTest {
    private static void connect(FakeServer server, String sslMode) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "ada");
        properties.setProperty("password", "canary");
        properties.setProperty("sslmode", sslMode);
        properties.setProperty("sslResponseTimeout", "1000");
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("loginTimeout", "3");
        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/app", properties)
                .close();
    }

    private static String received(FakeServer server) {
        return new String(server.received(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource
    void getsThePasswordOfWhoGoesOnWithoutTls(Asks asks) {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_NO, asks)) {
            for (int times = 1; times <= 2; times++) {
                assertThatThrownBy(() -> connect(server, "prefer")).hasMessage("FATAL: password authentication failed");
                assertThat(server.accepted()).isEqualTo(times);
                assertThat(server.startups()).isEqualTo(times);
                assertThat(server.passwordMessages()).isEqualTo(times);
            }
            assertThat(received(server)).contains(asks == Asks.CLEARTEXT ? "canary" : "md5");
        }
    }

    @Test
    void getsNothingOfWhoWantsTls() {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_NO, Asks.CLEARTEXT)) {
            assertThatThrownBy(() -> connect(server, "require")).hasMessage("The server does not support SSL.");
            assertThat(server.startups()).isZero();
            assertThat(server.passwordMessages()).isZero();
            assertThat(server.received()).hasSize(8);
        }
    }

    @Test
    void leavesAClientWaitingThatItInvitedToTls() {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_YES_AND_NOTHING_MORE, Asks.CLEARTEXT)) {
            assertThatThrownBy(() -> connect(server, "prefer")).isInstanceOf(SQLException.class);
            assertThat(server.passwordMessages()).isZero();
            assertThat(server.received()).hasSizeGreaterThan(8);
            assertThat(received(server)).doesNotContain("canary");
        }
    }
}
