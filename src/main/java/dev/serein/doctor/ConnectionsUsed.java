package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** How many connections there are now, of those that there may be. */
final class ConnectionsUsed implements Check {
    private static final int MUCH_PERCENT = 80;
    private static final int ALL_PERCENT = 95;

    /** Of sessions that the role may not look into, the kind is hidden, too; those of clients have a database. */
    private static final String SQL = """
            select coalesce(nullif(application_name, ''), '(no name)') as application, count(*) as sessions,
              count(*) filter (where state = 'idle') as idle,
              count(*) filter (where usename = session_user) as of_role,
              count(*) filter (where datname = current_database()) as of_database
            from pg_stat_activity
            where backend_type = 'client backend' or backend_type is null and datid is not null
            group by 1 order by 2 desc, 1
            """;

    @Override
    public String name() {
        return "connections-used";
    }

    private record Sessions(String application, long all, long idle, long ofRole, long ofDatabase) {
        @Override
        public String toString() {
            return Figures.shown(application) + ": " + all + (idle == 0 ? "" : ", " + idle + " of them idle");
        }
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        List<Sessions> sessions = visit.rows(
                SQL,
                row -> new Sessions(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
        List<Finding> findings = new ArrayList<>();
        for (ConnectionLimit limit : ConnectionLimit.of(visit)) {
            ToLongFunction<Sessions> counted =
                    switch (limit.of()) {
                        case SERVER -> Sessions::all;
                        case ROLE -> Sessions::ofRole;
                        case DATABASE -> Sessions::ofDatabase;
                    };
            long used = sessions.stream().mapToLong(counted).sum();
            long percent = used * 100 / Math.max(1, limit.connections());
            if (percent >= MUCH_PERCENT) {
                findings.add(finding(limit, used, percent, sessions));
            }
        }
        return findings;
    }

    private Finding finding(ConnectionLimit limit, long used, long percent, List<Sessions> sessions) {
        List<String> objects = new ArrayList<>(List.of(limit.name()));
        sessions.forEach(each -> objects.add(each.toString()));
        return new Finding(
                name(),
                percent >= ALL_PERCENT ? Severity.DANGER : Severity.WARNING,
                used + " of " + limit.connections() + " connections are in use (" + percent + " %)",
                objects,
                "make the pools of those with idle ones smaller, or put a pooler in front; who comes last is refused");
    }
}
