package dev.serein.type;

import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.impl.DSL;
import org.jooq.postgres.extensions.bindings.AbstractPostgresBinding;
import org.jooq.postgres.extensions.types.LocalDateRange;
import org.jooq.postgres.extensions.types.LocalDateTimeRange;
import org.jooq.postgres.extensions.types.OffsetDateTimeRange;
import org.jspecify.annotations.Nullable;
import org.postgresql.geometric.PGbox;
import org.postgresql.geometric.PGpoint;
import org.postgresql.util.PGobject;

/**
 * A type that goes to the server and comes from it as text, with a cast in the SQL. For generated code. Immutable,
 * thread-safe.
 *
 * @param <T> what jOOQ has for the type
 * @param <V> the Java type
 */
public final class TextBinding<T, V> extends AbstractPostgresBinding<T, V> {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final transient Function<String, V> parse;
    private final transient Function<V, String> print;
    private final transient Converter<T, V> converter;

    private TextBinding(String type, Function<String, V> parse, Function<V, String> print, Converter<T, V> converter) {
        this.type = type;
        this.parse = parse;
        this.print = print;
        this.converter = converter;
    }

    private static <V> TextBinding<Object, V> of(
            String type, Class<V> javaType, Function<String, V> parse, Function<V, String> print) {
        return new TextBinding<>(
                type,
                parse,
                print,
                Converter.ofNullable(Object.class, javaType, text -> parse.apply(text.toString()), print::apply));
    }

    /**
     * A type that is a string in Java.
     *
     * @param type its name in PostgreSQL
     * @return its binding
     */
    public static TextBinding<Object, String> of(String type) {
        return of(type, String.class, text -> text, text -> text);
    }

    /**
     * The binding of {@code bit} and {@code bit varying}: a string of zeros and ones.
     *
     * @return a binding
     */
    public static TextBinding<String, String> bits() {
        // what is cast to bit, without a length, loses all but its first bit
        return new TextBinding<>(
                "varbit",
                text -> text,
                text -> text,
                Converter.ofNullable(String.class, String.class, text -> text, text -> text));
    }

    /**
     * The binding of {@code interval}.
     *
     * @param <T> what jOOQ has for it, which depends on the fields that it is declared with
     * @return a binding
     */
    @SuppressWarnings("unchecked") // the converter looks at what it gets
    public static <T> TextBinding<T, Interval> interval() {
        Converter<?, Interval> converter =
                Converter.ofNullable(Object.class, Interval.class, JooqInterval::toInterval, JooqInterval::ofInterval);
        return new TextBinding<>("interval", Interval::parse, Interval::toString, (Converter<T, Interval>) converter);
    }

    /**
     * The binding of {@code interval[]}. Java would not infer the type from {@code interval().array()}.
     *
     * @param <T> what jOOQ has for an element
     * @return a binding
     */
    public static <T> TextArrayBinding<T, Interval> intervals() {
        return TextBinding.<T>interval().array();
    }

    /**
     * The binding of {@code daterange}.
     *
     * @return a binding
     */
    public static TextBinding<Object, LocalDateRange> daterange() {
        RangeText<LocalDate, LocalDateRange> text =
                new RangeText<>(LocalDateRange::localDateRange, TemporalText::date, TemporalText::of, LocalDate.EPOCH);
        return of("daterange", LocalDateRange.class, text::parse, text::print);
    }

    /**
     * The binding of {@code tsrange}.
     *
     * @return a binding
     */
    public static TextBinding<Object, LocalDateTimeRange> tsrange() {
        RangeText<LocalDateTime, LocalDateTimeRange> text = new RangeText<>(
                LocalDateTimeRange::localDateTimeRange,
                TemporalText::timestamp,
                TemporalText::of,
                LocalDate.EPOCH.atStartOfDay());
        return of("tsrange", LocalDateTimeRange.class, text::parse, text::print);
    }

    /**
     * The binding of {@code tstzrange}.
     *
     * @return a binding
     */
    public static TextBinding<Object, OffsetDateTimeRange> tstzrange() {
        RangeText<OffsetDateTime, OffsetDateTimeRange> text = new RangeText<>(
                OffsetDateTimeRange::offsetDateTimeRange,
                TemporalText::timestamptz,
                TemporalText::of,
                OffsetDateTime.parse("1970-01-01T00:00:00Z"));
        return of("tstzrange", OffsetDateTimeRange.class, text::parse, text::print);
    }

    /**
     * The binding of {@code point}.
     *
     * @return a binding
     */
    public static TextBinding<Object, PGpoint> point() {
        return of("point", PGpoint.class, text -> geometric(new PGpoint(), text), TextBinding::print);
    }

    /**
     * The binding of {@code box}.
     *
     * @return a binding
     */
    public static TextBinding<Object, PGbox> box() {
        return of("box", PGbox.class, text -> geometric(new PGbox(), text), TextBinding::print);
    }

    private static <G extends PGobject> G geometric(G shape, String text) {
        try {
            shape.setValue(text);
        } catch (SQLException e) {
            throw new IllegalArgumentException("Not a " + shape.getType() + " as the server writes it", null);
        }
        return shape;
    }

    private static String print(PGobject shape) {
        return String.valueOf(shape.getValue());
    }

    /**
     * The binding of its array.
     *
     * @return a binding
     */
    public TextArrayBinding<T, V> array() {
        return new TextArrayBinding<>(type, parse, print, converter);
    }

    @Override
    public Converter<T, V> converter() {
        return converter;
    }

    @Override
    protected String castType() {
        return type;
    }

    @Override
    public void register(BindingRegisterContext<V> context) throws SQLException {
        context.statement().registerOutParameter(context.index(), Types.VARCHAR);
    }

    @Override
    public void set(BindingSetStatementContext<V> context) throws SQLException {
        V value = context.value();
        context.statement().setString(context.index(), value == null ? null : print.apply(value));
    }

    @Override
    public void get(BindingGetResultSetContext<V> context) throws SQLException {
        context.value(parse(context.resultSet().getString(context.index())));
    }

    @Override
    public void get(BindingGetStatementContext<V> context) throws SQLException {
        context.value(parse(context.statement().getString(context.index())));
    }

    private @Nullable V parse(@Nullable String text) {
        return text == null ? null : parse.apply(text);
    }

    @Override
    protected void sqlInline(BindingSQLContext<V> context) {
        V value = context.value();
        context.render()
                .visit(DSL.keyword("cast"))
                .sql('(')
                .visit(DSL.inline(value == null ? null : print.apply(value)))
                .sql(' ')
                .visit(DSL.keyword("as"))
                .sql(' ')
                .sql(type)
                .sql(')');
    }
}
