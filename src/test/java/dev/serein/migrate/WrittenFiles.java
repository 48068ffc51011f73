package dev.serein.migrate;

import dev.serein.DatabaseOptions;
import dev.serein.postgres.ScratchDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A folder of migrations that a test writes, as a project would have it. */
record WrittenFiles(Path folder) {

    WrittenFiles with(String name, String text) {
        return with(name, text.getBytes(StandardCharsets.UTF_8));
    }

    WrittenFiles with(String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WrittenFiles without(String name) {
        try {
            Files.delete(folder.resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MigrationFiles files() {
        return MigrationFiles.at(List.of(folder.toString()));
    }

    Migrations to(ScratchDatabase database) {
        return to(database.url());
    }

    Migrations to(String url) {
        return Migrations.of(DatabaseOptions.of(url), files());
    }

    /** A text with this folder's place left out, so that it can be compared. */
    String shown(Throwable failure) {
        return shown(String.valueOf(failure.getMessage()));
    }

    /** The same, also without what differs from run to run. */
    String normalised(Throwable failure) {
        return shown(failure)
                .replaceAll("pid \\d+", "pid N")
                .replaceAll("backend\\(\\d+\\)", "backend(N)")
                .replaceAll("for \\d+ s\\)", "for N s)")
                .replaceAll(", \\d+ times", ", N times");
    }

    String shown(Object said) {
        return said.toString().replace(folder.toString(), "FOLDER");
    }

    static void run(ScratchDatabase database, String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows, their columns joined by blanks. */
    static List<String> rows(ScratchDatabase database, String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join(" ", row));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
