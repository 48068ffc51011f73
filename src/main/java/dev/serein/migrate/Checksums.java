package dev.serein.migrate;

import dev.serein.MigrationFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checksums of migrations, as the history of a database keeps them too; of repeatable ones, with their placeholders
 * as they are written. As a text, kept beside the migrations as {@code checksums.txt}, they are what a release is
 * compared to without a database. Immutable.
 */
public final class Checksums {
    private static final Pattern LINE = Pattern.compile("(-?\\d{1,10}) +(\\S.*)");

    private final SortedMap<String, Integer> byScript;

    Checksums(Map<String, Integer> byScript) {
        this.byScript = Collections.unmodifiableSortedMap(new TreeMap<>(byScript));
    }

    /**
     * Reads what {@link #toString} has written. Blank lines, and those that begin with {@code #}, count for nothing.
     *
     * @param text one migration a line; the caller closes it
     * @param name what to call it in messages, such as {@code origin/main:db/migration/checksums.txt}
     * @return the checksums
     * @throws MigrationFailed if it cannot be read, or is something else, or empty
     */
    public static Checksums parse(Reader text, String name) {
        Map<String, Integer> byScript = new TreeMap<>();
        BufferedReader lines = new BufferedReader(text);
        try {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    add(byScript, line.strip(), name + ":" + number);
                }
            }
        } catch (IOException e) {
            throw refused(name + ": " + e.getMessage(), null);
        }
        if (byScript.isEmpty()) {
            throw refused(
                    name + ": it is empty", "where nothing is released yet, check without checksums to compare with");
        }
        return new Checksums(byScript);
    }

    private static void add(Map<String, Integer> byScript, String line, String place) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw refused(place + ": this is not a checksum and the name of a file", "write the file anew");
        }
        long checksum = Long.parseLong(matcher.group(1));
        if (checksum != (int) checksum) {
            throw refused(place + ": " + checksum + " is no checksum", "write the file anew");
        }
        if (byScript.put(matcher.group(2), (int) checksum) != null) {
            throw refused(place + ": " + matcher.group(2) + " stands there twice", "write the file anew");
        }
    }

    private static MigrationFailed refused(String what, @Nullable String fix) {
        return MigrationFailed.because(
                "Cannot read the checksums in " + what, Map.of(), fix, MigrationFailed.Outcome.NONE);
    }

    /**
     * The checksums.
     *
     * @return by files, relative to their location, in the order of their names
     */
    public SortedMap<String, Integer> byScript() {
        return byScript;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Checksums checksums && byScript.equals(checksums.byScript);
    }

    @Override
    public int hashCode() {
        return byScript.hashCode();
    }

    /** {@return a line for each migration: its checksum, two blanks, its file; in the order of the files' names} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        byScript.forEach((script, checksum) ->
                text.append(checksum).append("  ").append(script).append('\n'));
        return text.toString();
    }
}
