package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.List;

/**
 * A check that is one statement of catalogs and statistics. It answers with a row for each object, the worst first:
 * {@code object}, as it is told, and {@code fix}, the statement to run, with {@code number}, how many objects there
 * are. Its one parameter, if it has one, are the schemas. All schemas are asked for at once: their number costs
 * nothing.
 *
 * @param one what is wrong, after a 1: {@code foreign key has no index}
 * @param many the same, after another number
 */
record CatalogCheck(String name, Severity severity, String one, String many, String sql) implements Check {
    private record Row(String object, String fix, long number) {}

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        List<Row> rows = visit.rows(
                sql,
                row -> new Row(
                        Figures.shown(row.getString("object")),
                        Figures.shown(row.getString("fix")),
                        row.getLong("number")),
                values(visit));
        return rows.isEmpty() ? List.of() : List.of(finding(rows));
    }

    private Object[] values(Visit visit) {
        return sql.indexOf('?') < 0
                ? new Object[0]
                : new Object[] {visit.schemas().toArray(String[]::new)};
    }

    private Finding finding(List<Row> rows) {
        long number = rows.get(0).number();
        String fix = rows.get(0).fix();
        return new Finding(
                name,
                severity,
                number + " " + (number == 1 ? one : many),
                rows.stream().map(Row::object).toList(),
                number == 1 ? fix : fix + "; and so on for the others");
    }
}
