package dev.serein.connection;

import java.util.List;

/**
 * One value as it was found, and where.
 *
 * @param name as it is spelt there
 * @param origin fit for a report: {@code the URL}, {@code PGHOST}, a line of a file
 * @param kind what kind of place it is
 * @param positions of its beginning in the text, from 0; of several elements, of each
 * @param doubtful whether the name may be a piece of a password with a bare delimiter, and is not to be shown
 */
record Entry(String name, String value, String origin, Kind kind, List<Integer> positions, boolean doubtful) {
    /** What kind of place. */
    enum Kind {
        TEXT,
        OPTION,
        FILE,
        VARIABLE
    }

    static Entry inText(String name, String value, String origin, int position) {
        return new Entry(name, value, origin, Kind.TEXT, List.of(position), false);
    }

    static Entry option(String name, String value) {
        return new Entry(name, value, "the options", Kind.OPTION, List.of(), false);
    }

    static Entry variable(String name, String value) {
        return new Entry(name, value, name, Kind.VARIABLE, List.of(), false);
    }

    Entry with(String newValue) {
        return new Entry(name, newValue, origin, kind, positions, doubtful);
    }

    /** The same, and something from elsewhere after it. */
    Entry and(String variable, String more) {
        return new Entry(name, value + " " + more, origin + ", " + variable, kind, positions, doubtful);
    }

    /** The beginning of a sentence about it. */
    String subject() {
        return subject("the parameter " + name);
    }

    /** The same, of a part of a URL that has no name there. */
    String subject(String part) {
        return switch (kind) {
            case VARIABLE -> name;
            case OPTION -> "the option " + name;
            case TEXT, FILE -> part;
        };
    }

    /** The end of a sentence about it. */
    String place() {
        return place(0);
    }

    /** The same, about one element of several. */
    String place(int element) {
        return switch (kind) {
            case TEXT -> " (character " + (positions.get(Math.min(element, positions.size() - 1)) + 1) + ")";
            case FILE -> " (" + origin + ")";
            case OPTION, VARIABLE -> "";
        };
    }

    /** Where it begins in the text; elsewhere, after all of the text. */
    int position() {
        return positions.isEmpty() ? Integer.MAX_VALUE : positions.get(0);
    }

    Setting setting() {
        return new Setting(value, origin);
    }

    /** Values may be secret. */
    @Override
    public String toString() {
        return name + " of " + origin;
    }
}
