package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Who waits for a lock, and for whom. Everybody may see locks; who the others are, not everybody. */
final class BlockedSessions implements Check {
    private static final String SQL = """
            select w.pid, a.usename, a.application_name, extract(epoch from clock_timestamp() - w.since),
              b.pid, c.usename, c.application_name,
              extract(epoch from clock_timestamp() - case when c.state like 'idle in%' then c.state_change end)
            from (select pid, min(waitstart) as since from pg_locks where not granted group by pid) w
              cross join lateral (select unnest(pg_blocking_pids(w.pid)) as pid) b
              left join pg_stat_activity a on a.pid = w.pid
              left join pg_stat_activity c on c.pid = b.pid
            where clock_timestamp() - w.since >= make_interval(secs => ?)
            order by w.since, w.pid, b.pid
            """;

    private final Duration patience;

    BlockedSessions() {
        this(Duration.ofSeconds(5));
    }

    BlockedSessions(Duration patience) {
        this.patience = patience;
    }

    @Override
    public String name() {
        return "blocked-sessions";
    }

    private record Wait(Session waiting, Session blocking) {
        @Override
        public String toString() {
            return waiting + ", for " + blocking.who()
                    + (blocking.seconds() > 0
                            ? ", which has done nothing for " + Figures.time(blocking.seconds())
                            : "");
        }
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        List<Wait> waits = visit.rows(
                SQL,
                row -> new Wait(
                        Session.of(row),
                        new Session(row.getInt(5), row.getString(6), row.getString(7), row.getDouble(8))),
                patience.toMillis() / 1_000d);
        if (waits.isEmpty()) {
            return List.of();
        }
        long sessions =
                waits.stream().map(each -> each.waiting.pid()).distinct().count();
        return List.of(new Finding(
                name(),
                Severity.WARNING,
                Figures.count(sessions, "session") + (sessions == 1 ? " waits" : " wait")
                        + " for locks of others, the longest for "
                        + Figures.time(waits.get(0).waiting.seconds()),
                waits.stream().map(Wait::toString).toList(),
                "end the transaction that all wait for: select pg_terminate_backend(pid)"));
    }
}
