package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Large indexes by which nothing was read since the server counts. A hint: it may have been made this morning, or be
 * there for a report at the end of the year. Those of partitions are left out, as they can only go with their table's.
 */
record UnusedIndex(String sql, Duration longEnough) implements Check {
    static final Duration MONTH = Duration.ofDays(30);

    /**
     * Appended to what pg-index-health answers: what makes no row twice, or leads from a foreign key, is not in it. The
     * server counts since the counters of the database were cleared, or all of them, as after a crash.
     */
    static final String ANSWER = """
            select index_name || ' of ' || table_name || ', ' || pg_size_pretty(index_size) as object,
              'drop index ' || case when c.relkind = 'i' then 'concurrently ' else '' end || index_name as fix,
              index_size as badness, count(*) over () as number,
              (select extract(epoch from now() - greatest(b.stats_reset, d.stats_reset))::bigint
                from pg_stat_bgwriter b, pg_stat_database d where d.datname = current_database()) as seconds
            from found join pg_class c on c.oid = to_regclass(index_name) join pg_index i on i.indexrelid = c.oid
            where index_scans = 0 and index_size >= 10 * 1024 * 1024 and not c.relispartition and i.indisvalid
              and not i.indisexclusion and not i.indisreplident
            """;

    private record Row(String object, String fix, long number, Duration counted) {}

    @Override
    public String name() {
        return "unused-index";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        List<Row> rows = visit.rows(
                sql,
                row -> new Row(
                        Figures.shown(row.getString("object")),
                        Figures.shown(row.getString("fix")),
                        row.getLong("number"),
                        Duration.ofSeconds(row.getLong("seconds"))),
                (Object) visit.schemas().toArray(String[]::new));
        if (rows.isEmpty()) {
            return List.of();
        }
        Row worst = rows.get(0);
        String number = worst.number() + (worst.number() == 1 ? " large index was" : " large indexes were");
        if (worst.counted().compareTo(longEnough) < 0) {
            throw new CannotSee(number + " not used in the " + worst.counted().toDays()
                    + " days since the server counts; examine again when it has counted for " + longEnough.toDays());
        }
        return List.of(new Finding(
                name(),
                Severity.HINT,
                number + " never used in " + worst.counted().toDays() + " days",
                rows.stream().map(Row::object).toList(),
                worst.fix() + ", if it is not new, and no replica reads by it"));
    }
}
