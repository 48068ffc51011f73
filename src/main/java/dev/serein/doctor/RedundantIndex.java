package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;

/**
 * Indexes that another one makes superfluous: each costs time at every write, and space.
 *
 * <p>Not asked of pg-index-health: it takes indexes of other order, such as {@code (a, b)} and {@code (a, b desc)}, for
 * identical ones, compares expressions by their place only, so that {@code (lower(a))} and {@code (upper(a), b)}
 * overlap, and does not say which one can go.
 */
final class RedundantIndex {
    /** {@code kept}: a constraint, a foreign key or replication goes by it. */
    private static final String INDEXES = "with " + Examined.TABLES + """
            , uses as (
              select conindid, bool_or(contype = 'f') as referred,
                max(conname) filter (where contype in ('p', 'u', 'x')) as made_by
              from pg_constraint where conindid <> 0 group by conindid),
            indexes as materialized (
              select i.indexrelid, i.indrelid, i.indisunique, i.indimmediate, i.indisprimary, i.indnatts, i.indnkeyatts,
                i.indkey, i.indclass, i.indcollation, i.indoption, i.indexprs, i.indpred,
                c.relkind, c.relam, c.relpages, u.made_by,
                i.indisprimary or i.indisreplident or coalesce(u.referred, false) as kept
              from examined e join pg_index i on i.indrelid = e.oid join pg_class c on c.oid = i.indexrelid
                left join uses u on u.conindid = i.indexrelid
              where i.indisvalid and not c.relispartition)
            """;

    private static final String ANSWER = """
            select s.indexrelid::regclass || ' of ' || s.indrelid::regclass || '%s' || l.indexrelid::regclass ||
                case when s.relpages > 0
                  then ', ' || pg_size_pretty(s.relpages * current_setting('block_size')::bigint) else '' end as object,
              case when s.made_by is not null
                then 'alter table ' || s.indrelid::regclass || ' drop constraint ' || quote_ident(s.made_by)
                else 'drop index ' || case s.relkind when 'i' then 'concurrently ' else '' end || s.indexrelid::regclass
                end as fix,
              s.relpages as badness, count(*) over () as number
            """;

    /**
     * Of those that are alike the best stays: one that must, then a unique one, then the eldest. A unique one makes
     * another superfluous only if it forbids as much, at the same moment. Expressions are compared as the server keeps
     * them, but for where they stood in their statement: to have them told as SQL, waits for who changes the table.
     */
    private static final String SAME = INDEXES + """
            , alike as (
              select *, first_value(indexrelid) over (
                  partition by indrelid, relam, indnkeyatts, indkey, indclass, indcollation, indoption,
                    regexp_replace(indexprs::text, ':location -?[0-9]+', '', 'g'),
                    regexp_replace(indpred::text, ':location -?[0-9]+', '', 'g')
                  order by kept desc, indisunique and indimmediate desc, indisunique desc, made_by is null, indexrelid) as best
              from indexes)
            """ + ANSWER.formatted(" is the same as ") + """
            from alike s join indexes l on l.indexrelid = s.best
            where s.indexrelid <> s.best and not s.kept and (not s.indisunique or l.indisunique and l.indimmediate
              and (select to_jsonb(x) ->> 'indnullsnotdistinct' from pg_index x where x.indexrelid = s.indexrelid)
                is not distinct from
                (select to_jsonb(x) ->> 'indnullsnotdistinct' from pg_index x where x.indexrelid = l.indexrelid))
            """ + Examined.WORST;

    /** One that is much smaller than what begins like it is read faster, and is left alone. */
    private static final String BEGINNING =
            INDEXES + """
            , longer as (
              select distinct on (s.indexrelid) s.indexrelid as beginning, l.indexrelid
              from indexes s join pg_index l on l.indrelid = s.indrelid join pg_class c on c.oid = l.indexrelid
              where not s.kept and not s.indisunique and s.made_by is null and s.indpred is null and s.indexprs is null
                and s.indnatts = s.indnkeyatts and s.relam = (select oid from pg_am where amname = 'btree')
                and c.relam = s.relam and l.indisvalid and l.indnkeyatts > s.indnkeyatts and l.indpred is null
                and c.relpages <= 4 * s.relpages + 100
                and (l.indkey::int2[])[0:s.indnkeyatts - 1] = (s.indkey::int2[])[0:s.indnkeyatts - 1]
                and (l.indclass::oid[])[0:s.indnkeyatts - 1] = (s.indclass::oid[])[0:s.indnkeyatts - 1]
                and (l.indcollation::oid[])[0:s.indnkeyatts - 1] = (s.indcollation::oid[])[0:s.indnkeyatts - 1]
                and (l.indoption::int2[])[0:s.indnkeyatts - 1] = (s.indoption::int2[])[0:s.indnkeyatts - 1]
              order by s.indexrelid, c.relpages, l.indexrelid)
            """ + ANSWER.formatted(" is the beginning of ") + """
            from longer l join indexes s on s.indexrelid = l.beginning
            """ + Examined.WORST;

    private RedundantIndex() {}

    static Check same() {
        return new CatalogCheck(
                "duplicate-index",
                Severity.WARNING,
                "index does what another one does",
                "indexes do what others do",
                SAME);
    }

    static Check beginning() {
        return new CatalogCheck(
                "overlapping-index",
                Severity.HINT,
                "index is the beginning of another one",
                "indexes are the beginning of others",
                BEGINNING);
    }
}
