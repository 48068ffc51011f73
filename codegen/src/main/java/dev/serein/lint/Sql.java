package dev.serein.lint;

import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Index;
import dev.serein.lint.SchemaState.Relation;
import java.util.regex.Pattern;

/** Pieces of the statements in recipes, as a person writes them. */
final class Sql {
    private static final Pattern SIMPLE = Pattern.compile("[a-z_][a-z0-9_]*");

    private Sql() {}

    static String name(String name) {
        return SIMPLE.matcher(name).matches() ? name : Names.quoted(name);
    }

    static String name(Relation relation) {
        return relation.schema().equals("public")
                ? name(relation.name())
                : name(relation.schema()) + "." + name(relation.name());
    }

    /** @param words behind {@code create index}, or "" */
    static String index(Index index, String words) {
        return index.definition()
                .replaceFirst("^CREATE UNIQUE INDEX ", "create unique index " + words)
                .replaceFirst("^CREATE INDEX ", "create index " + words)
                .replaceFirst(" ON (ONLY )?(public\\.)?", " on ")
                .replaceFirst(" USING btree \\(", " (");
    }

    /** What stands behind its name; without NOT VALID. */
    static String definition(Constraint constraint) {
        return constraint
                .definition()
                .replaceFirst("^CHECK ", "check ")
                .replaceFirst("^UNIQUE ", "unique ")
                .replaceFirst("^FOREIGN KEY (.*) REFERENCES ", "foreign key $1 references ")
                .replace(" NOT VALID", "");
    }
}
