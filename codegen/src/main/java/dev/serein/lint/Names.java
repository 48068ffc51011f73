package dev.serein.lint;

import dev.serein.lint.SchemaState.Relation;

/** Names in SQL. */
final class Names {
    private Names() {}

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(Relation relation) {
        return quoted(relation.schema()) + '.' + quoted(relation.name());
    }
}
