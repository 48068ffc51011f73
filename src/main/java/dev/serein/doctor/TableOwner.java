package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.List;

/** Whether the role owns the tables that it uses. A hint only: a small house has one role for everything. */
final class TableOwner implements Check {
    private static final String SQL = """
            select count(*), count(*) filter (where pg_has_role(session_user, c.relowner, 'usage'))
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname = any(?) and c.relname <> 'flyway_schema_history'
            """;

    @Override
    public String name() {
        return "table-owner";
    }

    private record Tables(long all, long owned) {}

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        String role = visit.facts().role();
        if (visit.facts().superuser()) {
            return List.of(); // which another check tells
        }
        Tables tables = visit.rows(SQL, row -> new Tables(row.getLong(1), row.getLong(2)), (Object)
                        visit.schemas().toArray(String[]::new))
                .get(0);
        return tables.owned == 0
                ? List.of()
                : List.of(new Finding(
                        name(),
                        Severity.HINT,
                        "Role " + role + " owns " + tables.owned + " of " + Figures.count(tables.all, "table")
                                + ": it may drop them, and row-level security does not bind it",
                        List.of(),
                        "let a role that only migrates own them, and grant select, insert, update, delete to "
                                + Figures.quoted(role)));
    }
}
