package dev.serein;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A statement as text, and what goes into each of its placeholders: a value that is part of it, or an argument of each
 * call. Rendered by jOOQ, once; immutable.
 */
final class Sql {
    /** As many as PostgreSQL takes with one statement. */
    static final int MOST_VALUES = 65_535;

    /** No text in PostgreSQL can hold it, so that nothing else in a statement can be taken for a placeholder. */
    private static final char MARK = 0;

    /** Of ours: a name that nobody else can give. */
    private static final String ARGUMENT = String.valueOf(MARK);
    /**
     * An argument of ours, and its column; or a value without a name, by its number; or one with a name of the user's.
     */
    private static final Pattern PLACEHOLDER = Pattern.compile("M(?:M(\\d+)(?:M([^M]*)M)?|(\\d+)|)".replace('M', MARK));

    private static final DSLContext JOOQ = renderer();

    private final String text;
    private final List<Placeholder<?>> placeholders;
    private final @Nullable String name;
    private final @Nullable QueryPart statement;

    private Sql(String text, List<Placeholder<?>> placeholders, @Nullable String name, @Nullable QueryPart statement) {
        this.text = text;
        this.placeholders = placeholders;
        this.name = name;
        this.statement = statement;
    }

    private static DSLContext renderer() {
        Settings settings = JooqContext.settings().withRenderNamedParamPrefix(String.valueOf(MARK));
        return DSL.using(JooqContext.configuration().derive(settings));
    }

    /**
     * What stands for an argument of the call while a statement is composed.
     *
     * @param index from 0
     */
    static <A> Param<A> argument(int index, DataType<A> type) {
        return DSL.param(ARGUMENT + index, type);
    }

    /**
     * The same, for a column, which messages can then name.
     *
     * @param index from 0
     */
    static <A> Param<A> argument(int index, Field<A> column) {
        return argument(index, column.getName(), column.getDataType());
    }

    /** The same, of another type than the column has, such as an array of it. */
    static <A> Param<A> argument(int index, String column, DataType<A> type) {
        return DSL.param(ARGUMENT + index + MARK + column + MARK, type);
    }

    /** The same, of the type of what it is compared to or stored in, where jOOQ knows that. */
    static <A> Param<A> argument(int index, Class<A> type) {
        return DSL.param(ARGUMENT + index, type);
    }

    /** Renders it. Each argument may stand in it more than once. */
    static Sql of(QueryPart statement) {
        Map<String, Param<?>> params = rendered(statement);
        String rendered = JOOQ.renderNamedParams(statement);
        StringBuilder text = new StringBuilder();
        List<Placeholder<?>> placeholders = new ArrayList<>();
        Matcher marks = PLACEHOLDER.matcher(rendered);
        Set<String> seen = new HashSet<>();
        int from = 0;
        while (marks.find(from)) {
            text.append(rendered, from, marks.start()).append('?');
            String name = marks.end() == marks.start() + 1
                    ? nameAt(marks.end(), rendered, params.keySet())
                    : rendered.substring(marks.start() + 1, marks.end());
            from = marks.start() + 1 + name.length();
            Param<?> param = params.get(name);
            if (param == null) {
                throw new IllegalStateException("jOOQ has rendered a value that it does not know: " + text);
            }
            seen.add(name);
            int argument = marks.group(1) == null ? -1 : Integer.parseInt(marks.group(1));
            placeholders.add(placeholder(argument, param, marks.group(2)));
        }
        // were they numbered otherwise than they are rendered, one would be left over
        if (seen.size() < params.size()) {
            throw new IllegalStateException("jOOQ has not rendered all values: " + text);
        }
        if (placeholders.size() > MOST_VALUES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "A statement has at most %,d values, not %,d: bind a list as one array, with any(…)",
                    MOST_VALUES,
                    placeholders.size()));
        }
        return new Sql(
                text.append(rendered, from, rendered.length()).toString(), List.copyOf(placeholders), null, statement);
    }

    /** A user's own name for a value may be the beginning of another. */
    private static String nameAt(int place, String rendered, Set<String> names) {
        return names.stream()
                .filter(name -> rendered.startsWith(name, place))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /**
     * By what is rendered for them. jOOQ numbers them by their places, among which it counts those that it writes into
     * the text; where it renders, it does not.
     */
    private static Map<String, Param<?>> rendered(QueryPart statement) {
        Map<String, Param<?>> rendered = new HashMap<>();
        int inlined = 0;
        for (Map.Entry<String, Param<?>> known : JOOQ.extractParams(statement).entrySet()) {
            Param<?> param = known.getValue();
            if (param.isInline()) {
                inlined++;
            } else if (param.getParamName() == null) {
                rendered.put(String.valueOf(Integer.parseInt(known.getKey()) - inlined), param);
            } else if (Character.isDigit(known.getKey().charAt(0))) {
                throw new IllegalArgumentException("The name of a parameter begins with a letter: " + known.getKey());
            } else {
                rendered.put(known.getKey(), param);
            }
        }
        return rendered;
    }

    private static <V> Placeholder<V> placeholder(int argument, Param<V> param, @Nullable String column) {
        return new Placeholder<>(argument, param.getValue(), Codec.of(param.getDataType()), column);
    }

    /** What it was rendered from; of a statement that fails, its tables tell which generated classes belong to it. */
    @Nullable
    QueryPart statement() {
        return statement;
    }

    /** With more text, which holds no placeholder. */
    Sql followedBy(String more) {
        return new Sql(text + more, placeholders, name, statement);
    }

    /**
     * One statement of several parts.
     *
     * @param rows between the others, each with arguments of its own: those of the first are followed by those of the
     *     second
     * @param width how many arguments each of the rows has
     */
    static Sql of(Sql head, List<Sql> rows, int width, Sql tail) {
        StringBuilder text = new StringBuilder(head.text);
        List<Placeholder<?>> placeholders = new ArrayList<>(head.placeholders);
        for (int i = 0; i < rows.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(rows.get(i).text);
            for (Placeholder<?> each : rows.get(i).placeholders) {
                placeholders.add(each.later(i * width));
            }
        }
        placeholders.addAll(tail.placeholders);
        return new Sql(text.append(tail.text).toString(), placeholders, null, head.statement);
    }

    /**
     * @param argument its index; -1 for the constant
     * @param column for messages; null if it is not known
     */
    private record Placeholder<V>(
            int argument,
            @Nullable V constant,
            Codec<V> codec,
            @Nullable String column) {

        Placeholder<V> later(int by) {
            return argument < 0 || by == 0 ? this : new Placeholder<>(argument + by, constant, codec, column);
        }

        @SuppressWarnings("unchecked") // the types of the arguments are those that the query was made with
        void bind(PreparedStatement statement, int index, @Nullable Object[] arguments) throws SQLException {
            try {
                codec.set(statement, index, argument < 0 ? constant : (V) arguments[argument]);
            } catch (UnfitValue e) {
                throw column == null ? e : e.of(column);
            }
        }
    }

    String text() {
        return text;
    }

    /**
     * The same statement with a name, for who listens.
     *
     * @param other such as {@code users.insert}
     */
    Sql named(String other) {
        return new Sql(text, placeholders, other, statement);
    }

    /** Null if it has none. */
    @Nullable
    String name() {
        return name;
    }

    void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < placeholders.size(); i++) {
            placeholders.get(i).bind(statement, i + 1, arguments);
        }
    }

    /** {@return the text} */
    @Override
    public String toString() {
        return text;
    }
}
