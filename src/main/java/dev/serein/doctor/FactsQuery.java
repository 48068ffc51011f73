package dev.serein.doctor;

import dev.serein.Transaction;
import dev.serein.doctor.Facts.Setting;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.postgresql.PGConnection;

/** Asks for the {@link Facts}: one statement, of catalogs that everybody may read. */
final class FactsQuery {
    /**
     * A schema is an extension's if the extension has made it; in others, the tables of extensions do not count. The
     * rows of {@code pg_settings} are read before anything is set.
     */
    private static final String SQL = """
            with settings as materialized (select name, coalesce(setting, '') as setting, source from pg_settings)
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
              array(select name from settings order by name) as names,
              array(select setting from settings order by name) as values,
              array(select source from settings order by name) as sources,
              clock_timestamp() as clock
            from pg_roles r, pg_database d
            where r.rolname = session_user and d.datname = current_database()
            """;

    private FactsQuery() {}

    /** @throws dev.serein.DatabaseException if the server cannot be asked */
    static Facts ask(Transaction tx, Clock clock) {
        int begun = tx.sql()
                .connectionResult(
                        connection -> connection.unwrap(PGConnection.class).getBackendPID());
        Instant asked = clock.instant();
        Record row = tx.sql().fetchSingle(SQL);
        Instant answered = clock.instant();
        return new Facts(
                row.get("role", String.class),
                row.get("superuser", boolean.class),
                texts(row, "attributes"),
                texts(row, "memberships"),
                row.get("role_limit", int.class),
                row.get("database", String.class),
                row.get("database_limit", int.class),
                row.get("recovering", boolean.class),
                row.get("process", int.class) != begun,
                row.get("tls", String.class),
                texts(row, "schemas"),
                settings(row),
                asked,
                row.get("clock", OffsetDateTime.class).toInstant(),
                answered);
    }

    private static Map<String, Setting> settings(Record row) {
        List<String> names = texts(row, "names");
        List<String> values = texts(row, "values");
        List<String> sources = texts(row, "sources");
        Map<String, Setting> settings = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            settings.put(names.get(i), new Setting(values.get(i), sources.get(i)));
        }
        return Map.copyOf(settings);
    }

    private static List<String> texts(Record row, String column) {
        return Arrays.asList(row.get(column, String[].class));
    }
}
