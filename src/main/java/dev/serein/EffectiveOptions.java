package dev.serein;

import dev.serein.connection.ConnectionSettings;
import dev.serein.connection.Connector;
import dev.serein.connection.Credentials;
import dev.serein.connection.EffectiveSetting;
import dev.serein.connection.SessionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    /** Those of the connection, and then the others. */
    List<EffectiveSetting> settings() {
        List<EffectiveSetting> all = new ArrayList<>(connection.effective());
        all.addAll(ofPool());
        return all;
    }

    String describe() {
        return connection.describe() + "\n" + aligned(ofPool());
    }

    private List<EffectiveSetting> ofPool() {
        List<EffectiveSetting> rows = new ArrayList<>();
        rows.add(new EffectiveSetting("pool max", String.valueOf(poolMax.value()), poolMax.by()));
        times.forEach((option, said) -> {
            // the settings of the connection show this one
            if (option != Option.CONNECT_TIMEOUT) {
                rows.add(new EffectiveSetting(option.label(), ErrorText.of(said.value()), said.by()));
            }
        });
        rows.add(new EffectiveSetting(Option.GUARD.label(), Misuse.word(guard.value()), guard.by()));
        if (slowQueryLog != null) {
            String limit = ErrorText.of(slowQueryLog);
            rows.add(new EffectiveSetting(Option.SLOW_QUERY_LOG.label(), limit, Option.SLOW_QUERY_LOG.method()));
        }
        if (!listeners.isEmpty()) {
            String count = String.valueOf(listeners.size());
            rows.add(new EffectiveSetting("listeners", count, Option.LISTENER.method()));
        }
        if (!expected.isEmpty()) {
            String count = String.valueOf(expected.size());
            rows.add(new EffectiveSetting(
                    Option.EXPECTED_MIGRATIONS.label(), count, Option.EXPECTED_MIGRATIONS.method()));
        }
        if (credentials != null) {
            rows.add(new EffectiveSetting("credentials", "asked before every connection", Option.CREDENTIALS.method()));
        }
        return rows;
    }

    private static String aligned(List<EffectiveSetting> rows) {
        int names = width(rows, EffectiveSetting::name);
        int values = width(rows, EffectiveSetting::value);
        return rows.stream()
                .map(row -> padded(row.name(), names) + padded(row.value(), values) + row.origin())
                .collect(Collectors.joining("\n"));
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(width - cell.length() + 2);
    }

    private static int width(List<EffectiveSetting> rows, Function<EffectiveSetting, String> column) {
        return rows.stream().mapToInt(row -> column.apply(row).length()).max().orElse(0);
    }
}
