package dev.serein.codegen;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.lang.model.SourceVersion;

/**
 * Java names for the names of one scope of the database: the tables of a schema, the columns of a table. No two are
 * alike, not even where a file system ignores case; the second of two gets a number. The plain one of them, all in
 * lower case, keeps its name.
 */
final class DistinctNames {
    private static final Comparator<String> PLAIN_FIRST = Comparator.comparing(
                    (String name) -> !name.equals(name.toLowerCase(Locale.ROOT)))
            .thenComparing(Comparator.naturalOrder());

    private DistinctNames() {}

    /**
     * Names them.
     *
     * @param names as the database has them
     * @param style makes a Java name of one, not yet distinct
     */
    static Map<String, String> of(Collection<String> names, UnaryOperator<String> style) {
        Map<String, String> javaNames = new LinkedHashMap<>();
        Set<String> used = new HashSet<>();
        List<String> inOrder = names.stream().distinct().sorted(PLAIN_FIRST).toList();
        for (String name : inOrder) {
            String wanted = identifier(style.apply(name));
            String javaName = wanted;
            for (int n = 2; !used.add(javaName.toLowerCase(Locale.ROOT)); n++) {
                javaName = wanted + "_" + n;
            }
            javaNames.put(name, javaName);
        }
        return javaNames;
    }

    /** A Java identifier that jOOQ, which has rules of its own for what is none, leaves as it is. */
    static String identifier(String name) {
        StringBuilder identifier = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (i == 0 && !Character.isJavaIdentifierStart(c) && Character.isJavaIdentifierPart(c)) {
                identifier.append('_');
            }
            boolean part = Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
            identifier.append(part ? c : '_');
        }
        String result = identifier.isEmpty() ? "_" : identifier.toString();
        return SourceVersion.isKeyword(result) || result.chars().allMatch(c -> c == '_') ? result + "_" : result;
    }
}
