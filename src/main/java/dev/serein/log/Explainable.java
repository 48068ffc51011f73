package dev.serein.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that has a plan, as PostgreSQL wants it prepared: what JDBC binds and what a log leaves out are both
 * parameters.
 *
 * @param sql with {@code $1} for the first
 * @param parameters how many it has
 */
record Explainable(String sql, int parameters) {
    private static final Set<String> HAVE_PLANS =
            Set.of("select", "with", "insert", "update", "delete", "merge", "values", "table");
    private static final Pattern FIRST_WORD =
            Pattern.compile("(?:\\s++|--[^\n]*+|/\\*.*?\\*/|\\()*+(\\w*)", Pattern.DOTALL);
    /** What a text may hold besides names and operators; quoted names and comments may hold any of the others. */
    private static final Pattern PART = Pattern.compile("""
            --[^\n]*+\
            |/\\*(?:[^*]|\\*(?!/))*+(?:\\*/|\\z)\
            |"[^"]*+(?:""[^"]*+)*+(?:"|\\z)\
            |(?<value>(?:\\b(?<type>date|timestamptz|timetz|(?:timestamp|time)(?:\\s+with(?:out)?\\s+time\\s+zone)?\
            |interval|jsonb?|uuid|bytea|numeric)\\s*)?\
            (?:\\b(?:[bexn]|u&))?'[^']*+(?:''[^']*+)*+(?:'|\\z))\
            |(?<twice>\\?\\?)|(?<bound>\\?)|(?<end>;)""", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /** Those of a text, which may be several statements. */
    static List<Explainable> of(String text) {
        List<Explainable> all = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        int parameters = 0;
        int from = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sql.append(text, from, part.start());
            from = part.end();
            if (part.group("end") != null) {
                add(all, sql.toString(), parameters);
                sql.setLength(0);
                parameters = 0;
            } else if (part.group("twice") != null) {
                sql.append('?'); // the operator
            } else if (part.group("bound") != null || part.group("value") != null) {
                String type = part.group("type");
                sql.append('$').append(++parameters).append(type == null ? "" : "::" + type);
            } else {
                sql.append(part.group());
            }
        }
        add(all, sql.append(text, from, text.length()).toString(), parameters);
        return all;
    }

    private static void add(List<Explainable> all, String sql, int parameters) {
        Matcher first = FIRST_WORD.matcher(sql);
        if (first.lookingAt() && HAVE_PLANS.contains(first.group(1).toLowerCase(Locale.ROOT))) {
            all.add(new Explainable(sql, parameters));
        }
    }
}
