package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.List;

/** Schemas in which everybody may create: functions that others then call by mistake, with their rights. */
final class OpenSchemas implements Check {
    private static final String SQL = """
            select nspname from pg_namespace
            where (nspname = any(?) or nspname = 'public') and has_schema_privilege('public', oid, 'create')
            order by nspname
            """;

    @Override
    public String name() {
        return "open-schemas";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        List<String> open = visit.rows(
                SQL, row -> row.getString(1), (Object) visit.schemas().toArray(String[]::new));
        return open.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        name(),
                        Severity.WARNING,
                        "Everybody who may connect may create objects in " + Figures.count(open.size(), "schema")
                                + ", and have others run them",
                        open,
                        "revoke create on schema "
                                + String.join(
                                        ", ", open.stream().map(Figures::quoted).toList()) + " from public"));
    }
}
