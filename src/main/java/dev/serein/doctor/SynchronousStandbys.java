package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the standbys are there that a commit waits for: without them it waits for ever. */
final class SynchronousStandbys implements Check {
    private static final Pattern NEEDED =
            Pattern.compile("\\s*(?:(?:first|any)\\s+)?([0-9]+)\\s*\\(.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String SQL = """
            select count(*), count(sync_state), count(*) filter (where sync_state in ('sync', 'quorum'))
            from pg_stat_replication
            """;

    @Override
    public String name() {
        return "synchronous-standbys";
    }

    private record Standbys(long all, long seen, long synchronous) {}

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        String names = visit.setting("synchronous_standby_names");
        boolean waits = !List.of("off", "local").contains(visit.setting("synchronous_commit"));
        if (names.isBlank() || !waits || visit.facts().recovering()) {
            return List.of();
        }
        Matcher number = NEEDED.matcher(names);
        long needed = number.matches() ? Long.parseLong(number.group(1)) : 1;
        Standbys standbys = visit.rows(SQL, row -> new Standbys(row.getLong(1), row.getLong(2), row.getLong(3)))
                .get(0);
        if (standbys.synchronous >= needed) {
            return List.of();
        }
        if (standbys.all >= needed && standbys.seen < standbys.all) {
            throw new CannotSee("whether a standby is a synchronous one cannot be seen; grant pg_monitor to "
                    + Figures.quoted(visit.facts().role()));
        }
        return List.of(new Finding(
                name(),
                Severity.DANGER,
                "Every commit waits for ever: " + standbys.synchronous + " of " + needed
                        + " synchronous standbys are connected",
                List.of("synchronous_standby_names is " + names),
                "start the standby; or set synchronous_standby_names = '', and select pg_reload_conf()"));
    }
}
