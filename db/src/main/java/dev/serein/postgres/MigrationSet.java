package dev.serein.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * SQL migrations in folders, named as Flyway names them: {@code V1__first.sql}, {@code R__view.sql}. Immutable; the
 * files are read anew each time.
 *
 * @param folders where the files are, sub-folders included
 * @param placeholders what <code>${name}</code> in a migration stands for
 */
public record MigrationSet(List<Path> folders, Map<String, String> placeholders) {

    /**
     * Keeps copies, the placeholders in a fixed order.
     *
     * @param folders where the files are, sub-folders included
     * @param placeholders what <code>${name}</code> in a migration stands for
     */
    public MigrationSet {
        if (folders.isEmpty()) {
            throw new ScratchPostgresException("No folder of migrations is named", "name one, such as db/migration");
        }
        folders = List.copyOf(folders);
        placeholders = Collections.unmodifiableMap(new TreeMap<>(placeholders));
    }

    /**
     * The migrations in these folders.
     *
     * @param folders where the files are, sub-folders included
     * @return the set
     */
    public static MigrationSet in(Path... folders) {
        return new MigrationSet(List.of(folders), Map.of());
    }

    /**
     * The same migrations with other placeholders.
     *
     * @param values what <code>${name}</code> stands for
     * @return the set
     */
    public MigrationSet withPlaceholders(Map<String, String> values) {
        return new MigrationSet(folders, values);
    }

    /**
     * The migrations, and the configuration files beside them.
     *
     * @return the files, in the order of their folders and then of their paths
     * @throws ScratchPostgresException if there are none
     */
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            files.addAll(filesIn(folder));
        }
        if (files.stream().noneMatch(file -> file.toString().endsWith(".sql"))) {
            throw new ScratchPostgresException(
                    "No migrations found in "
                            + String.join(
                                    ", ", folders.stream().map(Path::toString).toList()),
                    "write the first one, such as " + folders.get(0).resolve("V1__init.sql"));
        }
        return files;
    }

    private static List<Path> filesIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(MigrationSet::isMigration)
                    .sorted(Comparator.comparing(file -> nameIn(folder, file)))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new ScratchPostgresException(
                    "Cannot read the migrations in " + folder + ": " + e.getMessage(), "", e);
        }
    }

    /**
     * Whether a file is one of those that make a set: SQL, or Flyway's configuration beside it.
     *
     * @param file any path
     * @return whether it is
     */
    public static boolean isMigration(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".sql") || name.endsWith(".sql.conf")) && Files.isRegularFile(file);
    }

    private static String nameIn(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    /**
     * A fingerprint of all that decides what the migrations do: names and bytes of the files, and placeholders. It does
     * not depend on where the folders are.
     *
     * @return 64 hexadecimal digits
     * @throws ScratchPostgresException if there are no migrations
     */
    public String hash() {
        Fingerprint fingerprint = new Fingerprint();
        files();
        try {
            for (Path folder : folders) {
                for (Path file : filesIn(folder)) {
                    fingerprint.add(nameIn(folder, file)).add(Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new ScratchPostgresException("Cannot read the migrations: " + e.getMessage(), "", e);
        }
        placeholders.forEach((name, value) -> fingerprint.add(name).add(value));
        return fingerprint.toString();
    }
}
