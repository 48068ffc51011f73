package dev.serein.lint;

import dev.serein.postgres.MigrationSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is released, as a person names it: a folder of migrations, a jar that holds them, a list of their checksums. Its
 * files are in a temporary folder until it is closed.
 */
final class Base implements AutoCloseable {
    private static final String NAMED = "--base is none of what is released"; // it is not quoted: it may be a URL
    private static final String FORMS = "name a folder of migrations, a jar of the application, its SchemaVersion.java,"
            + " or a file that serein check --write or serein status --write has made";

    private final MigrationSet released;
    private final List<String> notes;
    private final @Nullable Path temporary;

    private Base(MigrationSet released, List<String> notes, @Nullable Path temporary) {
        this.released = released;
        this.notes = notes;
        this.temporary = temporary;
    }

    /**
     * Reads it, and compares it with the migrations of now.
     *
     * @param what a folder; a jar, of Spring Boot's, too; a {@code SchemaVersion.java}; a file of checksums; {@code -}
     *     for one of the last two on stdin
     * @param present all migrations of now
     * @throws LintFailed if it is nothing of these, cannot be read, or does not fit: a migration was changed after its
     *     release, or is not there
     */
    static Base read(String what, MigrationSet present, InputStream stdin) {
        try {
            if (what.equals("-")) {
                return listed("stdin", new String(stdin.readAllBytes(), StandardCharsets.UTF_8), present);
            }
            Path path = Path.of(what);
            if (Files.isDirectory(path)) {
                if (!holdsMigrations(path)) {
                    throw new LintFailed(path + " holds no migrations\n  fix: " + FORMS, null);
                }
                return whole(new MigrationSet(List.of(path), present.placeholders()), present, null);
            }
            if (!Files.exists(path) || what.isBlank()) {
                throw new LintFailed(NAMED + ": there is no such file\n  fix: " + FORMS, null);
            }
            String name = what.toLowerCase(Locale.ROOT);
            return name.endsWith(".jar") || name.endsWith(".war")
                    ? unpacked(path, present)
                    : listed(what, Files.readString(path), present);
        } catch (CharacterCodingException e) {
            throw new LintFailed(what + " is none of what is released: it is no text\n  fix: " + FORMS, e);
        } catch (IOException e) {
            throw new LintFailed("Cannot read " + what + ": " + e.getMessage(), e);
        } catch (InvalidPathException e) {
            throw new LintFailed(NAMED + ": there is no such file\n  fix: " + FORMS, e);
        }
    }

    private static boolean holdsMigrations(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.anyMatch(each -> each.toString().endsWith(".sql"));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Base unpacked(Path jar, MigrationSet present) throws IOException {
        Path folder = Files.createTempDirectory("serein-base");
        try {
            if (!MigrationJar.unpack(jar, folder)) {
                throw new LintFailed(
                        jar + " holds no migrations, neither at " + String.join(" nor at ", MigrationJar.PLACES)
                                + "\n  fix: the jar of the application holds them if serein:generate is part of its build;"
                                + " or " + FORMS,
                        null);
            }
            return whole(new MigrationSet(List.of(folder), present.placeholders()), present, folder);
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    /** Files of the release are at hand. */
    private static Base whole(MigrationSet released, MigrationSet present, @Nullable Path temporary) {
        ReleasedFiles files = new ReleasedFiles(present);
        files.compare(ReleasedFiles.checksums(released));
        return new Base(released, List.of(), temporary);
    }

    /** Files of the release are those of now. */
    private static Base listed(String name, String text, MigrationSet present) throws IOException {
        ReleasedFiles files = new ReleasedFiles(present);
        List<String> changed = files.compare(ChecksumText.parse(name, text, FORMS));
        if (!files.hasReleased()) {
            throw new LintFailed(name + " names nothing that is still as it was\n  fix: " + FORMS, null);
        }
        Path folder = Files.createTempDirectory("serein-base");
        try {
            MigrationSet released = files.copyReleased(folder);
            List<String> notes = new ArrayList<>();
            for (String each : changed) {
                notes.add(each + " was changed after its release; as it was then is not known: it is taken for new");
            }
            return new Base(released, notes, folder);
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    MigrationSet released() {
        return released;
    }

    /** What limits what can be seen with it. */
    List<String> notes() {
        return notes;
    }

    @Override
    public void close() {
        if (temporary != null) {
            delete(temporary);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            folder.toFile().deleteOnExit(); // a temporary folder that stays does no harm
        }
    }
}
