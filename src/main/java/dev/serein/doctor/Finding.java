package dev.serein.doctor;

import java.util.List;

/**
 * Something that is wrong with a database, or will be.
 *
 * @param check which check has found it, such as {@code foreign-key-without-index}
 * @param severity how bad it is
 * @param problem one line, with the figure that was seen: {@code 3 foreign keys have no index}
 * @param objects what it is about, the worst first: tables, sessions, settings, with their figures; may be empty
 * @param fix the way out, one line
 */
public record Finding(String check, Severity severity, String problem, List<String> objects, String fix) {
    /**
     * Keeps the objects as they are now.
     *
     * @param check which check has found it
     * @param severity how bad it is
     * @param problem one line, with the figure that was seen
     * @param objects what it is about, the worst first; may be empty
     * @param fix the way out, one line
     */
    public Finding {
        objects = List.copyOf(objects);
    }

    /** How bad a finding is. */
    public enum Severity {
        /** Data can be lost or read by others, or the database will stop. */
        DANGER,
        /** It costs time, or will cost an outage later. */
        WARNING,
        /** Worth knowing; nothing is wrong with a database that has only these. */
        HINT
    }
}
