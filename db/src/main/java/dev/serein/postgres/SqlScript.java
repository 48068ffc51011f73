package dev.serein.postgres;

import dev.serein.flyway.FlywaySetup;
import dev.serein.flyway.Script;
import dev.serein.flyway.ScriptError;
import dev.serein.flyway.ScriptStatement;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;

/** A file of SQL statements, such as rows that a test needs. */
record SqlScript(Path file, String text) {
    private static final Pattern COPY = Pattern.compile("copy .* from stdin\\b.*", Pattern.DOTALL);

    static SqlScript read(Path file) {
        try {
            return new SqlScript(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ScratchPostgresException("There is no script " + file, "write it, or name another", e);
        } catch (CharacterCodingException e) {
            throw new ScratchPostgresException("The script " + file + " is not UTF-8", "save it as UTF-8", e);
        } catch (IOException e) {
            throw new ScratchPostgresException("Cannot read the script " + file + ": " + e.getMessage(), "", e);
        }
    }

    /** All of it or nothing. */
    void run(DataSource database) {
        Configuration configuration = FlywaySetup.configure(List.of(), Map.of()).placeholderReplacement(false);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Script script = Script.of(resource(), configuration);
            for (ScriptStatement each : script.statements()) {
                run(each, statement, script);
            }
            connection.commit();
        } catch (FlywayException e) {
            ScriptError error = ScriptError.of(e, configuration);
            throw new ScratchPostgresException(
                    "Cannot run " + (error.place() == null ? file : error.place()) + ": " + error.problem(), "", e);
        } catch (SQLException e) {
            throw new ScratchPostgresException("Cannot run " + file + ": " + e.getMessage(), "", e);
        }
    }

    private void run(ScriptStatement each, Statement statement, Script script) {
        if (each.sql().stripLeading().startsWith("\\")) {
            throw refused(each, "psql's own commands are not SQL", "write SQL, or run the script with psql");
        }
        if (COPY.matcher(each.text()).matches()) {
            throw refused(each, "rows to be copied cannot follow in a script", "write insert into ... values");
        }
        try {
            statement.execute(each.sql());
        } catch (SQLException e) {
            throw script.failure(each, each.sql(), e);
        }
    }

    private ScratchPostgresException refused(ScriptStatement statement, String problem, String fix) {
        return new ScratchPostgresException(
                "Cannot run " + ScriptError.shown(resource()) + ":" + statement.line() + ": " + problem, fix);
    }

    private LoadableResource resource() {
        return new LoadableResource() {
            @Override
            public Reader read() {
                return new StringReader(text);
            }

            @Override
            public String getAbsolutePath() {
                return file.toAbsolutePath().toString();
            }

            @Override
            public String getAbsolutePathOnDisk() {
                return file.toAbsolutePath().toString();
            }

            @Override
            public String getFilename() {
                return String.valueOf(file.getFileName());
            }

            @Override
            public String getRelativePath() {
                return file.toString();
            }
        };
    }
}
