package dev.serein.migrate;

import dev.serein.DatabaseOptions;
import dev.serein.postgres.ScratchDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Migrations of a test, in a folder of their own. */
final class MigrationFolder {
    private final Path folder;

    MigrationFolder(Path folder) {
        this.folder = folder;
    }

    MigrationFolder with(String name, String sql) {
        try {
            Files.writeString(folder.resolve(name), sql);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MigrationFolder without(String name) {
        try {
            Files.delete(folder.resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Migrations to(ScratchDatabase database) {
        return to(database.url());
    }

    Migrations to(String url) {
        return Migrations.of(DatabaseOptions.of(url), MigrationFiles.at(List.of(folder.toString())));
    }

    /** A message without what differs from run to run. */
    String normalised(Throwable failure) {
        return failure.getMessage()
                .replace(folder.toString(), "FOLDER")
                .replace(folder.toString().substring(1), "FOLDER")
                .replaceAll("pid \\d+", "pid N")
                .replaceAll("backend\\(\\d+\\)", "backend(N)")
                .replaceAll("for \\d+ s\\)", "for N s)")
                .replaceAll(", \\d+ times", ", N times");
    }
}
