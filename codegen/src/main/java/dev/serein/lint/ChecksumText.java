package dev.serein.lint;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of migrations with their checksums: one a line, or the class that is generated with the tables. */
final class ChecksumText {
    private static final Pattern LINE = Pattern.compile("(-?[0-9]{1,10}) +(\\S.*)");
    private static final String GENERATED_CLASS = "class SchemaVersion";
    private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern GENERATED = Pattern.compile("new\\s+SchemaMigration\\(\\s*(?:null|" + TEXT + "),\\s*"
            + TEXT + ",\\s*" + TEXT + ",\\s*(-?[0-9]{1,10})\\s*\\)");

    private ChecksumText() {}

    /**
     * Reads either.
     *
     * @param name what to call it in messages
     * @param forms what could be named instead
     * @return by files, relative to their location
     * @throws LintFailed if it is something else, or empty
     */
    static Map<String, Integer> parse(String name, String text, String forms) {
        Map<String, Integer> byScript = new TreeMap<>();
        if (text.contains(GENERATED_CLASS)) {
            for (Matcher each = GENERATED.matcher(text); each.find(); ) {
                add(byScript, unescaped(each.group(3)), each.group(4), name, forms);
            }
        } else {
            int number = 0;
            for (String line : text.lines().toList()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    Matcher matcher = LINE.matcher(line.strip());
                    String place = name + ":" + number;
                    if (!matcher.matches()) {
                        throw refused(place, forms);
                    }
                    add(byScript, matcher.group(2), matcher.group(1), place, forms);
                }
            }
        }
        if (byScript.isEmpty()) {
            throw new LintFailed(
                    name + " names no migration\n  fix: where nothing is released yet, say nothing of what is", null);
        }
        return byScript;
    }

    private static void add(Map<String, Integer> byScript, String script, String checksum, String place, String forms) {
        long number = Long.parseLong(checksum);
        if (number != (int) number) {
            throw refused(place, forms);
        }
        byScript.put(script, (int) number);
    }

    private static LintFailed refused(String place, String forms) {
        return new LintFailed(place + ": this is not a checksum and the name of a file\n  fix: " + forms, null);
    }

    /** As the generator has escaped it. */
    private static String unescaped(String literal) {
        return literal.replaceAll("\\\\(.)", "$1");
    }
}
