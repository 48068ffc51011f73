package dev.serein;

import dev.serein.connection.ConnectionSettings;
import dev.serein.connection.Connector;
import dev.serein.connection.Credentials;
import dev.serein.connection.SessionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What program, URL, environment and defaults come to, all of it valid.
 *
 * @param connection where to connect
 * @param credentials asked before every connection; null when the settings say them
 * @param poolMax the pool's size
 * @param times every option that is a time
 * @param guard what is done about misuse
 * @param slowQueryLog what takes so long is logged; null for none
 * @param listeners those of the program
 * @param expected the migrations that the database has to have; none if nobody asks
 */
record EffectiveOptions(
        ConnectionSettings connection,
        @Nullable Supplier<Credentials> credentials,
        Said<Integer> poolMax,
        Map<Option, Said<Duration>> times,
        Said<Guard> guard,
        @Nullable Duration slowQueryLog,
        List<StatementListener> listeners,
        List<SchemaMigration> expected) {
    /** The server answers when a statement's time is over; so much later it is taken for gone. */
    private static final Duration BEYOND_STATEMENT = Duration.ofSeconds(2);

    /**
     * A value, and who said it.
     *
     * @param value what is in effect
     * @param by fit for a report
     */
    record Said<T>(T value, String by) {}

    Duration time(Option option) {
        return Objects.requireNonNull(times.get(option), option::label).value();
    }

    Limits limits() {
        Duration statement = time(Option.STATEMENT_TIMEOUT);
        return new Limits(
                statement,
                time(Option.LOCK_TIMEOUT),
                time(Option.IDLE_IN_TRANSACTION_TIMEOUT),
                statement.plus(BEYOND_STATEMENT),
                time(Option.CLOSE_GRACE));
    }

    Listeners toldOfStatements() {
        List<StatementListener> all = new ArrayList<>(listeners);
        if (slowQueryLog != null) {
            all.add(StatementListener.slowQueryLog(slowQueryLog));
        }
        return new Listeners(all);
    }

    Connector connector() {
        Limits limits = limits();
        SessionSettings session =
                new SessionSettings(limits.statement(), limits.lock(), limits.idleInTransaction(), limits.silence());
        return connector(session);
    }

    Connector connector(SessionSettings session) {
        return credentials == null ? connection.connector(session) : connection.connector(session, credentials);
    }

    /** What the pool's threads and log lines are called. */
    String poolName() {
        return connection.applicationName().orElse("serein");
    }

    String describe() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("pool max", String.valueOf(poolMax.value()), poolMax.by()));
        times.forEach((option, said) -> {
            // the settings of the connection show this one
            if (option != Option.CONNECT_TIMEOUT) {
                rows.add(List.of(option.label(), ErrorText.of(said.value()), said.by()));
            }
        });
        rows.add(List.of(Option.GUARD.label(), Misuse.word(guard.value()), guard.by()));
        if (slowQueryLog != null) {
            rows.add(
                    List.of(Option.SLOW_QUERY_LOG.label(), ErrorText.of(slowQueryLog), Option.SLOW_QUERY_LOG.method()));
        }
        if (!listeners.isEmpty()) {
            rows.add(List.of("listeners", String.valueOf(listeners.size()), Option.LISTENER.method()));
        }
        if (!expected.isEmpty()) {
            rows.add(List.of(
                    Option.EXPECTED_MIGRATIONS.label(),
                    String.valueOf(expected.size()),
                    Option.EXPECTED_MIGRATIONS.method()));
        }
        if (credentials != null) {
            rows.add(List.of("credentials", "asked before every connection", Option.CREDENTIALS.method()));
        }
        return connection.describe() + "\n" + aligned(rows);
    }

    private static String aligned(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size() - 1; column++) {
                String cell = row.get(column);
                text.append(cell).append(" ".repeat(width(rows, column) - cell.length() + 2));
            }
            text.append(row.get(row.size() - 1)).append('\n');
        }
        return text.substring(0, text.length() - 1);
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
