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
                number(settings, Parameter.KEEPALIVES_IDLE, null),
                number(settings, Parameter.KEEPALIVES_INTERVAL, null),
                number(settings, Parameter.KEEPALIVES_COUNT, null));
    }

    /** Where we set no bound ourselves, the two hours and more of a usual system are too long. */
    static KeepAlive of(ConnectionSettings settings, SessionSettings session) {
        KeepAlive said = of(settings);
        return session.silence().isZero()
                ? new KeepAlive(
                        said.on(),
                        number(settings, Parameter.KEEPALIVES_IDLE, 60),
                        number(settings, Parameter.KEEPALIVES_INTERVAL, 10),
                        number(settings, Parameter.KEEPALIVES_COUNT, 6))
                : said;
    }

    /** To libpq 0 is as the system has it. */
    private static @Nullable Integer number(
            ConnectionSettings settings, Parameter parameter, @Nullable Integer unsaid) {
        String said = settings.value(parameter);
        return said == null ? unsaid : said.equals("0") ? null : Integer.valueOf(said);
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
