package dev.serein;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.ContextConverter;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A type that jOOQ, an extension of it, or the user has a binding or a converter for. */
final class BindingCodec<V> extends Codec<V> {
    private final Binding<?, V> binding;
    private final Field<V> field;

    BindingCodec(DataType<V> type) {
        this.binding = type.getBinding();
        this.field = DSL.field(DSL.name("value"), type);
    }

    @Override
    @Nullable
    V get(ResultSet rows, int column) throws SQLException {
        Got<V> got = new Got<>(rows, column, field);
        binding.get(got);
        return got.value;
    }

    @Override
    void set(PreparedStatement statement, int index, @Nullable V value) throws SQLException {
        binding.set(new ToSet<>(CheckedStatement.of(statement), index, value));
    }

    private static class Got<V> extends BindingScope implements BindingGetResultSetContext<V> {
        private final ResultSet rows;
        private final int column;
        private final Field<V> field;
        private @Nullable V value;

        Got(ResultSet rows, int column, Field<V> field) {
            this.rows = rows;
            this.column = column;
            this.field = field;
        }

        @Override
        public ResultSet resultSet() {
            return rows;
        }

        @Override
        public int index() {
            return column;
        }

        @Override
        public Field<V> field() {
            return field;
        }

        @Override
        public void value(@Nullable V read) {
            value = read;
        }

        @Override
        @SuppressWarnings("unchecked") // jOOQ itself asks for the field's name and, here, not for its type
        public <T> BindingGetResultSetContext<T> convert(Converter<? super T, ? extends V> converter) {
            return new Got<>(rows, column, (Field<T>) field) {
                @Override
                public void value(@Nullable T read) {
                    Got.this.value(ContextConverter.scoped(converter).from(read, converterContext()));
                }
            };
        }
    }

    private static final class ToSet<V> extends BindingScope implements BindingSetStatementContext<V> {
        private final PreparedStatement statement;
        private final int index;
        private final @Nullable V value;

        ToSet(PreparedStatement statement, int index, @Nullable V value) {
            this.statement = statement;
            this.index = index;
            this.value = value;
        }

        @Override
        public PreparedStatement statement() {
            return statement;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public @Nullable V value() {
            return value;
        }

        @Override
        public <T> BindingSetStatementContext<T> convert(Converter<? extends T, ? super V> converter) {
            return new ToSet<>(
                    statement, index, ContextConverter.scoped(converter).to(value, converterContext()));
        }
    }
}
