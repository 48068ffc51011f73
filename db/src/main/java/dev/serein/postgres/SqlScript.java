package dev.serein.postgres;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A file of SQL statements, such as rows that a test needs. */
record SqlScript(Path file, String text) {

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
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(text);
            connection.commit();
        } catch (SQLException e) {
            throw new ScratchPostgresException("Cannot run " + file + ": " + e.getMessage(), "", e);
        }
    }
}
