package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    @Test
    void tellsTheSystemWhatIsSaid() throws IOException {
        KeepAlive said = ConnectionSettings.of(
                        "user=ada keepalives_idle=77 keepalives_interval=7 keepalives_count=4", Map.of())
                .keepAlive();

        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            said.applyTo(socket);

            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(77);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(7);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(4);
        }
    }

    @Test
    void whereWeSetNoBoundItIsNotLeftToTheSystemUnlessThatIsSaid() {
        assertThat(KeepAlive.of(ConnectionSettings.of("user=ada", Map.of()), SessionSettings.UNBOUNDED))
                .isEqualTo(new KeepAlive(true, 60, 10, 6));
        assertThat(KeepAlive.of(
                        ConnectionSettings.of("user=ada keepalives_idle=0 keepalives_count=3", Map.of()),
                        SessionSettings.UNBOUNDED))
                .isEqualTo(new KeepAlive(true, null, 10, 3));
        ConnectionSettings off = ConnectionSettings.of("user=ada keepalives=0", Map.of());
        assertThat(KeepAlive.of(off, SessionSettings.UNBOUNDED).on()).isFalse();
        assertThat(KeepAlive.of(off, SessionSettings.of(off)).idle()).isNull();
    }

    @Test
    void leavesItToTheSystemOtherwise() {
        assertThat(ConnectionSettings.of("user=ada keepalives_idle=0", Map.of()).keepAlive())
                .isEqualTo(new KeepAlive(true, null, null, null));
        assertThat(ConnectionSettings.of("user=ada keepalives=0", Map.of())
                        .keepAlive()
                        .on())
                .isFalse();
    }
}
