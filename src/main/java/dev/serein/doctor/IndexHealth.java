package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import io.github.mfvanek.pg.core.checks.common.Diagnostic;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The checks of pg-index-health that fit: its statements, in our words, without what is no harm. Its own classes ask
 * for one schema at a time, and for no schema whose name has a capital letter, as they make the name small. Their
 * statements take the schema at one place; there all of them are put.
 *
 * <p>Not used, as they are wrong or slow, and asked by checks of our own: foreign keys without index, duplicated and
 * intersected indexes (see {@link ForeignKeyWithoutIndex}, {@link RedundantIndex}); sequences, which fail with "bigint
 * out of range" where one may become very negative, and know nothing of the column; constraints that are not valid,
 * which know neither domains nor what is not enforced; foreign keys of unmatched types, which take {@code varchar(10)}
 * and {@code text} for such; tables with missing indexes, half a second, spent on the sizes of all tables. Duplicated
 * foreign keys take more than a second where there are 5,000. Bloat is a guess, far off for wide rows, and needs the
 * right to read the tables.
 */
final class IndexHealth {
    private static final String ONE_SCHEMA = "= ?::text";

    private static final String COLUMN = """
            select table_name || '.' || column_name || ', ' || column_type as object, %s as fix,
              greatest(reltuples, 0) as badness, count(*) over () as number
            from found
            """;

    private IndexHealth() {}

    /** It reads all of its statements at once, by the loader of the thread, which may know nothing of it. */
    static List<Check> checks() {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        thread.setContextClassLoader(IndexHealth.class.getClassLoader());
        try {
            return List.of(json(), timestamps(), invalidIndexes(), withoutPrimaryKey(), unusedIndexes());
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    /** One that is being built is invalid too; who builds is seen by all, but what, by its locks only. */
    private static Check invalidIndexes() {
        return new CatalogCheck(
                "invalid-index",
                Severity.WARNING,
                "index is invalid: it costs time at every write, and no query uses it",
                "indexes are invalid: they cost time at every write, and no query uses them",
                of(Diagnostic.INVALID_INDEXES, """
                        select index_name || ' of ' || table_name || ', ' || pg_size_pretty(index_size) as object,
                          case when index_name ~ '_ccnew[0-9]*"?$|_ccold[0-9]*"?$' then 'drop' else 'reindex' end ||
                            ' index concurrently ' || index_name || case when index_name !~ '_cc(new|old)[0-9]*"?$'
                              and (select indisunique from pg_index where indexrelid = to_regclass(index_name))
                            then ', once no two rows are alike by it' else '' end as fix,
                          index_size as badness, count(*) over () as number
                        from found
                        where not exists (select from pg_stat_progress_create_index b join pg_locks l using (pid)
                          where l.relation = found.oid)
                        """));
    }

    private static Check unusedIndexes() {
        return new UnusedIndex(of(Diagnostic.UNUSED_INDEXES, UnusedIndex.ANSWER), UnusedIndex.MONTH);
    }

    /** A partition has it from its table; and a table of which all partitions have one of their own is well. */
    private static Check withoutPrimaryKey() {
        return new CatalogCheck(
                "table-without-primary-key",
                Severity.WARNING,
                "table has no primary key: no row of it can be told from its copy, nor replicated when it changes",
                "tables have no primary key: no row of them can be told from its copy, nor replicated when it changes",
                of(Diagnostic.TABLES_WITHOUT_PRIMARY_KEY, """
                        select table_name || ', ' || pg_size_pretty(table_size) as object,
                          'alter table ' || table_name ||
                            ' add primary key (…), with columns that are unique, or an identity column' as fix,
                          table_size as badness, count(*) over () as number
                        from found
                        where not relispartition and not (relkind = 'p'
                          and exists (select from pg_inherits h where h.inhparent = found.oid)
                          and not exists (select from pg_inherits h where h.inhparent = found.oid and not exists (
                            select from pg_constraint p where p.conrelid = h.inhrelid and p.contype = 'p')))
                        """));
    }

    private static Check json() {
        return new CatalogCheck(
                "json-column",
                Severity.HINT,
                "column is json, which is parsed at every use, and cannot be compared or indexed as jsonb can",
                "columns are json, which is parsed at every use, and cannot be compared or indexed as jsonb can",
                of(Diagnostic.COLUMNS_WITH_JSON_TYPE, COLUMN.formatted("""
                        'alter table ' || table_name || ' alter column ' || column_name ||
                        ' type jsonb; it locks the table while it rewrites it: use a second column if that is large'
                        """)));
    }

    private static Check timestamps() {
        return new CatalogCheck(
                "timestamp-without-time-zone",
                Severity.HINT,
                "column holds a time without the zone: who reads it guesses the moment",
                "columns hold a time without the zone: who reads them guesses the moment",
                of(Diagnostic.COLUMNS_WITH_TIMESTAMP_OR_TIMETZ_TYPE, COLUMN.formatted("""
                        case column_type when 'timestamp without time zone'
                          then 'alter table ' || table_name || ' alter column ' || column_name || ' type timestamptz; if '
                            || 'it holds UTC, in a session whose time zone is UTC: then no row is rewritten'
                          else 'use timestamptz, or time, for ' || table_name || '.' || column_name end
                        """)));
    }

    /** Joined with what is known of the tables. */
    private static String of(Diagnostic theirs, String answer) {
        String sql = theirs.getSqlQuery();
        if (sql.split(Pattern.quote(ONE_SCHEMA), -1).length != 2) {
            throw new IllegalStateException(theirs + " of pg-index-health takes the schema in another way");
        }
        return "with theirs as (\n"
                + sql.replace(ONE_SCHEMA, "= any (?::text[])").replaceFirst(";\\s*$", "") + """
                ),
                found as (
                  select theirs.*, c.oid, c.relkind, c.relispartition, c.reltuples
                  from theirs join pg_class c on c.oid = to_regclass(theirs.table_name)
                  where %s)
                """.formatted(Examined.OURS)
                + answer + Examined.WORST;
    }
}
