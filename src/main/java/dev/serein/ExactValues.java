package dev.serein;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jooq.BindContext;
import org.jooq.Context;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Binds with a {@link Codec} what jOOQ itself would bind through {@code java.sql}, and arrays that it cannot write. The
 * SQL is jOOQ's, and so are the types that a user sees: a binding of our own on every such column would take
 * {@code DataType.array()} from them, and some of MULTISET.
 */
final class ExactValues implements VisitListener {
    private static final Map<Class<?>, Field<Object>> BOUND = new HashMap<>();

    static {
        for (Class<?> type :
                Set.of(LocalDate.class, LocalTime.class, LocalDateTime.class, OffsetDateTime.class, OffsetTime.class)) {
            add(type);
            add(type.arrayType());
        }
        add(byte[][].class);
    }

    private static void add(Class<?> type) {
        Codec<?> codec = Codec.straight(type);
        if (codec != null) {
            BOUND.put(type, DSL.field("value", SQLDataType.OTHER.asConvertedDataType(new CodecBinding(codec))));
        }
    }

    @Override
    public void visitStart(VisitContext context) {
        // jOOQ also collects parameters like this, without a statement
        if (context.queryPart() instanceof Param<?> param
                && context.context() instanceof BindContext bind
                && bind.statement() != null) {
            Field<Object> bound = bound(param.getDataType());
            if (bound != null) {
                context.queryPart(new Bound(bound, value(param)));
            }
        }
    }

    private static @Nullable Field<Object> bound(DataType<?> type) {
        return Codec.isDefault(type) ? BOUND.get(type.getConverter().fromType()) : null;
    }

    private static <V> @Nullable Object value(Param<V> param) {
        @SuppressWarnings("unchecked") // the converter is of the parameter's type
        Converter<Object, V> converter =
                (Converter<Object, V>) param.getDataType().getConverter();
        return converter.to(param.getValue());
    }

    /** Stands in for the parameter when it is bound. */
    private static final class Bound extends CustomQueryPart {
        private static final long serialVersionUID = 1L;

        private final transient Field<Object> field;
        private final transient @Nullable Object value;

        Bound(Field<Object> field, @Nullable Object value) {
            this.field = field;
            this.value = value;
        }

        @Override
        public void accept(Context<?> context) {
            context.bindValue(value, field);
        }
    }
}
