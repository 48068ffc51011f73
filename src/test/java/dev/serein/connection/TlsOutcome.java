package dev.serein.connection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How one attempt to connect ended. */
record TlsOutcome(Optional<ConnectFailure> failure, String tlsVersion) {
    /** Connects, asks the server whether it speaks TLS with us, and hangs up. */
    static TlsOutcome of(ConnectionSettings settings) {
        try (Connection connection = settings.connector(SessionSettings.of(settings))
                        .connect()
                        .connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select coalesce(version, '') from pg_stat_ssl where pid = pg_backend_pid()")) {
            row.next();
            return new TlsOutcome(Optional.empty(), row.getString(1));
        } catch (ConnectFailure e) {
            return new TlsOutcome(Optional.of(e), "");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static TlsOutcome of(String url, Map<String, String> options) {
        return of(ConnectionSettings.of(url, Map.of("HOME", "/nonexistent"), options));
    }

    <T> T map(Function<ConnectFailure, T> refused, Function<Boolean, T> connected) {
        return failure.map(refused).orElseGet(() -> connected.apply(!tlsVersion.isEmpty()));
    }

    boolean isEncrypted() {
        return !tlsVersion.isEmpty();
    }

    /** As it is shown, without where and as whom; empty when it connected. */
    String text() {
        return map(
                refused -> {
                    StringBuilder text = new StringBuilder(refused.explanation().what());
                    refused.facts()
                            .forEach((label, value) ->
                                    text.append('\n').append(label).append(": ").append(value));
                    return text.append("\nfix: ").append(refused.fix()).toString();
                },
                connected -> "");
    }
}
