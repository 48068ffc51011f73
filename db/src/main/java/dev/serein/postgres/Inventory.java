package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many files and folders are in each of the folders that were unpacked. What cleans temporary folders removes those
 * that were not read for some days, one by one: a server would start without its time zones, and be wrong about them.
 */
final class Inventory {
    private static final String FILE = "complete";
    private static final String SEPARATOR = " in ";

    private Inventory() {}

    /** Takes it. Without the file the work is not done. */
    static void take(Path home) throws IOException {
        Path file = Files.writeString(home.resolve(FILE), ""); // it counts too
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> tree = Files.walk(home)) {
            for (Path folder : tree.filter(Files::isDirectory).toList()) {
                lines.append(count(folder))
                        .append(SEPARATOR)
                        .append(home.relativize(folder))
                        .append('\n');
            }
        }
        Files.writeString(file, lines);
    }

    /** Whether it was taken, and nothing has gone since: some milliseconds, as no file is looked at. */
    static boolean isWhole(Path home) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(home.resolve(FILE));
        } catch (NoSuchFileException e) {
            return false;
        }
        for (String line : lines) {
            String[] countAndFolder = line.split(SEPARATOR, 2);
            if (countAndFolder.length < 2
                    || !countAndFolder[0].matches("[0-9]{1,9}")
                    || count(home.resolve(countAndFolder[1])) < Integer.parseInt(countAndFolder[0])) {
                return false;
            }
        }
        return !lines.isEmpty();
    }

    private static int count(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? -1 : names.length;
    }
}
