package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the role may do beside its work: an SQL injection may do it, too. */
final class RolePrivileges implements Check {
    private static final Set<String> GREAT =
            Set.of("pg_execute_server_program", "pg_read_server_files", "pg_write_server_files", "pg_write_all_data");

    /** What the role was granted itself, and has them by. */
    private static final String GRANTED = """
            select g.rolname from pg_roles r join pg_auth_members m on m.member = r.oid join pg_roles g on g.oid = m.roleid
            where r.rolname = session_user and exists (
              select from pg_roles p where p.rolname = any (?) and pg_has_role(g.oid, p.oid, 'usage'))
            group by 1 order by 1
            """;

    @Override
    public String name() {
        return "role-privileges";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        Facts facts = visit.facts();
        String role = Figures.quoted(facts.role());
        if (facts.superuser()) {
            return List.of(new Finding(
                    name(),
                    Severity.WARNING,
                    "Role " + facts.role() + " is a superuser: whoever gets at its connection rules the server",
                    List.of(),
                    "give the application a role of its own: create role … login; grant select, insert, update, delete"
                            + " on all tables in schema … to …"));
        }
        List<String> great =
                facts.memberships().stream().filter(GREAT::contains).toList();
        List<String> all = new ArrayList<>(facts.attributes());
        all.addAll(great);
        if (all.isEmpty()) {
            return List.of();
        }
        List<String> fixes = new ArrayList<>();
        if (!facts.attributes().isEmpty()) {
            fixes.add("alter role " + role + " no" + String.join(" no", facts.attributes()));
        }
        if (!great.isEmpty()) {
            List<String> granted =
                    visit.rows(GRANTED, row -> Figures.quoted(row.getString(1)), (Object) great.toArray(String[]::new));
            fixes.add("revoke " + String.join(", ", granted) + " from " + role);
        }
        return List.of(new Finding(
                name(),
                Severity.WARNING,
                "Role " + facts.role() + " may do more than an application does: " + String.join(", ", all),
                List.of(),
                String.join("; ", fixes)));
    }
}
