package dev.serein;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.impl.AbstractBinding;

/** Lets jOOQ bind through a codec. It renders and reads nothing. */
final class CodecBinding extends AbstractBinding<Object, Object> {
    private static final long serialVersionUID = 1L;
    private static final Converter<Object, Object> UNCHANGED =
            Converter.of(Object.class, Object.class, value -> value, value -> value);

    private final transient Codec<Object> codec;

    @SuppressWarnings("unchecked") // bound to values of its type
    CodecBinding(Codec<?> codec) {
        this.codec = (Codec<Object>) codec;
    }

    @Override
    public Converter<Object, Object> converter() {
        return UNCHANGED;
    }

    @Override
    public void set(BindingSetStatementContext<Object> context) throws SQLException {
        codec.set(context.statement(), context.index(), context.value());
    }

    /** {@link ExactRows} reads. */
    @Override
    public void get(BindingGetResultSetContext<Object> context) throws SQLException {
        throw new SQLFeatureNotSupportedException("This binding is for values that are bound");
    }
}
