package dev.serein.postgres;

import dev.serein.flyway.FlywaySetup;
import dev.serein.flyway.ScriptError;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.util.ServerErrorMessage;

/** Applies migrations to a fresh database, and says exactly where one fails. */
final class Migrator {
    private final DataSource database;
    private final MigrationSet migrations;

    Migrator(DataSource database, MigrationSet migrations) {
        this.database = database;
        this.migrations = migrations;
    }

    void migrate() {
        FluentConfiguration configuration = FlywaySetup.configure(
                database,
                migrations.folders().stream()
                        .map(folder -> "filesystem:" + folder.toAbsolutePath())
                        .toList(),
                migrations.placeholders());
        try {
            configuration.load().migrate();
        } catch (FlywayException e) {
            throw explained(ScriptError.of(e, configuration), e);
        }
    }

    private static MigrationFailed explained(ScriptError error, FlywayException failure) {
        String place = error.place();
        StringBuilder message = new StringBuilder("Cannot apply ")
                .append(place == null ? "the migrations" : place)
                .append(": ")
                .append(error.problem());
        if (place != null && error.sqlState() != null) {
            message.append("\n  sqlstate: ").append(error.sqlState());
        }
        ServerErrorMessage server = error.serverError();
        if (place != null && server != null && server.getHint() != null) {
            message.append("\n  hint:     ").append(server.getHint());
        }
        return new MigrationFailed(
                message.toString(),
                error.file(),
                error.position().line(),
                error.position().column(),
                place == null ? null : error.sqlState(),
                failure);
    }
}
