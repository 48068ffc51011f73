package dev.serein;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.Configuration;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultVisitListenerProvider;
import org.jspecify.annotations.Nullable;

/**
 * A statement as text, and what goes into each of its placeholders: a value that is part of it, an argument of each
 * call, or what a blank is filled with. Rendered by jOOQ, once; immutable.
 */
final class Sql {
    /** As many as PostgreSQL takes with one statement. */
    static final int MOST_VALUES = 65_535;

    private static final Param<?>[] NO_VALUES = {};

    /** No text in PostgreSQL can hold it, so that nothing else in a statement can be taken for a placeholder. */
    private static final char MARK = 0;

    /** Of ours: a name that nobody else can give. */
    private static final String ARGUMENT = String.valueOf(MARK);
    /** The number of an argument of ours, and its column. */
    private static final Pattern OURS = Pattern.compile("M(\\d+)(?:M([^M]*)M)?".replace('M', MARK));

    private static final Configuration RENDERING =
            JooqContext.configuration().derive(JooqContext.settings().withRenderNamedParamPrefix(String.valueOf(MARK)));

    private final String text;
    private final List<Placeholder<?>> placeholders;
    private final @Nullable String name;
    private final @Nullable QueryPart statement;
    /** Of its blanks. */
    private final Param<?>[] values;

    private final boolean writes;
    private final SessionUse use;
    private volatile @Nullable After after;

    /** Its text with others before it, as they were last. */
    private record After(String before, String text) {}

    private Sql(String text, List<Placeholder<?>> placeholders, @Nullable String name, @Nullable QueryPart statement) {
        this(text, placeholders, name, statement, NO_VALUES, FirstWord.writes(text), SessionUse.of(text));
    }

    private Sql(
            String text,
            List<Placeholder<?>> placeholders,
            @Nullable String name,
            @Nullable QueryPart statement,
            Param<?>[] values,
            boolean writes,
            SessionUse use) {
        this.text = text;
        this.placeholders = placeholders;
        this.name = name;
        this.statement = statement;
        this.values = values;
        this.writes = writes;
        this.use = use;
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

    /** A command without values. */
    static Sql of(String command) {
        return new Sql(command, List.of(), null, null);
    }

    /** A command of ours, without values, which changes rows and leaves nothing in its session. */
    static Sql change(String command, String name) {
        return new Sql(command, List.of(), name, null, NO_VALUES, true, SessionUse.NONE);
    }

    /** A text with placeholders whose values its caller binds. */
    static Sql unbound(String text, @Nullable String name, boolean writes) {
        return new Sql(text, List.of(), name, null, NO_VALUES, writes, SessionUse.of(text));
    }

    /** Renders it. Each argument may stand in it more than once. */
    static Sql of(QueryPart statement) {
        List<Param<?>> params = new ArrayList<>();
        String rendered = DSL.using(RENDERING.derive(new DefaultVisitListenerProvider(new Bound(params))))
                .renderNamedParams(statement);
        StringBuilder text = new StringBuilder();
        List<Placeholder<?>> placeholders = new ArrayList<>();
        int from = 0;
        for (Param<?> param : params) {
            int mark = rendered.indexOf(MARK, from);
            if (mark < 0) {
                throw new IllegalStateException("jOOQ has visited a value that it does not render: " + text);
            }
            text.append(rendered, from, mark).append('?');
            String name = param.getParamName();
            from = name == null ? afterNumber(rendered, mark + 1) : mark + 1 + name.length();
            placeholders.add(Placeholder.of(param, name == null ? null : OURS.matcher(name)));
        }
        if (rendered.indexOf(MARK, from) >= 0) {
            throw new IllegalStateException("jOOQ has rendered a value that it does not visit: " + text);
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

    /** What is rendered by itself and put into it counts its values anew. */
    private static int afterNumber(String rendered, int from) {
        int end = from;
        while (end < rendered.length() && Character.isDigit(rendered.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Writes down what is bound, as it is rendered. */
    private record Bound(List<Param<?>> params) implements VisitListener {
        @Override
        public void visitStart(VisitContext context) {
            if (context.queryPart() instanceof Param<?> param
                    && !param.isInline()
                    && context.renderContext() != null
                    && context.renderContext().paramType() == ParamType.NAMED) {
                params.add(param);
            }
        }
    }

    /**
     * The same statement with a blank for each constant: it holds no value, and no part of the query it was rendered
     * from.
     *
     * @param constants by which number a blank has
     * @param table which stands for the statement where it fails
     * @return null if a constant is not among these
     */
    @Nullable
    Sql blank(List<Param<?>> constants, Table<?> table) {
        List<Placeholder<?>> blanks = new ArrayList<>();
        for (Placeholder<?> each : placeholders) {
            Placeholder<?> blank = each.blank(constants);
            if (blank == null) {
                return null;
            }
            blanks.add(blank);
        }
        return new Sql(text, List.copyOf(blanks), name, table);
    }

    /** {@return the numbers of its blanks} */
    Set<Integer> blanks() {
        return placeholders.stream()
                .map(Placeholder::blank)
                .filter(blank -> blank >= 0)
                .collect(Collectors.toSet());
    }

    /**
     * With a value in each blank.
     *
     * @param others by the numbers of the blanks; of the same types as the constants were
     */
    Sql filled(Param<?>[] others) {
        return new Sql(text, placeholders, name, statement, others, writes, use);
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
     * One text of several statements, which go to the server together: PostgreSQL's extended protocol takes them with
     * one Sync, the driver prepares each of them.
     *
     * @param before what goes before them, such as {@code begin}; empty for nothing
     * @param after what goes after them
     */
    static Sql together(String before, List<Sql> statements, String after) {
        List<String> texts = new ArrayList<>();
        List<Placeholder<?>> placeholders = new ArrayList<>();
        for (Sql each : statements) {
            texts.add(each.text);
            placeholders.addAll(each.placeholders);
        }
        return new Sql(
                before + String.join("; ", texts) + after,
                List.copyOf(placeholders),
                null,
                statements.get(0).statement,
                NO_VALUES,
                statements.stream().anyMatch(Sql::writes),
                statements.stream().map(Sql::use).max(Comparator.naturalOrder()).orElseThrow());
    }

    String text() {
        return text;
    }

    /** Whether it changes rows; not, what a function does that it calls. */
    boolean writes() {
        return writes;
    }

    /** What it may do to its session. */
    SessionUse use() {
        return use;
    }

    /**
     * Its text after others, which have no placeholder.
     *
     * @param before one or several
     */
    String textAfter(String before) {
        After known = after;
        if (known == null || !known.before.equals(before)) {
            known = new After(before, before + "; " + text);
            after = known;
        }
        return known.text;
    }

    /**
     * The same statement with a name, for who listens.
     *
     * @param other such as {@code users.insert}
     */
    Sql named(String other) {
        return new Sql(text, placeholders, other, statement, values, writes, use);
    }

    /** Null if it has none. */
    @Nullable
    String name() {
        return name;
    }

    void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        bind(statement, 1, arguments);
    }

    /** The same, of a part. {@return where the next part begins} */
    int bind(PreparedStatement statement, int first, @Nullable Object[] arguments) throws SQLException {
        int count = placeholders.size();
        for (int i = 0; i < count; i++) {
            placeholders.get(i).bind(statement, first + i, arguments, values);
        }
        return first + count;
    }

    /** {@return the text} */
    @Override
    public String toString() {
        return text;
    }
}
