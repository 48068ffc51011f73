package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;

/**
 * Foreign keys whose columns no index leads to: whoever deletes a row, or changes its key, reads the whole of the table
 * that refers to it, under locks.
 *
 * <p>Not asked of pg-index-health: it takes an index on {@code (b, a)} for none of a key {@code (a, b)}, and an index
 * that is invalid, of a kind that knows no equality, or of some of the rows, for one.
 */
final class ForeignKeyWithoutIndex {
    /**
     * A partition that has an index of its own needs none that comes from above. That a condition is {@code is not
     * null} is read as the server keeps it: to have it told as SQL, waits for who changes the table.
     */
    private static final String SQL = "with " + Examined.TABLES + """
            , keys as materialized (
              select k.oid, k.conparentid, k.conrelid, k.confrelid, k.conkey, e.relkind, e.told, e.reltuples,
                exists (
                  select from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
                  where i.indrelid = k.conrelid and i.indisvalid and m.amname in ('btree', 'hash')
                    and i.indkey[0] = any (k.conkey)
                    and k.conkey <@ (i.indkey::int2[])[0:i.indnkeyatts - 1]
                    and (i.indpred is null or exists (
                      select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey)
                        and i.indpred::text ~ ('^\\{NULLTEST :arg \\{VAR [^{}]*:varattno ' || a.attnum
                          || ' [^{}]*\\} :nulltesttype 1 [^{}]*\\}$')))
                ) as covered
              from examined e join pg_constraint k on k.conrelid = e.oid and k.contype = 'f'),
            below as (
              select p.conparentid as oid
              from keys p join pg_constraint k on k.oid = p.conparentid and k.conrelid <> p.conrelid
              group by p.conparentid having bool_and(p.covered)),
            bare as (
              select k.*, (
                  select string_agg(quote_ident(a.attname), ', ' order by u.position)
                  from unnest(k.conkey) with ordinality u (number, position)
                  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number) as columns
              from keys k
              where not k.covered and k.conparentid = 0 and k.oid not in (select oid from below)
                and coalesce((select to_jsonb(s) ->> 'conenforced' from pg_constraint s where s.oid = k.oid), 'true')
                  = 'true')
            select conrelid::regclass || ' (' || columns || ') references ' || confrelid::regclass ||
                case when reltuples > 0 then ', about ' || reltuples::bigint || ' rows' else '' end as object,
              case relkind
                when 'p' then 'create index on only ' || conrelid::regclass || ' (' || columns ||
                  '), create one concurrently on each partition, and attach those to it'
                else 'create index concurrently on ' || conrelid::regclass || ' (' || columns || ')' end as fix,
              reltuples as badness, count(*) over () as number
            from bare""" + Examined.WORST;

    private ForeignKeyWithoutIndex() {}

    static Check check() {
        return new CatalogCheck(
                "foreign-key-without-index",
                Severity.WARNING,
                "foreign key has no index",
                "foreign keys have no index",
                SQL);
    }
}
