package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far standbys are behind: what they lack is lost in a failover, and not seen by who reads there. */
final class StandbyLag implements Check {
    private static final Duration LATE = Duration.ofMinutes(1);

    /** Those that only receive, as pg_receivewal, replay nothing. */
    private static final String OF_PRIMARY = """
            select application_name, pg_wal_lsn_diff(pg_current_wal_lsn(),
                coalesce(replay_lsn, flush_lsn, write_lsn, sent_lsn)), extract(epoch from replay_lag), state is null
            from pg_stat_replication r
            where (state in ('streaming', 'catchup') or state is null) and not exists (
              select from pg_replication_slots s where s.active_pid = r.pid and s.slot_type = 'logical')
            order by 2 desc nulls last, 1
            """;

    /** One that has replayed all it has is not late, whenever that was. */
    private static final String OF_STANDBY = """
            select 'this server', pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()),
              case when pg_last_wal_receive_lsn() <> pg_last_wal_replay_lsn()
                then extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end, false
            """;

    private final long most;

    StandbyLag() {
        this(1L << 30);
    }

    /** @param most the bytes that a standby may be behind */
    StandbyLag(long most) {
        this.most = most;
    }

    @Override
    public String name() {
        return "standby-lag";
    }

    private record Standby(@Nullable String name, long bytes, double seconds, boolean hidden) {
        @Override
        public String toString() {
            return Figures.shown(String.valueOf(name)) + ": " + Figures.bytes(bytes) + " behind"
                    + (seconds > 0 ? ", " + Figures.time(seconds) : "");
        }
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        List<Standby> standbys = visit.rows(
                visit.facts().recovering() ? OF_STANDBY : OF_PRIMARY,
                row -> new Standby(row.getString(1), row.getLong(2), row.getDouble(3), row.getBoolean(4)));
        List<Standby> late = new ArrayList<>(standbys);
        late.removeIf(each -> each.bytes < most && each.seconds < LATE.toSeconds());
        if (late.isEmpty()) {
            if (standbys.stream().anyMatch(Standby::hidden)) {
                throw new CannotSee("how far standbys are behind cannot be seen; grant pg_monitor to "
                        + Figures.quoted(visit.facts().role()));
            }
            return List.of();
        }
        return List.of(new Finding(
                name(),
                Severity.WARNING,
                Figures.count(late.size(), "standby") + (late.size() == 1 ? " is" : " are")
                        + " behind: reads there are old, and a failover replays the rest first, or loses it",
                late.stream().map(Standby::toString).toList(),
                "see whether network, disk or a long query holds it up (max_standby_streaming_delay)"));
    }
}
