package dev.serein;

import java.sql.SQLException;
import java.sql.Types;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.Converters;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.AbstractBinding;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A value as the text that PostgreSQL has for it, whatever its type: asked for with a cast, and sent back without a
 * type, for PostgreSQL to read as it reads the type of what it is compared to. Nothing is lost on the way, as the
 * program never makes anything of it; the server's own types, enums, domains and those of extensions included.
 */
final class ServerText extends AbstractBinding<String, String> {
    private static final long serialVersionUID = 1L;

    private static final DataType<String> UNTYPED = SQLDataType.CLOB.asConvertedDataType(new ServerText());

    private ServerText() {}

    /** The field, to be compared to a {@link #value}; jOOQ would convert that to the type of the field itself. */
    static Field<String> compared(Field<?> field) {
        return field.coerce(UNTYPED);
    }

    static Param<String> value(String text) {
        return DSL.val(text, UNTYPED);
    }

    /** The text, among what is selected. */
    static Field<String> of(Field<?> field) {
        return field.cast(SQLDataType.CLOB);
    }

    @Override
    public Converter<String, String> converter() {
        return Converters.identity(String.class);
    }

    @Override
    public void set(BindingSetStatementContext<String> context) throws SQLException {
        context.statement().setObject(context.index(), context.value(), Types.OTHER);
    }

    @Override
    public void get(BindingGetResultSetContext<String> context) throws SQLException {
        context.value(context.resultSet().getString(context.index()));
    }
}
