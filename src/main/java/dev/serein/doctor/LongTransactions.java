package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Transactions that have been at work for long, be it with one statement or with many: what was deleted since they
 * began cannot be removed. Those that do nothing are another check's.
 */
final class LongTransactions implements Check {
    private static final Duration HARMFUL = Duration.ofHours(1);

    private static final String SQL = """
            select pid, usename, application_name, extract(epoch from clock_timestamp() - xact_start)
            from pg_stat_activity
            where backend_type = 'client backend' and pid <> pg_backend_pid() and state = 'active'
              and clock_timestamp() - xact_start >= make_interval(secs => ?)
            order by xact_start, pid
            """;

    private final Duration patience;

    LongTransactions() {
        this(Duration.ofMinutes(10));
    }

    LongTransactions(Duration patience) {
        this.patience = patience;
    }

    @Override
    public String name() {
        return "long-transactions";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        List<Session> sessions = visit.rows(SQL, Session::of, patience.toMillis() / 1_000d);
        if (sessions.isEmpty()) {
            visit.requireSessions();
            return List.of();
        }
        double longest = sessions.get(0).seconds();
        return List.of(new Finding(
                name(),
                longest >= HARMFUL.toSeconds() ? Severity.WARNING : Severity.HINT,
                Figures.count(sessions.size(), "transaction") + (sessions.size() == 1 ? " has" : " have")
                        + " been at work for long, the longest for " + Figures.time(longest),
                sessions.stream().map(Session::toString).toList(),
                "see in pg_stat_activity what it runs; select pg_cancel_backend(pid) ends it"));
    }
}
