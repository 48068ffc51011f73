package dev.serein.doctor;

/**
 * Whose tables are examined, as SQL. Statements take no lock on them that somebody could wait for, and wait for none:
 * sizes are those of the last vacuum or analyze, as the functions that look at the files lock what they look at.
 */
final class Examined {
    /**
     * Of a {@code pg_class c}: neither an extension's, nor one in which Flyway, Serein or Liquibase notes what it has
     * migrated.
     */
    static final String OURS = """
            c.relname !~* '^(flyway_schema_history(_steps)?|databasechangelog(lock)?)$' and not exists (select from pg_depend x
              where x.classid = 'pg_class'::regclass and x.objid = c.oid and x.deptype = 'e')
            """;

    /** To stand in a {@code with}. Its parameter are the schemas. {@code told} is the table as a person reads it. */
    static final String TABLES = """
            visited as (select oid from pg_namespace where nspname = any (?::text[])),
            examined as materialized (
              select c.*, c.oid::regclass ||
                  case when c.reltuples > 0 then ' (about ' || c.reltuples::bigint || ' rows)' else '' end as told
              from pg_class c
              where c.relnamespace in (select oid from visited) and c.relkind in ('r', 'p') and %s)
            """.formatted(OURS);

    /** To end a select of {@code object}, {@code fix} and {@code badness}: the worst ones, and how many there are. */
    static final String WORST = " order by badness desc, object limit 100";

    private Examined() {}
}
