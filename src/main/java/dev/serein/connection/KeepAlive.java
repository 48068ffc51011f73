package dev.serein.connection;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * How the system finds out on an idle connection that the other end is gone.
 *
 * @param on whether it asks at all
 * @param idle after so many seconds; null as the system has it
 * @param interval and again after so many; null as the system has it
 * @param count until so many questions are not answered; null as the system has it
 */
record KeepAlive(
        boolean on,
        @Nullable Integer idle,
        @Nullable Integer interval,
        @Nullable Integer count) {

    static KeepAlive of(ConnectionSettings settings) {
        return new KeepAlive(
                !"0".equals(settings.value(Parameter.KEEPALIVES)),
                number(settings.value(Parameter.KEEPALIVES_IDLE)),
                number(settings.value(Parameter.KEEPALIVES_INTERVAL)),
                number(settings.value(Parameter.KEEPALIVES_COUNT)));
    }

    /** To libpq 0 is as the system has it. */
    private static @Nullable Integer number(@Nullable String said) {
        return said == null || said.equals("0") ? null : Integer.valueOf(said);
    }

    /** Only where the system can, as with libpq; a Unix socket cannot. */
    void applyTo(Socket socket) throws IOException {
        if (on) {
            set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, idle);
            set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, interval);
            set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, count);
        }
    }

    private static void set(Socket socket, SocketOption<Integer> option, @Nullable Integer value) throws IOException {
        if (value != null && socket.supportedOptions().contains(option)) {
            socket.setOption(option, value);
        }
    }
}
