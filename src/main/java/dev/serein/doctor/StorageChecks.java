package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;

/** How tables are kept and read. */
final class StorageChecks {
    /** A partitioned table counts once. */
    private static final String UNLOGGED = "with " + Examined.TABLES + """
            , unlogged as (
              select coalesce(pg_partition_root(e.oid), e.oid) as root, sum(greatest(e.reltuples, 0)) as rows,
                (array_agg(e.oid order by e.reltuples desc, e.oid))[1] as largest
              from examined e where e.relpersistence = 'u' and e.relkind = 'r' group by 1)
            select root::regclass || case when rows > 0 then ' (about ' || rows::bigint || ' rows)' else '' end as object,
              'alter table ' || largest::regclass || ' set logged' ||
                case when root <> largest then ', and so for its other partitions' else '' end ||
                '; it locks the table while it rewrites it' as fix, rows as badness, count(*) over () as number
            from unlogged
            """ + Examined.WORST;

    /**
     * Large tables that are read as a whole, more often than by an index, for what looks like few rows. To know that
     * few are wanted one would have to see the queries: a hint.
     */
    private static final String READ_WHOLE = "with " + Examined.TABLES + """
            , counted as materialized (
              select e.oid, pg_stat_get_numscans(e.oid) as scans, pg_stat_get_tuples_returned(e.oid) as rows,
                (select coalesce(sum(pg_stat_get_numscans(i.indexrelid)), 0) from pg_index i where i.indrelid = e.oid)
                  as by_index
              from examined e where e.relkind = 'r')
            select oid::regclass || ': read as a whole ' || scans || ' times, ' || rows / scans || ' rows each time, and '
                || by_index || ' times by an index' as object,
              'look in pg_stat_statements for the queries of ' || oid::regclass || ', and index what they ask for' as fix,
              rows as badness, count(*) over () as number
            from counted where scans >= 1000 and scans > by_index and rows / scans >= 10000
            """ + Examined.WORST;

    /** If there is a way to the other version: it may be the older one. */
    private static final String OUTDATED = """
            select quote_ident(name) || ' ' || installed_version || ', and ' || default_version || ' is there' as object,
              'alter extension ' || quote_ident(name) || ' update' as fix, 0 as badness, count(*) over () as number
            from pg_available_extensions
            where installed_version <> default_version and exists (select from pg_extension_update_paths(name)
              where source = installed_version and target = default_version and path is not null)
            """ + Examined.WORST;

    private StorageChecks() {}

    static Check unlogged() {
        return new CatalogCheck(
                "unlogged-table",
                Severity.WARNING,
                "table is unlogged: it is empty after a crash or a failover, and no replica can read it",
                "tables are unlogged: they are empty after a crash or a failover, and no replica can read them",
                UNLOGGED);
    }

    static Check readWhole() {
        return new CatalogCheck(
                "table-read-whole",
                Severity.HINT,
                "large table is mostly read as a whole",
                "large tables are mostly read as a whole",
                READ_WHOLE);
    }

    static Check outdatedExtensions() {
        return new CatalogCheck(
                "extension-outdated",
                Severity.HINT,
                "extension is older than what is installed on the server",
                "extensions are older than what is installed on the server",
                OUTDATED);
    }
}
