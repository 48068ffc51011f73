package dev.serein.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A table, sequence, view or materialized view, as the catalog has it.
 *
 * @param name quoted, with its schema
 * @param shown for people
 * @param kind as {@code pg_class.relkind}
 * @param file where its rows are: another one after truncate and the like
 * @param always whether triggers or rules of it run even where nothing else does
 * @param cached whether sessions hold numbers of the sequence in store
 * @param form a fingerprint of its entry in the catalog
 */
record Relation(
        long oid,
        String name,
        String shown,
        char kind,
        long file,
        boolean empty,
        boolean always,
        boolean populated,
        boolean cached,
        String form) {
    /**
     * What changes without a change of the schema is left out: by vacuum, analyze, truncate, cluster. Tables of one
     * session, and what holds long values, are not looked at.
     */
    static final String ALL = """
            select c.oid, format('%I.%I', n.nspname, c.relname),
                   case when pg_catalog.pg_table_is_visible(c.oid) then format('%I', c.relname)
                        else format('%I.%I', n.nspname, c.relname) end,
                   c.relkind, c.relfilenode,
                   c.relkind not in ('r', 'm') or pg_catalog.pg_relation_size(c.oid) = 0,
                   exists (select from pg_catalog.pg_trigger t where t.tgrelid = c.oid and t.tgenabled in ('A', 'R'))
                   or exists (select from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.ev_enabled in ('A', 'R')),
                   c.relispopulated, coalesce(s.seqcache > 1, false),
                   md5(concat_ws(',', c.relname, c.relnamespace, c.reltype, c.reloftype, c.relowner, c.relam,
                       c.reltablespace, c.relisshared, c.relpersistence, c.relkind, c.relnatts, c.relchecks,
                       c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relispartition, c.relispopulated, c.relacl,
                       c.reloptions, c.relpartbound, s))
              from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                   left join pg_catalog.pg_sequence s on s.seqrelid = c.oid
             where c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'pg_toast', 'information_schema')
             order by c.oid
            """;

    static Relation of(ResultSet row) throws SQLException {
        return new Relation(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4).charAt(0),
                row.getLong(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                row.getBoolean(9),
                row.getString(10));
    }

    boolean hasRows() {
        return kind == 'r' || kind == 'm';
    }

    /** Its kind and name. */
    String described() {
        String word =
                switch (kind) {
                    case 'r', 'p' -> "table ";
                    case 'S' -> "sequence ";
                    case 'v' -> "view ";
                    case 'm' -> "materialized view ";
                    case 'i', 'I' -> "index ";
                    case 'f' -> "foreign table ";
                    default -> "type ";
                };
        return word + shown;
    }
}
