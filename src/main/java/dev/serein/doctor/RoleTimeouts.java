package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What bounds other clients of the role, such as psql: this application's sessions say theirs themselves. What stands
 * in the server's configuration is hidden behind that from all but superusers.
 */
final class RoleTimeouts implements Check {
    private static final List<String> BOUNDS = List.of("statement_timeout", "idle_in_transaction_session_timeout");
    /** Who said it, if not the client. */
    private static final Set<String> OURS = Set.of("client", "session");

    private static final Pattern NONE = Pattern.compile("0+(\\.0*)?\\s*[a-z]*");

    /** The most particular comes last. */
    private static final String SQL = """
            select split_part(config, '=', 1), substr(config, strpos(config, '=') + 1)
            from (%s select 1 + (setdatabase <> 0)::int + 2 * (setrole <> 0)::int as rank, 0 as line,
                unnest(setconfig) as config
              from pg_db_role_setting
              where setdatabase in (0, (select oid from pg_database where datname = current_database()))
                and setrole in (0, (select oid from pg_roles where rolname = session_user))) as said
            order by rank, line
            """;

    private static final String FILES =
            "select 0 as rank, seqno as line, name || '=' || setting as config from pg_file_settings where applied"
                    + " union all";

    @Override
    public String name() {
        return "role-timeouts";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        Facts facts = visit.facts();
        List<String> hidden = BOUNDS.stream()
                .filter(each -> OURS.contains(visit.source(each)))
                .toList();
        if (hidden.isEmpty()) {
            return List.of(); // others have what this session has
        }
        Map<String, String> said = new HashMap<>();
        visit.rows(SQL.formatted(facts.superuser() ? FILES : ""), row -> said.put(row.getString(1), row.getString(2)));
        List<String> unbounded = new ArrayList<>();
        for (String each : hidden) {
            if (NONE.matcher(said.getOrDefault(each, "0")).matches()) {
                unbounded.add(each);
            }
        }
        if (unbounded.isEmpty()) {
            return List.of();
        }
        String role = Figures.quoted(facts.role());
        String fix = "alter role " + role + " set " + String.join(" = '5min'; alter role " + role + " set ", unbounded)
                + " = '5min'";
        if (!facts.superuser() && unbounded.stream().noneMatch(said::containsKey)) {
            throw new CannotSee(
                    "how long other clients of the role may run is in the server's configuration, which only"
                            + " a superuser may see; " + fix);
        }
        return List.of(new Finding(
                name(),
                Severity.HINT,
                "Other clients of role " + facts.role() + ", such as psql, may hold locks without end: "
                        + Figures.count(unbounded.size(), "timeout") + (unbounded.size() == 1 ? " is 0" : " are 0"),
                unbounded,
                fix));
    }
}
