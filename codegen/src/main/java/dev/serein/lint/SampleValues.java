package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of a column, as expressions over {@code k}, the number of the row. Several where constraints may refuse some:
 * those that the constraints themselves name come first.
 */
final class SampleValues {
    /** Beside the keys of the application's own migrations, which begin low. */
    static final int FIRST_KEY = 1_000_000;

    private static final Pattern TEXT = Pattern.compile("'((?:[^']|'')*)'");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.'])-?\\d+(\\.\\d+)?(?![\\w.'])");

    private static final Set<String> TEXT_TYPES =
            Set.of("text", "character varying", "character", "name", "citext", "\"char\"");

    private static final List<String> TEXTS = List.of(
            "k::text",
            "'key-' || k",
            "'ada' || k || '@example.com'",
            "'https://example.com/' || k",
            "'KEY' || k",
            "repeat('k', 8) || k",
            "chr(96 + k::int) || 'x'",
            "upper(chr(96 + k::int) || 'x')",
            "'+43123456' || k",
            "'{}'",
            "''");

    private final Map<String, List<String>> labels;

    /** @param labels of the enumerated types, by their names with their schemas */
    SampleValues(Map<String, List<String>> labels) {
        this.labels = labels;
    }

    /**
     * What may be tried, the likeliest first; empty if nothing is known for the type.
     *
     * @param key whether it is unique, refers to what is, or looks as if it did
     * @param checks that it has to hold
     */
    List<String> of(Column column, boolean key, List<Constraint> checks) {
        String type = column.baseType();
        List<String> ofType = labels.get(qualified(type));
        if (ofType != null) {
            return List.of(oneOf(ofType));
        }
        if (type.endsWith("[]")) {
            return List.of("'{}'");
        }
        return switch (type.replaceFirst("\\(.*\\)", "")) {
            case "integer", "bigint", "numeric", "double precision", "real", "oid" ->
                numbers(key ? FIRST_KEY + " + k" : "k", checks);
            case "smallint", "money" -> numbers("k", checks);
            case "boolean" -> List.of("true", "false");
            case "date", "timestamp without time zone", "timestamp with time zone" ->
                List.of("('2020-01-0' || k)", "now() + k * interval '1 day'", "now() - k * interval '1 day'");
            case "time without time zone", "time with time zone" -> List.of("('0' || k || ':00')");
            case "interval" -> List.of("(k || ' days')");
            case "uuid" -> List.of("('00000000-0000-4000-8000-00000000000' || k)");
            case "json", "jsonb" -> List.of("('{\"k\": ' || k || '}')", "'[]'");
            case "bytea" -> List.of("('k' || k)");
            case "inet", "cidr" -> List.of("('10.0.0.' || k)");
            case "macaddr" -> List.of("('08:00:2b:01:02:0' || k)");
            case "int4range", "int8range", "numrange" -> List.of("('[' || k || ',' || (k + 1) || ')')");
            case "daterange", "tsrange", "tstzrange" ->
                List.of("('[2020-01-0' || k || ',2020-01-0' || (k + 1) || ')')");
            case "bit", "bit varying" -> List.of("'0'");
            case "point" -> List.of("point(k, k)");
            default -> texts(checks);
        };
    }

    /** Whether it is written as text for a type of which nothing is known: a composite one, an extension's. */
    boolean isGuess(Column column) {
        String type = column.baseType().replaceFirst("\\(.*\\)", "");
        return !TEXT_TYPES.contains(type) && of(column, false, List.of()).equals(TEXTS);
    }

    boolean isEnumerated(Column column) {
        return labels.containsKey(qualified(column.baseType()));
    }

    private static List<String> numbers(String usual, List<Constraint> checks) {
        List<String> all = new ArrayList<>();
        all.add(usual);
        all.add("k");
        for (Constraint each : checks) {
            Matcher number = NUMBER.matcher(each.definition());
            while (number.find()) {
                all.add(number.group());
                all.add("(" + number.group() + " + 1)");
                all.add("(" + number.group() + " - 1)");
            }
        }
        return all;
    }

    /** One digit fits into any text. */
    private static List<String> texts(List<Constraint> checks) {
        List<String> named = new ArrayList<>();
        for (Constraint each : checks) {
            Matcher text = TEXT.matcher(each.definition());
            while (text.find()) {
                named.add(text.group(1).replace("''", "'"));
            }
        }
        List<String> all = new ArrayList<>();
        if (!named.isEmpty()) {
            all.add(oneOf(named));
        }
        all.addAll(TEXTS);
        return all;
    }

    private static String oneOf(List<String> texts) {
        List<String> literals =
                texts.stream().map(text -> "'" + text.replace("'", "''") + "'").toList();
        return "(array[" + String.join(", ", literals) + "])[(k - 1) % " + texts.size() + " + 1]";
    }

    /** The expression as a value of a type; of a domain, whose constraints it then holds. */
    String cast(String expression, String type) {
        return "(" + expression + ")::" + typeName(type);
    }

    /** As {@link SchemaState#labels} has it. */
    private static String qualified(String type) {
        return type.contains(".") ? type : "public." + type;
    }

    private String typeName(String type) {
        String name = qualified(type);
        int dot = name.indexOf('.');
        return labels.containsKey(name)
                ? Names.quoted(name.substring(0, dot)) + "." + Names.quoted(name.substring(dot + 1))
                : type;
    }
}
