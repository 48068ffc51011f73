package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Narrow primary keys whose numbers the application makes, or asks a sequence for that the column knows nothing of, as
 * object-relational mappers do. The largest key is what the last analyze has met; what a sequence feeds is
 * {@link SequenceNearEnd}'s.
 */
final class IntegerKeyNearEnd implements Check {
    /** Statistics are looked up one by one: to meet them by name, the planner may read all of them for each key. */
    private static final String SQL = "with " + Examined.TABLES + """
            , keys as materialized (
              select coalesce(pg_partition_root(e.oid), e.oid) as root, n.nspname, e.relname, a.attname,
                format_type(a.atttypid, null) as type, case a.atttypid when 'int2'::regtype then 32767 else 2147483647 end as most,
                has_column_privilege(e.oid, a.attnum, 'select') as readable
              from examined e join pg_namespace n on n.oid = e.relnamespace
                join pg_constraint k on k.conrelid = e.oid and k.contype = 'p'
                join pg_attribute a on a.attrelid = e.oid and a.attnum = any (k.conkey)
              where a.atttypid in ('int2'::regtype, 'int4'::regtype) and a.attidentity = '' and not a.atthasdef
                and e.relkind = 'r'),
            used as (
              select k.root, k.attname, k.type, max(100 * met.bounds[cardinality(met.bounds)]::bigint / k.most) as percent
              from keys k cross join lateral (select histogram_bounds::text::text[] as bounds from pg_stats s
                where s.schemaname = k.nspname and s.tablename = k.relname and s.attname = k.attname and not s.inherited
                  and s.histogram_bounds is not null offset 0) met
              where k.readable group by k.root, k.attname, k.type)
            select root::regclass || '.' || quote_ident(attname) || ', ' || type || ': ' || percent || ' % used' as object,
              'put a bigint column in the place of ' || root::regclass || '.' || quote_ident(attname) ||
                ', filled in batches, as to alter its type locks the table while it is rewritten' as fix,
              count(percent) over () as number, (select count(*) from keys where not readable) as unreadable
            from (select) one left join used on percent >= 75
            order by percent desc, object limit 100
            """;

    private record Row(@Nullable String object, @Nullable String fix, long number, long unreadable) {}

    @Override
    public String name() {
        return "integer-key-near-end";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        List<Row> rows = visit.rows(
                SQL,
                row -> new Row(
                        row.getString("object"),
                        row.getString("fix"),
                        row.getLong("number"),
                        row.getLong("unreadable")),
                (Object) visit.schemas().toArray(String[]::new));
        Row first = rows.get(0);
        List<Finding> findings = first.number() == 0 ? List.of() : List.of(finding(first, rows));
        if (first.unreadable() > 0) {
            throw new CannotSee(
                    "role " + visit.facts().role() + " may not read " + Figures.count(first.unreadable(), "integer key")
                            + "; grant select on them to it",
                    findings);
        }
        return findings;
    }

    private Finding finding(Row worst, List<Row> rows) {
        boolean one = worst.number() == 1;
        return new Finding(
                name(),
                Severity.WARNING,
                Figures.count(worst.number(), "primary key") + (one ? " has" : " have")
                        + " used 75 % or more of the numbers of " + (one ? "its type" : "their types"),
                rows.stream()
                        .map(row -> Figures.shown(String.valueOf(row.object())))
                        .toList(),
                Figures.shown(String.valueOf(worst.fix())) + (one ? "" : "; and so on for the others"));
    }
}
