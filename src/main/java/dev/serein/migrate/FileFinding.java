package dev.serein.migrate;

/**
 * Something that is wrong with a file of migrations, or suspicious.
 *
 * @param file as a person at the prompt would name it
 * @param line from 1; 0 where it is about the file as a whole
 * @param kind what it is
 * @param problem what is wrong, and what to do, in one line
 */
public record FileFinding(String file, int line, Kind kind, String problem) {

    /** What may be wrong. */
    public enum Kind {
        /** The name is not that of a migration, or cannot be kept in the history. */
        NAME,
        /** Two files have one version, or two repeatable ones one description. */
        DUPLICATE,
        /** It is a folder, and named like a file. */
        FOLDER,
        /** It cannot be read. */
        UNREADABLE,
        /** It is not text in UTF-8. */
        ENCODING,
        /** There is no statement in it. */
        EMPTY,
        /** It cannot be taken apart into statements. */
        SYNTAX,
        /** It has a placeholder without a value. */
        PLACEHOLDER,
        /** Some of it cannot run in a transaction, some of it does. */
        MIXED,
        /** It was changed after its release. */
        EDITED,
        /** It was released, and is gone. */
        MISSING,
        /** It is new, and older than what is released. */
        OUT_OF_ORDER,
        /** It is new, and so is another one that touches the same object. */
        SAME_OBJECT,
        /** The checksums that are kept beside the files are not theirs. */
        CHECKSUMS
    }

    /** {@return such as {@code db/migration/V3__orders.sql:12: …}} */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + problem;
    }
}
