package dev.serein.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The database that a template's databases are copied from, and what a copy of it lacks. */
final class MigratedTemplate {
    /** A copy of a database has not its settings: {@code create database} in PostgreSQL's manual. */
    private static final String SETTINGS = """
            select format('set %s to %s', split_part(setting, '=', 1),
                     case when lower(split_part(setting, '=', 1)) in ('search_path', 'temp_tablespaces',
                         'session_preload_libraries', 'local_preload_libraries')
                     then substr(setting, strpos(setting, '=') + 1)
                     else quote_literal(substr(setting, strpos(setting, '=') + 1)) end)
              from pg_catalog.pg_db_role_setting, unnest(setconfig) setting
             where setrole = 0
               and setdatabase = (select oid from pg_catalog.pg_database where datname = current_database())
            """;

    private final ScratchPostgres postgres;
    private final String database;
    private final List<String> settings = new ArrayList<>();
    private final TemplateRows rows;
    private @Nullable ScratchDatabase untouched;

    MigratedTemplate(ScratchPostgres postgres, Template template) {
        this.postgres = postgres;
        TemplateShelf shelf = postgres.shelf();
        String known = shelf == null ? null : shelf.take(template.hash());
        if (known != null) {
            this.rows = look(postgres.lasting(known), settings);
            this.database = known;
            return;
        }
        String kept = null;
        ScratchDatabase made = null;
        try {
            made = postgres.createEmpty(template.locale());
            this.rows = fill(made, template, settings);
            kept = shelf == null ? null : shelf.put(template.hash(), made.name());
        } catch (RuntimeException e) {
            if (made != null) {
                made.close();
            }
            throw e;
        } finally {
            if (shelf != null && kept == null) {
                shelf.leaveEmpty(template.hash());
            }
        }
        this.database = kept == null ? made.name() : kept;
    }

    private static TemplateRows look(ScratchDatabase template, List<String> settings) {
        try (Connection connection = template.dataSource().getConnection()) {
            return look(connection, settings);
        } catch (SQLException e) {
            throw new ScratchPostgresException("Cannot look at " + template + ": " + e.getMessage(), "", e);
        }
    }

    private static TemplateRows look(Connection connection, List<String> settings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SETTINGS)) {
            while (rows.next()) {
                settings.add(rows.getString(1));
            }
        }
        return TemplateRows.of(connection);
    }

    private static TemplateRows fill(ScratchDatabase made, Template template, List<String> settings) {
        try (Connection connection = made.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String extension : template.extensions()) {
                createExtension(made, statement, extension);
            }
            if (template.migrations() != null) {
                new Migrator(made.dataSource(), template.migrations()).migrate();
            }
            template.scripts().forEach(made::run);
            if (template.timeZone() != null) {
                statement.execute("alter database \"" + made.name() + "\" set timezone to '"
                        + template.timeZone().getId() + "'");
            }
            return look(connection, settings);
        } catch (SQLException e) {
            throw new ScratchPostgresException("Cannot set up " + made + ": " + e.getMessage(), "", e);
        }
    }

    private static void createExtension(ScratchDatabase made, Statement statement, String extension)
            throws SQLException {
        try (var available = statement
                .getConnection()
                .prepareStatement("select 1 from pg_catalog.pg_available_extensions where name = ?")) {
            available.setString(1, extension);
            try (ResultSet row = available.executeQuery()) {
                if (!row.next()) {
                    throw new ScratchPostgresException(
                            "The extension " + extension + " is not available on " + made.server(),
                            "use a server that has it: -Dserein.postgres=testcontainers:IMAGE, or its URL in"
                                    + " DATABASE_TEST_URL; an embedded one has only those that PostgreSQL comes with");
                }
            }
        }
        statement.execute("create extension if not exists \"" + extension.replace("\"", "\"\"") + "\" cascade");
    }

    TemplateRows rows() {
        return rows;
    }

    /**
     * A copy that nobody writes to, made when first asked for: connections to the template itself would be in the way.
     */
    synchronized ScratchDatabase untouched() {
        if (untouched == null) {
            untouched = postgres.copyOf(this);
        }
        return untouched;
    }

    String database() {
        return database;
    }

    /** What follows {@code alter database} for each copy. */
    List<String> settings() {
        return settings;
    }
}
