package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;

/** Rules that are there, and do not hold, or not for all rows. */
final class ConstraintChecks {
    /** What is not enforced is meant so, and cannot be validated. Partitions have theirs from their table. */
    private static final String NOT_VALID = "with " + Examined.TABLES + """
            , waiting as (
              select k.conname, e.reltuples, case when e.oid is null then 'domain ' || k.contypid::regtype
                else 'table ' || e.oid::regclass end as owner
              from pg_constraint k left join examined e on e.oid = k.conrelid
              where not k.convalidated and k.conparentid = 0 and k.coninhcount = 0
                and (e.oid is not null or k.contypid <> 0 and k.connamespace in (select oid from visited))
                and coalesce(to_jsonb(k) ->> 'conenforced', 'true') = 'true')
            select quote_ident(conname) || ' of ' || owner as object,
              'alter ' || owner || ' validate constraint ' || quote_ident(conname) as fix,
              greatest(reltuples, 0) as badness, count(*) over () as number
            from waiting
            """ + Examined.WORST;

    /**
     * Types that are stored alike, as varchar and text are, are the same here; so is a domain and what it is of. What
     * is wider than what it refers to does no harm.
     */
    private static final String OTHER_TYPE = "with " + Examined.TABLES + """
            , pairs as materialized (
              select e.oid, e.reltuples, k.conname, a.attname, b.attrelid as referred, b.attname as referred_name,
                a.atttypid, a.atttypmod, b.atttypid as referred_type, b.atttypmod as referred_mod
              from examined e join pg_constraint k on k.conrelid = e.oid and k.contype = 'f' and k.conparentid = 0
                cross join lateral unnest(k.conkey, k.confkey) u (number, referred)
                join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number
                join pg_attribute b on b.attrelid = k.confrelid and b.attnum = u.referred
              where a.atttypid <> b.atttypid),
            plain as (
              with recursive types (oid, base) as (
                select t.oid, t.oid from pg_type t
                where t.oid in (select atttypid from pairs union select referred_type from pairs)
                union all
                select y.oid, t.typbasetype from types y join pg_type t on t.oid = y.base and t.typtype = 'd')
              select y.oid, y.base from types y join pg_type t on t.oid = y.base and t.typtype <> 'd')
            select p.oid::regclass || '.' || quote_ident(p.attname) || ' is ' || format_type(p.atttypid, p.atttypmod) ||
                ', ' || p.referred::regclass || '.' || quote_ident(p.referred_name) || ' is ' ||
                format_type(p.referred_type, p.referred_mod) as object,
              'make ' || p.oid::regclass || '.' || quote_ident(p.attname) || ' ' ||
                format_type(p.referred_type, p.referred_mod) ||
                ', by a second column if the table is large: to alter its type locks the table while it is rewritten' as fix,
              greatest(p.reltuples, 0) as badness, count(*) over () as number
            from pairs p join plain a on a.oid = p.atttypid join plain b on b.oid = p.referred_type
            where a.base <> b.base
              and (a.base, b.base) not in (values ('int8'::regtype, 'int4'::regtype), ('int8', 'int2'), ('int4', 'int2'))
              and not exists (select from pg_cast s
              where s.castsource = a.base and s.casttarget = b.base and s.castmethod = 'b')
            """ + Examined.WORST;

    /** Those of foreign keys too, which {@code disable trigger all} catches: such a key is not looked at any more. */
    private static final String DISABLED = "with " + Examined.TABLES + """
            , disabled as (
              select distinct e.oid, e.reltuples, k.oid as key, k.conname, case when k.oid is null then t.tgname end as name
              from examined e join pg_trigger t on t.tgrelid = e.oid
                left join pg_constraint k on k.oid = t.tgconstraint and t.tgisinternal
              where t.tgenabled = 'D' and t.tgparentid = 0 and (k.oid is not null or not t.tgisinternal))
            select case when name is null
                then 'foreign key ' || quote_ident(conname) || ', on the side of ' || oid::regclass || ', is not enforced'
                else 'trigger ' || quote_ident(name) || ' of ' || oid::regclass end as object,
              case when name is null then (
                  select 'alter table ' || k.conrelid::regclass || ' drop constraint ' || quote_ident(k.conname) ||
                    ', add constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid) ||
                    case when k.convalidated and c.relkind = 'r' then ' not valid; alter table ' || k.conrelid::regclass ||
                      ' validate constraint ' || quote_ident(k.conname) else '' end
                  from pg_constraint k join pg_class c on c.oid = k.conrelid where k.oid = key)
                else 'alter table ' || oid::regclass || ' enable trigger ' || quote_ident(name) end as fix,
              (name is null)::int as badness, count(*) over () as number
            from disabled
            """ + Examined.WORST;

    private static final String IDLE_POLICY = "with " + Examined.TABLES + """
            select e.told || ': ' || string_agg(quote_ident(p.polname), ', ' order by p.polname) as object,
              'alter table ' || e.oid::regclass || ' enable row level security' as fix,
              count(*) as badness, count(*) over () as number
            from examined e join pg_policy p on p.polrelid = e.oid
            where not e.relrowsecurity group by e.oid, e.told
            """ + Examined.WORST;

    private ConstraintChecks() {}

    static Check notValid() {
        return new CatalogCheck(
                "constraint-not-validated",
                Severity.WARNING,
                "constraint was never validated: rows from before it may break it",
                "constraints were never validated: rows from before them may break them",
                NOT_VALID);
    }

    static Check otherType() {
        return new CatalogCheck(
                "foreign-key-of-other-type",
                Severity.HINT,
                "column of a foreign key has another type than what it refers to",
                "columns of foreign keys have another type than what they refer to",
                OTHER_TYPE);
    }

    static Check disabledTrigger() {
        return new CatalogCheck(
                "disabled-trigger",
                Severity.WARNING,
                "trigger or foreign key is switched off",
                "triggers and foreign keys are switched off",
                DISABLED);
    }

    static Check idlePolicy() {
        return new CatalogCheck(
                "policy-not-enforced",
                Severity.WARNING,
                "table has policies for its rows, and does not enforce them",
                "tables have policies for their rows, and do not enforce them",
                IDLE_POLICY);
    }
}
