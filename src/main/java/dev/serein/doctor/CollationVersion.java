package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.List;

/**
 * Collations that order otherwise than when their indexes were made, as after an upgrade of the system: such an index
 * misses rows that are there, and lets in what should be unique. Before PostgreSQL 15 the server does not note the
 * version of a database's own collation.
 */
final class CollationVersion implements Check {
    private static final String INDEXES = """
            with used as materialized (
              select u.oid, count(distinct i.indexrelid) as indexes
              from pg_index i cross join lateral unnest(i.indcollation) u (oid) group by u.oid)
            """;

    private static final String OF_COLUMNS = """
            select 'collation ' || c.oid::regcollation as told, c.collversion as noted,
              pg_collation_actual_version(c.oid) as actual, used.indexes,
              'alter collation ' || c.oid::regcollation || ' refresh version' as noting
            from used join pg_collation c on c.oid = used.oid where c.collversion is not null
            """;

    private static final String OF_THE_DATABASE = """
            union all
            select 'database ' || quote_ident(d.datname), d.datcollversion, pg_database_collation_actual_version(d.oid),
              (select coalesce(sum(indexes), 0) from used where oid = 'pg_catalog.default'::regcollation),
              'alter database ' || quote_ident(d.datname) || ' refresh collation version'
            from pg_database d where d.datname = current_database() and d.datcollversion is not null
            """;

    private static final String CHANGED = """
            select told || ': made with version ' || noted || ', the system has ' || actual || '; ' || indexes ||
                case indexes when 1 then ' index' else ' indexes' end as object,
              noting, count(*) over () as number
            from (%s) known where noted <> actual and indexes > 0 order by indexes desc, told limit 100
            """;

    private record Row(String object, String noting, long number) {}

    @Override
    public String name() {
        return "collation-version";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        String known = visit.isAtLeast(150000) ? OF_COLUMNS + OF_THE_DATABASE : OF_COLUMNS;
        List<Row> rows = visit.rows(
                INDEXES + CHANGED.formatted(known),
                row -> new Row(
                        Figures.shown(row.getString("object")),
                        Figures.shown(row.getString("noting")),
                        row.getLong("number")));
        if (rows.isEmpty()) {
            return List.of();
        }
        long number = rows.get(0).number();
        return List.of(new Finding(
                name(),
                Severity.DANGER,
                number + (number == 1 ? " collation has" : " collations have")
                        + " changed since indexes were made: they may miss rows, and let in duplicates",
                rows.stream().map(Row::object).toList(),
                "reindex the indexes that it orders, concurrently, then "
                        + rows.get(0).noting() + (number == 1 ? "" : "; and so on for the others")));
    }
}
