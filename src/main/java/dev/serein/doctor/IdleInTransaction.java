package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Sessions that have begun a transaction and do nothing: they hold locks, and keep dead rows from being removed. */
final class IdleInTransaction implements Check {
    private static final String SQL = """
            select pid, usename, application_name, extract(epoch from clock_timestamp() - state_change)
            from pg_stat_activity
            where state like 'idle in transaction%' and clock_timestamp() - state_change >= make_interval(secs => ?)
            order by state_change, pid
            """;

    private final Duration patience;

    IdleInTransaction() {
        this(Duration.ofMinutes(1));
    }

    IdleInTransaction(Duration patience) {
        this.patience = patience;
    }

    @Override
    public String name() {
        return "idle-in-transaction";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        List<Session> sessions = visit.rows(SQL, Session::of, patience.toMillis() / 1_000d);
        if (sessions.isEmpty()) {
            visit.requireSessions();
            return List.of();
        }
        return List.of(new Finding(
                name(),
                Severity.WARNING,
                Figures.count(sessions.size(), "session") + (sessions.size() == 1 ? " has" : " have")
                        + " begun a transaction and done nothing since, the longest for "
                        + Figures.time(sessions.get(0).seconds()),
                sessions.stream().map(Session::toString).toList(),
                "select pg_terminate_backend(pid); and set idle_in_transaction_session_timeout for those roles"));
    }
}
