package dev.serein;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.conf.ParamType;
import org.jooq.conf.SettingsTools;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The text of a statement as it may be seen. Values are bound; what is inlined all the same, by its user or by jOOQ
 * beyond 65,535 values, is left out.
 */
final class SqlText {
    /**
     * What may hold a value, or an apostrophe that is none's beginning: comments, quoted names, strings of all kinds.
     * Possessive throughout: the other quantifiers need stack for each character of a long string.
     */
    private static final Pattern LITERAL = Pattern.compile("""
            --[^\n]*+\
            |/\\*(?:[^*]|\\*(?!/))*+(?:\\*/|\\z)\
            |"[^"]*+(?:""[^"]*+)*+(?:"|\\z)\
            |(?<value>\\b[eE]'(?:[^'\\\\]|\\\\.|'')*+(?:'|\\z)\
            |'[^']*+(?:''[^']*+)*+(?:'|\\z)\
            |\\$(?<tag>(?:[A-Za-z_]\\w*+)?)\\$(?:[^$]|\\$(?!\\k<tag>\\$))*+(?:\\$\\k<tag>\\$|\\z))""", Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("\\b\\d+(?:\\.\\d+)?\\b");
    private static final int MOST = 2_000;
    /** More than 65,535 values and what stands between them are longer. */
    private static final int MOST_WITHOUT_NUMBERS = 100_000;

    private SqlText() {}

    /**
     * Of what jOOQ runs. Into several statements that are one batch, and into those of a user who wants them static,
     * jOOQ renders the values: here they are rendered without.
     */
    static @Nullable String of(ExecuteContext ctx) {
        boolean inlined = ctx.batchMode() == ExecuteContext.BatchMode.MULTIPLE
                || ctx.settings().getStatementType() == StatementType.STATIC_STATEMENT;
        if (!inlined || ctx.batchQueries().length == 0) {
            return ctx.sql();
        }
        DSLContext bound = DSL.using(ctx.configuration()
                .derive(SettingsTools.clone(ctx.settings())
                        .withStatementType(StatementType.PREPARED_STATEMENT)
                        .withParamType(ParamType.INDEXED)));
        return Arrays.stream(ctx.batchQueries()).map(bound::render).distinct().collect(Collectors.joining(";\n"));
    }

    /** For a message. */
    static String brief(String sql) {
        return sql.length() <= MOST ? withoutLiterals(sql) : cut(sql);
    }

    /** For who listens: two statements that differ must not look the same. */
    static String whole(String sql) {
        return sql.length() <= MOST_WITHOUT_NUMBERS ? withoutLiterals(sql) : cut(sql);
    }

    static String withoutLiterals(String sql) {
        return sql.indexOf('\'') < 0 && sql.indexOf('$') < 0
                ? sql
                : LITERAL.matcher(sql)
                        .replaceAll(found -> found.group(1) == null ? Matcher.quoteReplacement(found.group()) : "'…'");
    }

    private static String cut(String sql) {
        String start = withoutLiterals(sql.substring(0, MOST));
        return NUMBER.matcher(start).replaceAll("…") + " …";
    }
}
