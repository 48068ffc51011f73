package dev.serein;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.DataType;
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
    /** No text in PostgreSQL can hold it, so that nothing else in a statement can be taken for a placeholder. */
    private static final char MARK = 0;

    private static final String ARGUMENT = "argument";
    private static final Pattern PLACEHOLDER = Pattern.compile(MARK + "(" + ARGUMENT + ")?(\\d+)");
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

    /** The same, of the type of what it is compared to or stored in, where jOOQ knows that. */
    static <A> Param<A> argument(int index, Class<A> type) {
        return DSL.param(ARGUMENT + index, type);
    }

    /** Renders it. Each argument may stand in it more than once. */
    static Sql of(QueryPart statement) {
        Map<String, Param<?>> params = JOOQ.extractParams(statement);
        StringBuilder text = new StringBuilder();
        List<Placeholder<?>> placeholders = new ArrayList<>();
        Matcher marks = PLACEHOLDER.matcher(JOOQ.renderNamedParams(statement));
        while (marks.find()) {
            marks.appendReplacement(text, "?");
            Param<?> param = params.get(marks.group().substring(1));
            if (param == null) {
                throw new IllegalStateException("jOOQ has rendered a value that it does not know: " + text);
            }
            int argument = marks.group(1) == null ? -1 : Integer.parseInt(marks.group(2));
            placeholders.add(placeholder(argument, param));
        }
        return new Sql(marks.appendTail(text).toString(), List.copyOf(placeholders), null, statement);
    }

    /** The same, with a name for who looks at what runs. */
    Sql named(String other) {
        return new Sql(text, placeholders, other, statement);
    }

    @Nullable
    String name() {
        return name;
    }

    /** What it was rendered from; of a statement that fails, its tables tell which generated classes belong to it. */
    @Nullable
    QueryPart statement() {
        return statement;
    }

    private static <V> Placeholder<V> placeholder(int argument, Param<V> param) {
        return new Placeholder<>(argument, param.getValue(), Codec.of(param.getDataType()));
    }

    /** @param argument its index; -1 for the constant */
    private record Placeholder<V>(int argument, @Nullable V constant, Codec<V> codec) {

        @SuppressWarnings("unchecked") // the types of the arguments are those that the query was made with
        void bind(PreparedStatement statement, int index, @Nullable Object[] arguments) throws SQLException {
            codec.set(statement, index, argument < 0 ? constant : (V) arguments[argument]);
        }
    }

    String text() {
        return text;
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
