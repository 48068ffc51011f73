package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the role may do beside its work: an SQL injection may do it, too. */
final class RolePrivileges implements Check {
    private static final Set<String> GREAT =
            Set.of("pg_execute_server_program", "pg_read_server_files", "pg_write_server_files", "pg_write_all_data");

    @Override
    public String name() {
        return "role-privileges";
    }

    @Override
    public List<Finding> ask(Visit visit) {
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
            fixes.add("revoke " + String.join(", ", great) + " from " + role);
        }
        return List.of(new Finding(
                name(),
                Severity.WARNING,
                "Role " + facts.role() + " may do more than an application does: " + String.join(", ", all),
                List.of(),
                String.join("; ", fixes)));
    }
}
