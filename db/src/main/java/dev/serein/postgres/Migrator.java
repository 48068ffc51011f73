package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Applies migrations to a fresh database, and says exactly where one fails. */
final class Migrator {
    private static final Pattern NO_VALUE = Pattern.compile("No value provided for placeholder: (\\$\\{[^}]*})");

    private final DataSource database;
    private final MigrationSet migrations;

    Migrator(DataSource database, MigrationSet migrations) {
        this.database = database;
        this.migrations = migrations;
    }

    void migrate() {
        FluentConfiguration configuration = Flyway.configure(Migrator.class.getClassLoader())
                .dataSource(database)
                .locations(migrations.folders().stream()
                        .map(folder -> "filesystem:" + folder.toAbsolutePath())
                        .toArray(String[]::new))
                .placeholders(migrations.placeholders())
                .loggers("slf4j")
                .failOnMissingLocations(true)
                .validateMigrationNaming(true);
        // the default, a lock held in a transaction, waits for ever for "create index concurrently" to end, which waits
        // for it
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        try {
            configuration.load().migrate();
        } catch (FlywayException e) {
            throw explained(e);
        }
    }

    private MigrationFailed explained(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FlywaySqlScriptException script && script.getResource() != null) {
                return explained(script, failure);
            }
        }
        Matcher noValue = NO_VALUE.matcher(String.valueOf(failure.getMessage()));
        return noValue.find()
                ? withoutValue(noValue.group(1), failure)
                : new MigrationFailed(
                        "Cannot apply the migrations: " + failure.getMessage(), null, 0, 0, null, failure);
    }

    private MigrationFailed explained(FlywaySqlScriptException script, FlywayException failure) {
        Path path = Path.of(script.getResource().getAbsolutePathOnDisk());
        ServerErrorMessage server = serverError(script);
        SqlPosition position =
                SqlPosition.of(textOf(path), script.getLineNumber(), String.valueOf(script.getStatement()), server);
        String problem = server == null ? String.valueOf(script.getCause()) : server.getMessage();
        // COPY's state is on the server's answer only
        String sqlState = server == null ? script.getSqlState() : server.getSQLState();
        StringBuilder message = new StringBuilder("Cannot apply ")
                .append(shown(path))
                .append(position)
                .append(": ")
                .append(problem);
        if (sqlState != null) {
            message.append("\n  sqlstate: ").append(sqlState);
        }
        if (server != null && server.getHint() != null) {
            message.append("\n  hint:     ").append(server.getHint());
        }
        return new MigrationFailed(
                message.toString(), shown(path), position.line(), position.column(), sqlState, failure);
    }

    private FilledText textOf(Path file) {
        try {
            return FilledText.of(file, migrations.placeholders());
        } catch (IOException e) {
            return FilledText.of("", Map.of()); // the line is all that is known then
        }
    }

    /** Flyway itself says the place of the statement before. */
    private MigrationFailed withoutValue(String placeholder, FlywayException failure) {
        for (Path file : migrations.files()) {
            FilledText text = textOf(file);
            int at = text.find(placeholder);
            if (at >= 0) {
                SqlPosition position = text.position(at);
                return new MigrationFailed(
                        "Cannot apply " + shown(file) + position + ": the placeholder " + placeholder + " has no value",
                        shown(file),
                        position.line(),
                        position.column(),
                        null,
                        failure);
            }
        }
        return new MigrationFailed("Cannot apply the migrations: " + failure.getMessage(), null, 0, 0, null, failure);
    }

    private static @Nullable ServerErrorMessage serverError(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException server) {
                return server.getServerErrorMessage();
            }
        }
        return null;
    }

    /** As a person at the prompt would name it. */
    private static String shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path there = file.toAbsolutePath().normalize();
        return (there.startsWith(here) ? here.relativize(there) : there)
                .toString()
                .replace('\\', '/');
    }
}
