package dev.serein.migrate;

import dev.serein.flyway.ScriptStatement;
import dev.serein.flyway.SqlWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables, views, types, functions and the like that a file names as what it creates, changes, fills or drops.
 *
 * <p>Words are looked at, not meanings: what a function or a block of code does is not seen, functions of one name are
 * one, and a name without a schema may be one of any schema.
 */
final class TouchedObjects {
    private static final Set<String> OF_ROWS = Set.of("insert", "update", "delete", "merge");
    /** No two of these, in one schema, can have one name. */
    private static final Set<String> RELATIONS = Set.of("table", "view", "index", "sequence");

    private static final Set<String> ROUTINES = Set.of("function", "procedure", "aggregate", "routine");
    private static final Set<String> TYPES = Set.of("type", "domain");
    private static final Set<String> OF_TABLES = Set.of("trigger", "policy", "rule", "constraint");
    /** What stands between a verb and a name, and is no kind of object. */
    private static final Set<String> FILLING = Set.of(
            "if",
            "not",
            "exists",
            "only",
            "concurrently",
            "or",
            "replace",
            "temp",
            "temporary",
            "global",
            "local",
            "unlogged",
            "unique",
            "materialized",
            "recursive",
            "foreign",
            "into",
            "from");

    private final Map<Named, Integer> lines = new LinkedHashMap<>();

    /**
     * What a statement names.
     *
     * @param kind of those that cannot have one name together; empty for tables and their like
     * @param schema null where it is not said
     */
    record Named(String kind, @Nullable String schema, String name) {
        /** To look it up: what is the same has the same. */
        Named key() {
            return new Named(kind, null, name);
        }

        boolean isSame(Named other) {
            return key().equals(other.key()) && (schema == null || other.schema == null || schema.equals(other.schema));
        }

        @Override
        public String toString() {
            return (kind.isEmpty() ? "" : kind + " ") + (schema == null ? "" : schema + ".") + name;
        }
    }

    TouchedObjects(List<ScriptStatement> statements) {
        for (ScriptStatement each : statements) {
            new Reading(each).read();
        }
    }

    /** The first line of each. */
    Map<Named, Integer> lines() {
        return lines;
    }

    /** One statement, word by word. */
    private final class Reading {
        private final List<String> words;
        private final int line;
        private int at;

        Reading(ScriptStatement statement) {
            this.words = statement.words().stream().map(SqlWord::text).toList();
            this.line = statement.line();
        }

        void read() {
            switch (word()) {
                case "create", "alter", "drop" -> {
                    at++;
                    ofKind();
                }
                case "comment" -> {
                    at += 2;
                    ofKind();
                }
                case "truncate", "copy" -> {
                    at++;
                    skip("table");
                    names("");
                }
                default -> ofRows();
            }
        }

        /** In a common table expression, too, it is the verb that says what is changed. */
        private void ofRows() {
            for (; at < words.size(); at++) {
                boolean begins = at == 0 || Set.of("(", ")").contains(words.get(at - 1));
                if (begins && OF_ROWS.contains(word())) {
                    at++;
                    names("");
                }
            }
        }

        /** Behind the verb: the kind of object, and its name. */
        private void ofKind() {
            skipFilling();
            String kind = word();
            at++;
            if (kind.equals("index")) {
                if (!word().equals("on")) {
                    names("");
                }
                onTable();
            } else if (RELATIONS.contains(kind)) {
                namesAndNewName("");
            } else if (ROUTINES.contains(kind)) {
                namesAndNewName("function");
            } else if (TYPES.contains(kind)) {
                namesAndNewName("type");
            } else if (kind.equals("schema") || kind.equals("extension")) {
                namesAndNewName(kind);
            } else if (OF_TABLES.contains(kind)) {
                onTable();
            } else if (kind.equals("column")) {
                List<String> parts = parts();
                if (parts.size() > 1) {
                    add("", parts.subList(0, parts.size() - 1));
                }
            }
        }

        private void namesAndNewName(String kind) {
            names(kind);
            for (; at < words.size(); at++) {
                if (word().equals("rename")
                        && at + 1 < words.size()
                        && words.get(at + 1).equals("to")) {
                    at += 2;
                    names(kind);
                    return;
                }
            }
        }

        /** The table of an index, or of a trigger. */
        private void onTable() {
            while (at < words.size() && !word().equals("on")) {
                at++;
            }
            at++;
            names("");
        }

        /** One, or several with commas between them. */
        private void names(String kind) {
            do {
                skipFilling();
                List<String> parts = parts();
                if (parts.isEmpty()) {
                    return;
                }
                add(kind, parts);
            } while (skip(","));
        }

        private void add(String kind, List<String> parts) {
            int last = parts.size() - 1;
            lines.putIfAbsent(new Named(kind, last == 0 ? null : parts.get(last - 1), parts.get(last)), line);
        }

        private List<String> parts() {
            List<String> parts = new ArrayList<>();
            do {
                if (!isName(word())) {
                    break;
                }
                parts.add(unquoted(word()));
                at++;
            } while (skip("."));
            return parts;
        }

        private void skipFilling() {
            while (FILLING.contains(word())) {
                at++;
            }
        }

        private boolean skip(String word) {
            boolean is = word().equals(word);
            at += is ? 1 : 0;
            return is;
        }

        /** Empty behind the last one. */
        private String word() {
            return at < words.size() ? words.get(at) : "";
        }

        private static boolean isName(String word) {
            return !word.isEmpty()
                    && (word.charAt(0) == '"' || word.charAt(0) == '_' || Character.isLetter(word.charAt(0)));
        }

        private static String unquoted(String word) {
            boolean quoted = word.length() > 1 && word.charAt(0) == '"';
            return quoted ? word.substring(1, word.length() - 1).replace("\"\"", "\"") : word;
        }
    }
}
