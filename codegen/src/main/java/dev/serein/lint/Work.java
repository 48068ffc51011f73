package dev.serein.lint;

/**
 * What takes the longer, the more rows a table in use has.
 *
 * @param relation a table or a materialized view; an index that is built anew
 */
record Work(long relation, Kind kind) {
    /** The costlier first. */
    enum Kind {
        REWRITE("all rows of %s are written anew"),
        REBUILD("%s is built anew"),
        READ("all of %s is read"),
        CHANGE("the rows of %s are changed");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String of(String name) {
            return words.formatted(name);
        }
    }
}
