package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.fault.FakeServer;
import dev.serein.fault.FakeServer.Asks;
import dev.serein.fault.FakeServer.WhenAskedForTls;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody answers in the server's place, has no TLS, and asks for the password. */
class NoPasswordInClearTest {
    /** This machine; but it is not called so, so that it may be any other. */
    private static final String FAR = "0.0.0.0";

    private static TlsOutcome login(FakeServer server, Map<String, String> options) {
        TlsOutcome outcome = TlsOutcome.of("postgresql://ada:canary@db.example.com:" + server.port() + "/app", options);
        assertThat(outcome.failure()).isPresent();
        return outcome;
    }

    private static Map<String, String> options(String address, String mode) {
        Map<String, String> options = new HashMap<>(Map.of("hostaddr", address));
        if (!mode.equals("nothing")) {
            options.put("sslmode", mode);
        }
        return options;
    }

    @ParameterizedTest
    @CsvSource({
        "nothing,     CLEARTEXT", "nothing,     MD5",
        "disable,     CLEARTEXT", "disable,     MD5",
        "allow,       CLEARTEXT", "allow,       MD5",
        "prefer,      CLEARTEXT", "prefer,      MD5",
        "require,     CLEARTEXT", "require,     MD5",
        "verify-ca,   CLEARTEXT", "verify-ca,   MD5",
        "verify-full, CLEARTEXT", "verify-full, MD5",
        "no-verify,   CLEARTEXT", "no-verify,   MD5"
    })
    void itNeverGetsOneOffThisMachine(String mode, Asks asks) {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_NO, asks)) {
            boolean mayBeClear = mode.equals("disable") || mode.equals("allow") || mode.equals("prefer");

            assertThat(login(server, options(FAR, mode)).text()).isEqualTo(mayBeClear ? """
                                    without TLS, the server asks for the password in clear or as MD5, which anybody on the way can read
                                    fix: turn on TLS there and say sslmode=verify-full; or let it ask for scram-sha-256; or, if nobody else is on that network, say require_auth=password,md5""" : """
                                    the server does not offer TLS
                                    fix: turn it on there; or, if nobody else is on that network, say sslmode=disable""");
            assertThat(server.startups()).isEqualTo(mayBeClear ? 1 : 0);
            assertThat(server.passwordMessages()).isZero();
            assertThat(new String(server.received(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @EnumSource(Asks.class)
    void itGetsOneWhereThatIsSaid(Asks asks) {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_NO, asks)) {
            Map<String, String> options = options(FAR, "disable");
            options.put("require_auth", "password,md5");
            login(server, options);
            assertThat(server.passwordMessages()).isEqualTo(1);
        }
    }

    @Test
    void itGetsOneOnThisMachine() {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_NO, Asks.MD5)) {
            login(server, options("127.0.0.1", "nothing"));
            assertThat(server.passwordMessages()).isEqualTo(1);
        }
    }

    @Test
    void whatRequireAuthForbidsIsRefusedOnThisMachineToo() {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_NO, Asks.MD5)) {
            Map<String, String> options = options("127.0.0.1", "nothing");
            options.put("require_auth", "scram-sha-256");
            assertThat(login(server, options).text()).isEqualTo("""
                    the server wants another proof of who we are than require_auth allows
                    fix: correct require_auth, or the method in the server's pg_hba.conf""");
            assertThat(server.passwordMessages()).isZero();
        }
    }

    @Test
    void aServerThatBeginsTlsAndFallsSilentIsNotAskedAgainInClear() {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_YES_AND_NOTHING_MORE, Asks.CLEARTEXT)) {
            Map<String, String> options = options("127.0.0.1", "prefer");
            options.put("connect_timeout", "1");
            assertThat(login(server, options).text()).startsWith("no answer in time");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }
}
