package dev.serein.lint;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Migrations in a folder: what is released, and what is new. */
final class NewMigrations {
    private final Path folder;
    private int number;

    /** @param folder an empty one */
    NewMigrations(Path folder) {
        this.folder = folder;
    }

    /** Adds a file to what is released. */
    NewMigrations released(String sql) {
        write("released", sql);
        write("all", sql);
        number++;
        return this;
    }

    /** Adds a new file. */
    NewMigrations add(String sql) {
        write("all", sql);
        number++;
        return this;
    }

    /** Adds a new file that does not run in a transaction. */
    NewMigrations addOutside(String sql) {
        add(sql);
        try {
            Files.writeString(folder.resolve("all/V" + number + "__step.sql.conf"), "executeInTransaction=false");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void write(String where, String sql) {
        try {
            Path there = Files.createDirectories(folder.resolve(where));
            Files.writeString(there.resolve("V" + (number + 1) + "__step.sql"), sql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MigrationSet all() {
        return MigrationSet.in(folder.resolve("all"));
    }

    MigrationSet released() {
        return MigrationSet.in(folder.resolve("released"));
    }

    /** What the statements of the new ones did. */
    List<Observation> observe(ScratchPostgres server) {
        return Lint.watch(server, all(), released()).releases().get(0);
    }

    LintReport lint(ScratchPostgres server) {
        return Lint.run(server, all(), released());
    }
}
