package dev.serein.type;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.impl.DSL;
import org.jooq.postgres.extensions.bindings.AbstractPostgresBinding;
import org.jspecify.annotations.Nullable;

/**
 * An array, of one dimension, of what has a {@link TextBinding}. For generated code. Immutable, thread-safe.
 *
 * @param <T> what jOOQ has for an element
 * @param <V> the Java type of an element
 */
public final class TextArrayBinding<T, V> extends AbstractPostgresBinding<T[], V[]> {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final transient Function<String, V> parse;
    private final transient Function<V, String> print;
    private final transient Converter<T[], V[]> converter;

    TextArrayBinding(String type, Function<String, V> parse, Function<V, String> print, Converter<T, V> converter) {
        this.type = type;
        this.parse = parse;
        this.print = print;
        this.converter = converter.forArrays();
    }

    @Override
    public Converter<T[], V[]> converter() {
        return converter;
    }

    @Override
    protected String castType() {
        return type + "[]";
    }

    @Override
    public void register(BindingRegisterContext<V[]> context) throws SQLException {
        context.statement().registerOutParameter(context.index(), Types.ARRAY);
    }

    @Override
    public void set(BindingSetStatementContext<V[]> context) throws SQLException {
        V[] values = context.value();
        if (values == null) {
            context.statement().setNull(context.index(), Types.ARRAY);
            return;
        }
        context.statement()
                .setArray(context.index(), context.statement().getConnection().createArrayOf("text", texts(values)));
    }

    @Override
    public void get(BindingGetResultSetContext<V[]> context) throws SQLException {
        context.value(read(context.resultSet().getArray(context.index())));
    }

    @Override
    public void get(BindingGetStatementContext<V[]> context) throws SQLException {
        context.value(read(context.statement().getArray(context.index())));
    }

    private V @Nullable [] read(@Nullable Array array) throws SQLException {
        if (array == null) {
            return null;
        }
        List<@Nullable V> values = new ArrayList<>();
        try (ResultSet rows = array.getResultSet()) {
            while (rows.next()) {
                String text = rows.getString(2);
                values.add(text == null ? null : parse.apply(text));
            }
        }
        Class<?> element = converter.toType().getComponentType();
        return values.toArray(converter.toType().cast(java.lang.reflect.Array.newInstance(element, 0)));
    }

    private @Nullable String[] texts(V[] values) {
        @Nullable String[] texts = new String[values.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = values[i] == null ? null : print.apply(values[i]);
        }
        return texts;
    }

    @Override
    protected void sqlInline(BindingSQLContext<V[]> context) {
        V[] values = context.value();
        context.render()
                .visit(
                        values == null
                                ? DSL.inline((String) null)
                                : DSL.array(Arrays.stream(texts(values))
                                        .map(DSL::inline)
                                        .toList()))
                .sql("::")
                .sql(castType());
    }
}
