package dev.serein.flyway;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.api.resource.Resource;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * Why Flyway could not apply a migration, and where in the file.
 *
 * @param file as a person at the prompt would name it; null where the failure is not of one file
 * @param position where in the file
 * @param failure what the driver threw; null where the server was not asked
 * @param problem one line, without file and position; of the server's errors the server's own words, which may hold
 *     values of rows
 */
public record ScriptError(
        @Nullable String file,
        SqlPosition position,
        @Nullable SQLException failure,
        String problem) {
    private static final Pattern NO_VALUE = Pattern.compile("No value provided for placeholder: (\\$\\{[^}]*})");
    private static final SqlPosition NOWHERE = new SqlPosition(0, 0);

    /**
     * Takes apart what Flyway threw.
     *
     * @param failure what Flyway threw
     * @param configuration with which it ran
     * @return what is known of it
     */
    public static ScriptError of(FlywayException failure, Configuration configuration) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ScriptFailure ours) {
                return ours.error();
            }
            if (cause instanceof FlywaySqlScriptException script && script.getResource() != null) {
                return of(script, configuration);
            }
        }
        Matcher noValue = NO_VALUE.matcher(String.valueOf(failure.getMessage()));
        ScriptError error = noValue.find() ? withoutValue(noValue.group(1), configuration) : null;
        return error == null
                ? new ScriptError(null, NOWHERE, sqlException(failure), String.valueOf(failure.getMessage()))
                : error;
    }

    private static ScriptError of(FlywaySqlScriptException script, Configuration configuration) {
        ServerErrorMessage server = serverError(script);
        SqlPosition position = SqlPosition.of(
                textOf(script.getResource(), configuration.getPlaceholders()),
                script.getLineNumber(),
                String.valueOf(script.getStatement()),
                server);
        String problem = server == null ? String.valueOf(script.getCause()) : problem(server);
        return new ScriptError(shown(script.getResource()), position, sqlException(script), problem);
    }

    /** @param asWritten whether the statement was sent as it is in the file, so that the server's position counts */
    static ScriptError of(
            Resource resource,
            Configuration configuration,
            ScriptStatement statement,
            boolean asWritten,
            SQLException failure) {
        ServerErrorMessage server = serverError(failure);
        SqlPosition position = SqlPosition.of(
                textOf(resource, configuration.getPlaceholders()),
                statement.line(),
                statement.sql(),
                asWritten ? server : null);
        return new ScriptError(
                shown(resource),
                position,
                failure,
                server == null ? String.valueOf(failure.getMessage()) : problem(server));
    }

    private static String problem(ServerErrorMessage server) {
        return PSQLState.ACTIVE_SQL_TRANSACTION.getState().equals(server.getSQLState())
                ? server.getMessage() + ": " + Script.MEND
                : String.valueOf(server.getMessage());
    }

    /** Flyway itself says the place of the statement before. */
    private static @Nullable ScriptError withoutValue(String placeholder, Configuration configuration) {
        for (LoadableResource each :
                configuration.getResourceProvider().getResources("", configuration.getSqlMigrationSuffixes())) {
            FilledText text = textOf(each, configuration.getPlaceholders());
            int at = text.find(placeholder);
            if (at >= 0) {
                return new ScriptError(
                        shown(each), text.position(at), null, "the placeholder " + placeholder + " has no value");
            }
        }
        return null;
    }

    /**
     * File, line and column, as compilers write them.
     *
     * @return such as {@code db/migration/V3__orders.sql:12:7}; null where the failure is not of one file
     */
    public @Nullable String place() {
        return file == null ? null : file + position;
    }

    /**
     * What the server said.
     *
     * @return its answer; null where the failure is not an answer of the server's
     */
    public @Nullable ServerErrorMessage serverError() {
        return failure == null ? null : serverError(failure);
    }

    /**
     * The SQLSTATE.
     *
     * @return null where none is known
     */
    public @Nullable String sqlState() {
        ServerErrorMessage server = serverError();
        // COPY's state is on the server's answer only
        return server != null ? server.getSQLState() : failure == null ? null : failure.getSQLState();
    }

    private static FilledText textOf(Resource resource, Map<String, String> placeholders) {
        if (!(resource instanceof LoadableResource loadable)) {
            return FilledText.of("", Map.of()); // the line is all that is known then
        }
        try (Reader reader = loadable.read()) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return FilledText.of(text.toString(), placeholders);
        } catch (IOException | FlywayException e) {
            return FilledText.of("", Map.of());
        }
    }

    private static @Nullable ServerErrorMessage serverError(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException server) {
                return server.getServerErrorMessage();
            }
        }
        return null;
    }

    /** The driver's own, which has the server's answer: of a COPY, Flyway puts another around it. */
    private static @Nullable SQLException sqlException(Throwable failure) {
        SQLException first = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException driver) {
                return driver;
            }
            first = first == null && cause instanceof SQLException sql ? sql : first;
        }
        return first;
    }

    /**
     * A file as a person at the prompt would name it.
     *
     * @param resource a file, or an entry of a jar
     * @return the path from the working directory on, where it is below that; in a jar, from its root
     */
    public static String shown(Resource resource) {
        String path = resource.getAbsolutePathOnDisk();
        Path here = Path.of("").toAbsolutePath();
        Path there = Path.of(path).normalize();
        return (there.isAbsolute() && there.startsWith(here) ? here.relativize(there) : there)
                .toString()
                .replace('\\', '/');
    }
}
