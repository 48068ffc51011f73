package dev.serein.lint;

import dev.serein.lint.SchemaState.Relation;
import java.util.regex.Pattern;

/** Pieces of the statements in recipes. */
final class Sql {
    private static final Pattern SIMPLE = Pattern.compile("[a-z_][a-z0-9_]*");

    private Sql() {}

    static String name(String name) {
        return SIMPLE.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    static String name(Relation relation) {
        return relation.schema().equals("public")
                ? name(relation.name())
                : name(relation.schema()) + "." + name(relation.name());
    }
}
