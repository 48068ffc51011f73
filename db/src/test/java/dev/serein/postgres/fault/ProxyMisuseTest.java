package dev.serein.postgres.fault;

import static dev.serein.postgres.fault.Direction.TO_CLIENT;
import static dev.serein.postgres.fault.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyMisuseTest {
    private final Postgres postgres = new Postgres();
    private final FaultyProxy proxy = postgres.proxy;

    ProxyMisuseTest() throws SQLException {}

    @AfterEach
    void close() {
        postgres.close();
    }

    private static void assertRefused(ThrowingCallable call, Class<? extends Exception> type, String message) {
        assertThatThrownBy(call).isExactlyInstanceOf(type).hasMessage(message);
    }

    private static void assertNoArgument(ThrowingCallable call, String message) {
        assertRefused(call, IllegalArgumentException.class, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:5432",
                "http://ada:sesame@127.0.0.1:5432/db",
                "postgresql://ada:ses^ame@127.0.0.1:5432/db",
                "postgresql://ada:sesame@127.0.0.1:54x32/db",
                "postgresql://ada:sesame@one:5432,two:5432/db",
                "postgresql:///db?user=ada&password=sesame",
                "jdbc:mysql://ada:sesame@127.0.0.1:5432/db",
                "host=127.0.0.1 password=sesame"
            })
    void aUrlThatIsNoneOfASingleHostIsNotShown(String url) {
        assertThatThrownBy(() -> FaultyProxy.before(url))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("The URL of the server is not one of a single host\n"
                        + "  fix: write postgresql://user:password@host:port/database, with special characters"
                        + " percent-encoded")
                .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain("ses"));
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @Test
    void aHostAmongTheParametersWouldGoPastTheProxy() {
        assertNoArgument(
                () -> FaultyProxy.before(postgres.url() + "?sslmode=disable&host=127.0.0.2"),
                "The URL of the server names a host or a port among its parameters, which is another way than through"
                        + " the proxy\n"
                        + "  fix: write them before the name of the database, as in postgresql://host:port/database");
    }

    @Test
    void aTargetThatDoesNotAnswerIsNamedWithoutItsPassword() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> FaultyProxy.before("127.0.0.1", free),
                () -> FaultyProxy.before("postgresql://ada:sesame@127.0.0.1:" + free + "/db"))) {
            assertThatThrownBy(call)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("Nothing answers at 127.0.0.1:" + free
                            + ", where the server behind the proxy should be\n"
                            + "  fix: start the server before the proxy")
                    .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain("sesame"));
        }
    }

    @Test
    void aPortIsFrom1To65535() {
        assertNoArgument(() -> FaultyProxy.before("127.0.0.1", 0), "The port of a server is from 1 to 65535, not 0");
        assertNoArgument(
                () -> FaultyProxy.before("127.0.0.1", 65_536), "The port of a server is from 1 to 65535, not 65536");
    }

    @Test
    void whoeverGaveNoUrlGetsNone() {
        try (FaultyProxy other = FaultyProxy.before("127.0.0.1", proxy.port())) {
            assertRefused(
                    other::url,
                    IllegalStateException.class,
                    "This proxy was made before a host and a port, and knows no URL\n"
                            + "  fix: use FaultyProxy.before(url), or port()");
        }
    }

    @Test
    void theUrlIsTheSameButForTheAddress() throws SQLException {
        String other = postgres.url().replace("postgresql:", "jdbc:postgresql:") + "?sslmode=prefer&options=-c%20a%3Db";
        try (FaultyProxy jdbc = FaultyProxy.before(other)) {
            assertThat(jdbc.url()).isEqualTo(other.replaceAll("@[^/]*/", "@127.0.0.1:" + jdbc.port() + "/"));
        }
        try (Connection connection = postgres.connect()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void numbersThatMeanNothingAreRefused() {
        String bytes = "The number of bytes after which a connection is cut is at least 1, not ";
        assertNoArgument(() -> proxy.cutAfter(0, TO_SERVER), bytes + "0");
        assertNoArgument(() -> proxy.cutNextAfter(-5, TO_CLIENT), bytes + "-5");
        assertNoArgument(() -> proxy.throttle(0), "The number of bytes per second is at least 1, not 0");
        assertNoArgument(() -> proxy.delay(Duration.ofMillis(-1)), "A delay is from zero to a day, not PT-0.001S");
        assertNoArgument(
                () -> proxy.delay(Duration.ofSeconds(Long.MAX_VALUE)),
                "A delay is from zero to a day, not " + Duration.ofSeconds(Long.MAX_VALUE));
    }

    @Test
    void aPortThatSomebodyElseHasTakenIsNamed() throws IOException {
        proxy.refuse();
        try (ServerSocket other = new ServerSocket(proxy.port(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertRefused(
                    proxy::accept,
                    IllegalStateException.class,
                    "Cannot listen on port " + other.getLocalPort()
                            + " of 127.0.0.1: Address already in use\n"
                            + "  fix: see who else listens there, or make another proxy");
        }
        proxy.accept();
        proxy.accept();
    }

    @Test
    void aClosedProxySaysSoAndIsClosedTwice() {
        proxy.close();
        proxy.close();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                proxy::cut,
                proxy::cutOne,
                proxy::refuse,
                proxy::accept,
                proxy::blackHole,
                proxy::drop,
                proxy::heal,
                () -> proxy.delay(Duration.ZERO),
                () -> proxy.throttle(1),
                () -> proxy.cutAfter(1, TO_SERVER),
                () -> proxy.cutNextAfter(1, TO_SERVER))) {
            assertRefused(
                    call,
                    IllegalStateException.class,
                    "This proxy is closed\n  fix: close it after the last connection");
        }
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void showsNoPassword() {
        assertThat(proxy)
                .hasToString("127.0.0.1:" + proxy.port() + " before "
                        + postgres.url().replaceAll(".*@|/[^/]*$", ""));
    }
}
