package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How clients prove who they are. The rules and the passwords' hashes only a superuser may see. */
final class ServerLogins implements Check {
    private static final String SQL = """
            select 'md5' as problem, rolname::text as object from pg_authid where rolpassword like 'md5%' and rolcanlogin
            union all
            select auth_method, concat_ws(' ', 'line', line_number || ':', type, array_to_string(database, ','),
                array_to_string(user_name, ','), address, auth_method)
              from pg_hba_file_rules
              where address !~ '^(127\\..*|::1|localhost|samehost)$'
                and (auth_method = 'trust' or auth_method = 'password' and type <> 'hostssl')
            """;

    @Override
    public String name() {
        return "authentication";
    }

    private record Seen(String problem, String object) {}

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        List<Finding> findings = new ArrayList<>();
        if (visit.setting("password_encryption").equals("md5")) {
            findings.add(new Finding(
                    name(),
                    Severity.WARNING,
                    "New passwords are kept as MD5, which can be broken and replayed",
                    List.of(),
                    "set password_encryption = 'scram-sha-256', and set the passwords anew"));
        }
        if (visit.facts().superuser()) {
            List<Seen> seen = visit.rows(SQL, row -> new Seen(row.getString(1), row.getString(2)));
            add(findings, seen, "trust", Severity.DANGER, "lets clients from other machines in without any proof");
            add(findings, seen, "password", Severity.WARNING, "has clients send their password in clear");
            addHashes(findings, seen);
        } else {
            throw new CannotSee(
                    "pg_hba.conf, and whether passwords are kept as MD5, only a superuser may see; examine once as one",
                    findings);
        }
        return findings;
    }

    private void add(List<Finding> findings, List<Seen> seen, String method, Severity severity, String what) {
        List<String> lines = objects(seen, method);
        if (!lines.isEmpty()) {
            findings.add(new Finding(
                    name(),
                    severity,
                    "pg_hba.conf " + what + ": " + Figures.count(lines.size(), "line"),
                    lines,
                    "write hostssl and scram-sha-256 there, and select pg_reload_conf()"));
        }
    }

    private void addHashes(List<Finding> findings, List<Seen> seen) {
        List<String> roles = objects(seen, "md5");
        if (!roles.isEmpty()) {
            findings.add(new Finding(
                    name(),
                    Severity.WARNING,
                    "Passwords of " + Figures.count(roles.size(), "role") + " are kept as MD5",
                    roles,
                    "set the passwords anew, with password_encryption = 'scram-sha-256'"));
        }
    }

    private static List<String> objects(List<Seen> seen, String problem) {
        return seen.stream()
                .filter(each -> each.problem.equals(problem))
                .map(Seen::object)
                .toList();
    }
}
