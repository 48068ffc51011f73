package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;

/**
 * Tables with which autovacuum does not keep up, or which it leaves alone. It comes when a share of the rows has
 * changed, once a minute; twice that share, and thousands of rows, are what it should have seen.
 */
final class VacuumChecks {
    /** What autovacuum goes by, with what is said of the table itself. {@code %1$s} is vacuum or analyze. */
    private static final String DUE = """
            (coalesce((select option_value::numeric from pg_options_to_table(e.reloptions)
                where option_name = 'autovacuum_%1$s_threshold'),
              current_setting('autovacuum_%1$s_threshold')::numeric)
            + coalesce((select option_value::numeric from pg_options_to_table(e.reloptions)
                where option_name = 'autovacuum_%1$s_scale_factor'),
              current_setting('autovacuum_%1$s_scale_factor')::numeric) * greatest(e.reltuples, 0)::numeric)\
            """;

    /** How long ago that is. */
    private static final String AGO = """
            case extract(day from now() - %1$s) when 0 then 'today' when 1 then 'a day ago'
              else extract(day from now() - %1$s) || ' days ago' end\
            """;

    /**
     * In a queue thousands of rows die each minute: where autovacuum has been a while ago, it is coming along.
     *
     * <p>Bloat that no vacuum has given back is not looked for: to measure it, reads the tables, and a guess is far
     * off.
     */
    private static final String DEAD = "with " + Examined.TABLES
            + """
            , counted as materialized (
              select e.*, pg_stat_get_dead_tuples(e.oid) as dead, pg_stat_get_live_tuples(e.oid) as live,
                greatest(pg_stat_get_last_vacuum_time(e.oid), pg_stat_get_last_autovacuum_time(e.oid)) as vacuumed
              from examined e where e.relkind = 'r')
            select e.oid::regclass || ': ' || dead || ' dead rows beside ' || live || ' live ones, ' || coalesce(
                'vacuumed ' || %s, 'never vacuumed') as object,
              'vacuum ' || e.oid::regclass || '; if they stay, end the oldest transaction, and if they come again, '
                || 'alter table ' || e.oid::regclass || ' set (autovacuum_vacuum_scale_factor = 0.02)' as fix,
              dead as badness, count(*) over () as number
            from counted e
            where dead >= 10000 and dead > 2 * %s
              and (vacuumed is null or vacuumed < now() - interval '10 minutes' or dead >= 1000000)
              and not exists (select from pg_stat_progress_vacuum p where p.relid = e.oid)
            """.formatted(AGO.formatted("vacuumed"), DUE.formatted("vacuum")) + Examined.WORST;

    /** One that was analyzed within the hour is looked after. */
    private static final String UNKNOWN = "with " + Examined.TABLES
            + """
            , counted as materialized (
              select e.*, pg_stat_get_mod_since_analyze(e.oid) as changed,
                greatest(pg_stat_get_last_analyze_time(e.oid), pg_stat_get_last_autoanalyze_time(e.oid)) as analyzed
              from examined e where e.relkind = 'r')
            select e.oid::regclass || ': ' || changed || ' changes, ' || coalesce(
                'analyzed ' || %s, 'never analyzed') as object,
              'analyze ' || e.oid::regclass as fix, changed as badness, count(*) over () as number
            from counted e where changed >= 10000 and changed > 2 * %s
              and (analyzed is null or analyzed < now() - interval '1 hour')
            """.formatted(AGO.formatted("analyzed"), DUE.formatted("analyze")) + Examined.WORST;

    private static final String OFF = "with " + Examined.TABLES + """
            select e.oid::regclass || case when bool_and(said.toasted) then ' (its long values)' else '' end ||
                ', dead rows: ' || pg_stat_get_dead_tuples(e.oid) as object,
              'alter table ' || e.oid::regclass || ' reset (' || string_agg(said.prefix || 'autovacuum_enabled', ', '
                order by said.prefix) || ')' as fix,
              pg_stat_get_dead_tuples(e.oid) as badness, count(*) over () as number
            from examined e left join pg_class t on t.oid = e.reltoastrelid
              cross join lateral (
                select false as toasted, '' as prefix, option_name, option_value from pg_options_to_table(e.reloptions)
                union all
                select true, 'toast.', option_name, option_value from pg_options_to_table(t.reloptions)) said
            where said.option_name = 'autovacuum_enabled' and not said.option_value::boolean group by e.oid
            """ + Examined.WORST;

    private VacuumChecks() {}

    static Check deadRows() {
        return new CatalogCheck(
                "dead-rows",
                Severity.WARNING,
                "table is full of dead rows: autovacuum does not keep up",
                "tables are full of dead rows: autovacuum does not keep up",
                DEAD);
    }

    static Check notAnalyzed() {
        return new CatalogCheck(
                "table-not-analyzed",
                Severity.WARNING,
                "table has changed since it was analyzed: its queries are planned by what it was",
                "tables have changed since they were analyzed: their queries are planned by what they were",
                UNKNOWN);
    }

    static Check switchedOff() {
        return new CatalogCheck(
                "autovacuum-off",
                Severity.WARNING,
                "table is left out by autovacuum",
                "tables are left out by autovacuum",
                OFF);
    }
}
