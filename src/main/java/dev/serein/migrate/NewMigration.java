package dev.serein.migrate;

import dev.serein.MigrationFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/** The next file, named by the time, so that branches do not take one version twice. */
final class NewMigration {
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern VERSIONED = Pattern.compile("V([0-9._]*[0-9])(?:__.*)?\\.sql");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final int LONGEST_DESCRIPTION = 200;
    /** In bytes; of every file system that is in use. */
    private static final int LONGEST_NAME = 255;
    /** Clocks differ, and somebody may have named a file by the time on the wall. */
    private static final int TOLERATED_HOURS = 26;

    private final Path folder;
    private final String words;
    private final Clock clock;

    NewMigration(Path folder, String name, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        String composed = Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
        String bare = composed.endsWith(".sql") ? composed.substring(0, composed.length() - 4) : composed;
        this.words = String.join(
                "_",
                Stream.of(NO_WORD.split(bare)).filter(word -> !word.isEmpty()).toList());
        if (words.isEmpty()) {
            throw refused("there is no word in the name \"" + name + "\"", "say what it does, such as: add orders");
        }
        if (words.length() > LONGEST_DESCRIPTION) {
            throw refused(
                    "the name has " + words.length() + " characters, and the history keeps " + LONGEST_DESCRIPTION,
                    "say it in fewer words");
        }
        if (!Files.isDirectory(folder)) {
            throw refused("there is no folder " + folder, "make it, or name the one with the migrations");
        }
    }

    Path create() {
        LocalDateTime time = time();
        while (true) {
            Path file = folder.resolve("V" + VERSION.format(time) + "__" + words + ".sql");
            int bytes = file.getFileName().toString().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST_NAME) {
                throw refused(
                        "the name of the file would have " + bytes + " bytes, and file systems keep " + LONGEST_NAME,
                        "say it in fewer words");
            }
            try {
                return Files.writeString(file, text(), StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                time = time.plusSeconds(1); // by another, just now
            } catch (IOException e) {
                throw refused(file + ": " + e.getMessage(), null);
            }
        }
    }

    /** Now, or a second after the newest file. */
    private LocalDateTime time() {
        LocalDateTime now =
                LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).withNano(0);
        Path newest = newest();
        MigrationVersion version = newest == null ? null : version(newest);
        if (newest == null
                || version == null
                || MigrationVersion.fromVersion(VERSION.format(now)).isNewerThan(version)) {
            return now;
        }
        LocalDateTime time = timeOf(version);
        if (time == null || time.isAfter(now.plusHours(TOLERATED_HOURS))) {
            throw refused(
                    newest.getFileName() + " has a newer version than the time, " + VERSION.format(now)
                            + ": the new file would be out of order",
                    "name it by hand, with a version above " + version);
        }
        return time.plusSeconds(1);
    }

    private @Nullable Path newest() {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(file -> version(file) != null).toList();
            Path newest = null;
            for (Path each : files) {
                MigrationVersion version = version(each);
                newest = newest == null || version != null && version.isNewerThan(version(newest)) ? each : newest;
            }
            return newest;
        } catch (IOException | UncheckedIOException e) {
            throw refused("the folder " + folder + " cannot be read: " + e.getMessage(), null);
        }
    }

    private static @Nullable MigrationVersion version(Path file) {
        Matcher name = VERSIONED.matcher(file.getFileName().toString());
        try {
            return name.matches() ? MigrationVersion.fromVersion(name.group(1)) : null;
        } catch (FlywayException e) {
            return null; // check tells of the name
        }
    }

    private static @Nullable LocalDateTime timeOf(MigrationVersion version) {
        try {
            return LocalDateTime.parse(version.getVersion(), VERSION);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private String text() {
        return "-- " + words.replace('_', ' ') + "\n"
                + "--\n"
                + "-- Applied in one transaction with its entry in the history: all of it, or nothing.\n"
                + "-- What cannot run in a transaction, such as create index concurrently, goes into a file of its own.\n"
                + "-- Once it is released, leave it as it is: a change is a new file.\n\n";
    }

    private static MigrationFailed refused(String why, @Nullable String fix) {
        return MigrationFailed.because(
                "Cannot create a migration: " + why, Map.of(), fix, MigrationFailed.Outcome.NONE);
    }
}
