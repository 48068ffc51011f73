package dev.serein;

import java.sql.SQLException;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;

/** Lets jOOQ bind through a codec. It renders and reads nothing. */
final class CodecBinding implements Binding<Object, Object> {
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

    @Override
    public void sql(BindingSQLContext<Object> context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void register(BindingRegisterContext<Object> context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void set(BindingSetSQLOutputContext<Object> context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void get(BindingGetResultSetContext<Object> context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void get(BindingGetStatementContext<Object> context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void get(BindingGetSQLInputContext<Object> context) {
        throw new UnsupportedOperationException();
    }
}
