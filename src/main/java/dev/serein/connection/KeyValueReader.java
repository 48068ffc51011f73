package dev.serein.connection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code host=db user=ada password='it\'s'}, as libpq does: white space around {@code =} is allowed, quotes hold
 * a value together, a backslash takes the next character as it is.
 */
final class KeyValueReader {
    private final String text;
    private final String origin;
    private final List<String> problems;
    private final List<Entry> entries = new ArrayList<>();
    private int next;

    KeyValueReader(String text, String origin, List<String> problems) {
        this.text = text;
        this.origin = origin;
        this.problems = problems;
    }

    List<Entry> read() {
        boolean afterSecret = false;
        for (skipSpace(); next < text.length(); skipSpace()) {
            int start = next;
            String name = readName();
            if (name == null) {
                problems.add("a parameter has no \"=\" after it (character " + (start + 1) + ")");
                return entries;
            }
            String value = readValue();
            if (value == null) {
                problems.add("a value has no closing ' (character " + (start + 1) + ")");
                return entries;
            }
            // what follows a password with a bare space is its rest
            boolean known = Parameter.named(name).isPresent();
            entries.add(new Entry(name, value, origin, Entry.Kind.TEXT, List.of(start), afterSecret && !known));
            afterSecret = known ? Names.isSecret(name) : afterSecret;
        }
        return entries;
    }

    /** Up to and with the equals sign; null if there is none. */
    private @Nullable String readName() {
        int start = next;
        while (!ends() && here() != '=' && !isSpace(here())) {
            next++;
        }
        String name = text.substring(start, next);
        skipSpace();
        if (ends() || here() != '=') {
            return null;
        }
        next++;
        return name;
    }

    /** Null if a quote is not closed. */
    private @Nullable String readValue() {
        skipSpace();
        boolean quoted = !ends() && here() == '\'';
        if (quoted) {
            next++;
        }
        StringBuilder value = new StringBuilder();
        for (; !ends(); next++) {
            if (quoted && here() == '\'') {
                next++;
                return value.toString();
            }
            if (!quoted && isSpace(here())) {
                return value.toString();
            }
            if (here() == '\\') {
                next++;
                if (ends()) {
                    break;
                }
            }
            value.append(here());
        }
        return quoted ? null : value.toString();
    }

    private boolean ends() {
        return next >= text.length();
    }

    private char here() {
        return text.charAt(next);
    }

    private void skipSpace() {
        while (!ends() && isSpace(here())) {
            next++;
        }
    }

    private static boolean isSpace(char character) {
        return character == ' ' || character >= '\t' && character <= '\r';
    }
}
