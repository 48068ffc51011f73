package dev.serein;

import dev.serein.ConstraintViolation.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Named;
import org.jooq.QueryPart;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server says of a violated constraint, without the values that it says too.
 *
 * @param constraint its name; null where the server does not say
 * @param columns of its table
 * @param rule what is generated of it
 */
record Violation(
        Kind kind,
        @Nullable String constraint,
        @Nullable ServerErrorMessage said,
        List<String> columns,
        @Nullable Named rule) {
    /** Up to the first "=", which is before the first value. */
    private static final Pattern KEY = Pattern.compile("Key \\(([^=]*)\\)=\\(", Pattern.DOTALL);

    static Violation of(String state, @Nullable ServerErrorMessage said, @Nullable QueryPart statement) {
        Kind kind =
                switch (state) {
                    case "23505" -> Kind.UNIQUE;
                    // since PostgreSQL 18, "on delete restrict" has a state of its own
                    case "23503", "23001" -> Kind.FOREIGN_KEY;
                    case "23502" -> Kind.NOT_NULL;
                    case "23514" -> Kind.CHECK;
                    default -> Kind.EXCLUSION;
                };
        if (said == null) {
            return new Violation(kind, null, null, List.of(), null);
        }
        String constraint = said.getConstraint();
        String schema = said.getSchema();
        String table = said.getTable();
        Named rule = constraint == null || schema == null || table == null
                ? null
                : GeneratedRule.of(statement, schema, table, constraint);
        List<String> columns = rule == null ? List.of() : GeneratedRule.columns(rule);
        return new Violation(kind, constraint, said, columns.isEmpty() ? columns(said) : columns, rule);
    }

    private static List<String> columns(ServerErrorMessage said) {
        if (said.getColumn() != null) {
            return List.of(said.getColumn());
        }
        Matcher key = KEY.matcher(String.valueOf(said.getDetail()));
        return key.lookingAt() ? parts(key.group(1)) : List.of();
    }

    /** Columns and expressions, as the server quotes them; an expression may hold commas of its own. */
    private static List<String> parts(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= list.length(); i++) {
            char at = i == list.length() ? ',' : list.charAt(i);
            quoted ^= at == '"';
            depth += quoted ? 0 : at == '(' ? 1 : at == ')' ? -1 : 0;
            if (i == list.length() || at == ',' && depth == 0 && !quoted) {
                parts.add(unquoted(list.substring(from, i).strip()));
                from = i + 1;
            }
        }
        return parts;
    }

    private static String unquoted(String name) {
        return name.matches("\"(?:[^\"]|\"\")+\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name;
    }

    /** {@code schema.table}, whose constraint it is. */
    @Nullable
    String table() {
        return said == null || said.getTable() == null ? null : said.getSchema() + "." + said.getTable();
    }

    /** For the first line of a message. */
    String summary() {
        String named = constraint == null ? " without a name is violated" : " " + constraint + " is violated";
        return switch (kind) {
            case UNIQUE -> "unique constraint" + named;
            case FOREIGN_KEY -> "foreign key" + named;
            case NOT_NULL ->
                columns.isEmpty()
                        ? "a value must not be null"
                        : "column " + String.join(", ", columns) + " must not be null";
            case CHECK -> constraint == null ? "the row fits no partition, or no check" : "check constraint" + named;
            case EXCLUSION -> "exclusion constraint" + named;
        };
    }

    /** @param sentence what cannot be done, such as {@code Cannot update public.users} */
    ConstraintViolation thrown(String sentence, String state, ErrorText.Facts facts, SQLException cause) {
        ErrorText text = new ErrorText(sentence + ": " + summary()).with("sqlstate", state);
        String table = table();
        if (table != null && !sentence.endsWith(" " + table)) {
            text.with("table", table);
        }
        if (!columns.isEmpty()) {
            text.with("columns", String.join(", ", columns));
        }
        return new ConstraintViolation(
                facts.addTo(text).fix("catch ConstraintViolation" + (kind == Kind.UNIQUE ? ", or use upsert" : "")),
                kind,
                constraint,
                table,
                columns,
                rule,
                cause);
    }
}
