package dev.serein.doctor;

import dev.serein.Transaction;
import dev.serein.connection.ServerLink;
import dev.serein.doctor.Facts.Setting;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Asks for the {@link Facts}: two statements, of catalogs that everybody may read. */
final class FactsQuery {
    /**
     * What has to be read before anything is set; then all that follows is bounded. Names are looked up in what the
     * role says, where others may have put functions and operators of theirs: each name here says its schema, and there
     * is no operator.
     */
    private static final String BEFORE = """
            with before as materialized (
              select pg_catalog.array_agg(s.name) as names, pg_catalog.array_agg(coalesce(s.setting, '')) as values,
                pg_catalog.array_agg(s.source) as sources,
                (select case when pg_catalog.has_table_privilege(h, 'select') then 'readable' else 'hidden' end
                  from pg_catalog.to_regclass('flyway_schema_history') h where h is not null) as history
              from pg_catalog.pg_settings s)
            select names, values, sources, history, %s as bounds from before
            """.formatted(Round.BOUNDS);

    /** A schema is an extension's if the extension has made it; in others, the tables of extensions do not count. */
    private static final String SQL = """
            select r.rolname as role, r.rolsuper as superuser,
              array_remove(array[case when r.rolcreaterole then 'createrole' end,
                case when r.rolcreatedb then 'createdb' end,
                case when r.rolreplication then 'replication' end,
                case when r.rolbypassrls then 'bypassrls' end], null) as attributes,
              array(select p.rolname::text from pg_roles p
                where p.rolname like 'pg\\_%' and not r.rolsuper and pg_has_role(r.oid, p.oid, 'usage')
                order by p.rolname) as memberships,
              r.rolconnlimit as role_limit, d.datname as database, d.datconnlimit as database_limit,
              pg_is_in_recovery() as recovering, pg_backend_pid() as process,
              (select s.version from pg_stat_ssl s where s.pid = pg_backend_pid() and s.ssl) as tls,
              array(select n.nspname::text from pg_namespace n
                where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                  and not exists (select from pg_depend e where e.classid = 'pg_namespace'::regclass
                    and e.objid = n.oid and e.deptype = 'e')
                  and exists (select from pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p')
                    and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass
                      and e.objid = c.oid and e.deptype = 'e'))
                order by n.nspname) as schemas,
              clock_timestamp() as clock
            from pg_roles r, pg_database d
            where r.rolname = session_user and d.datname = current_database()
            """;

    private static final Field<String> ROLE = text("role");
    private static final Field<Boolean> SUPERUSER = DSL.field("superuser", SQLDataType.BOOLEAN);
    private static final Field<String[]> ATTRIBUTES = texts("attributes");
    private static final Field<String[]> MEMBERSHIPS = texts("memberships");
    private static final Field<Integer> ROLE_LIMIT = DSL.field("role_limit", SQLDataType.INTEGER);
    private static final Field<String> DATABASE = text("database");
    private static final Field<Integer> DATABASE_LIMIT = DSL.field("database_limit", SQLDataType.INTEGER);
    private static final Field<Boolean> RECOVERING = DSL.field("recovering", SQLDataType.BOOLEAN);
    private static final Field<Integer> PROCESS = DSL.field("process", SQLDataType.INTEGER);
    private static final Field<String> TLS = text("tls");
    private static final Field<String> HISTORY = text("history");
    private static final Field<String[]> SCHEMAS = texts("schemas");
    private static final Field<String[]> NAMES = texts("names");
    private static final Field<String[]> VALUES = texts("values");
    private static final Field<String[]> SOURCES = texts("sources");
    private static final Field<String> BOUNDS = text("bounds");
    private static final Field<OffsetDateTime> CLOCK = DSL.field("clock", SQLDataType.TIMESTAMPWITHTIMEZONE);
    /** In the order of the queries. */
    private static final List<Field<?>> COLUMNS_BEFORE = List.of(NAMES, VALUES, SOURCES, HISTORY, BOUNDS);

    private static final List<Field<?>> COLUMNS = List.of(
            ROLE,
            SUPERUSER,
            ATTRIBUTES,
            MEMBERSHIPS,
            ROLE_LIMIT,
            DATABASE,
            DATABASE_LIMIT,
            RECOVERING,
            PROCESS,
            TLS,
            SCHEMAS,
            CLOCK);

    /** A data source may have set no bounds, and catalogs may be locked. */
    private static final int LONGEST_SECONDS = 5;

    private FactsQuery() {}

    private static Field<String> text(String name) {
        return DSL.field(name, SQLDataType.CLOB);
    }

    private static Field<String[]> texts(String name) {
        return DSL.field(name, SQLDataType.CLOB.array());
    }

    /**
     * Asks, and sets the bounds of the transaction.
     *
     * @throws dev.serein.DatabaseException if the server cannot be asked
     */
    static Facts ask(Transaction tx, Clock clock) {
        int begun = tx.sql()
                .connectionResult(
                        connection -> connection.unwrap(ServerLink.class).process());
        // with the columns said, the driver need not ask for what they are
        Record before = tx.sql()
                .resultQuery(BEFORE)
                .queryTimeout(LONGEST_SECONDS)
                .coerce(COLUMNS_BEFORE)
                .fetchSingle();
        Instant asked = clock.instant();
        Record row = tx.sql().resultQuery(SQL).coerce(COLUMNS).fetchSingle();
        Instant answered = clock.instant();
        return new Facts(
                row.get(ROLE),
                row.get(SUPERUSER),
                List.of(row.get(ATTRIBUTES)),
                List.of(row.get(MEMBERSHIPS)),
                row.get(ROLE_LIMIT),
                row.get(DATABASE),
                row.get(DATABASE_LIMIT),
                row.get(RECOVERING),
                row.get(PROCESS) != begun,
                row.get(TLS),
                before.get(HISTORY),
                List.of(row.get(SCHEMAS)),
                settings(before),
                asked,
                row.get(CLOCK).toInstant(),
                answered);
    }

    private static Map<String, Setting> settings(Record row) {
        List<String> names = List.of(row.get(NAMES));
        List<String> values = List.of(row.get(VALUES));
        List<String> sources = List.of(row.get(SOURCES));
        Map<String, Setting> settings = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            settings.put(names.get(i), new Setting(values.get(i), sources.get(i)));
        }
        return Map.copyOf(settings);
    }
}
