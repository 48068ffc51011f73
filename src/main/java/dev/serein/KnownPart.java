package dev.serein;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.SortField;
import org.jooq.TableField;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/**
 * A class of jOOQ's whose whole state is to be had from its model. Not among them are those with state that the model
 * does not show, such as {@code between}, which does not tell whether it is negated, and those that render a value
 * otherwise than as a placeholder for it, such as {@code contains}.
 *
 * @param operands how to get what it is made of
 */
record KnownPart(List<Function<Object, @Nullable Object>> operands) {
    /** The same part is the same text. */
    static final KnownPart COLUMN = new KnownPart(List.of());

    static final KnownPart VALUE = new KnownPart(List.of());
    static final KnownPart UNKNOWN = new KnownPart(List.of());

    private static final Map<Class<?>, KnownPart> BY_MODEL = new HashMap<>();
    /** Of types jOOQ often makes a new one for each value, with or without null: they are what they are made of. */
    private static final Map<String, KnownPart> TYPES = Map.of(
            "org.jooq.impl.DefaultDataType",
            type(
                    DataType::getType,
                    type -> type.isEnum() ? null : type.getTypeName(),
                    type -> type.precisionDefined() ? type.precision() : null,
                    type -> type.scaleDefined() ? type.scale() : null,
                    type -> type.lengthDefined() ? type.length() : null),
            "org.jooq.impl.ArrayDataType",
            type(DataType::getArrayComponentDataType),
            "org.jooq.impl.DomainDataType",
            type(DataType::getDomain),
            "org.jooq.impl.ConvertedDataType",
            type(DataType::getType, DataType::getBinding));

    static {
        fill();
    }

    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    private static void fill() {
        BY_MODEL.put(TableField.class, COLUMN);
        BY_MODEL.put(Param.class, VALUE);
        known(QOM.And.class, QOM.And::$arg1, QOM.And::$arg2);
        known(QOM.Or.class, QOM.Or::$arg1, QOM.Or::$arg2);
        known(QOM.Xor.class, QOM.Xor::$arg1, QOM.Xor::$arg2);
        known(QOM.Not.class, QOM.Not::$arg1);
        known(QOM.Eq.class, QOM.Eq::$arg1, QOM.Eq::$arg2);
        known(QOM.Ne.class, QOM.Ne::$arg1, QOM.Ne::$arg2);
        known(QOM.Gt.class, QOM.Gt::$arg1, QOM.Gt::$arg2);
        known(QOM.Ge.class, QOM.Ge::$arg1, QOM.Ge::$arg2);
        known(QOM.Lt.class, QOM.Lt::$arg1, QOM.Lt::$arg2);
        known(QOM.Le.class, QOM.Le::$arg1, QOM.Le::$arg2);
        known(QOM.IsDistinctFrom.class, QOM.IsDistinctFrom::$arg1, QOM.IsDistinctFrom::$arg2);
        known(QOM.IsNotDistinctFrom.class, QOM.IsNotDistinctFrom::$arg1, QOM.IsNotDistinctFrom::$arg2);
        known(QOM.IsNull.class, QOM.IsNull::$arg1);
        known(QOM.IsNotNull.class, QOM.IsNotNull::$arg1);
        known(QOM.InList.class, QOM.InList::$arg1, QOM.InList::$arg2);
        known(QOM.NotInList.class, QOM.NotInList::$arg1, QOM.NotInList::$arg2);
        known(QOM.EqQuantified.class, QOM.EqQuantified::$arg1, QOM.EqQuantified::$arg2);
        known(QOM.QuantifiedArray.class, QOM.QuantifiedArray::$arg1, QOM.QuantifiedArray::$arg2);
        known(QOM.Like.class, QOM.Like::$arg1, QOM.Like::$arg2, QOM.Like::$arg3);
        known(QOM.NotLike.class, QOM.NotLike::$arg1, QOM.NotLike::$arg2, QOM.NotLike::$arg3);
        known(
                QOM.LikeIgnoreCase.class,
                QOM.LikeIgnoreCase::$arg1,
                QOM.LikeIgnoreCase::$arg2,
                QOM.LikeIgnoreCase::$arg3);
        known(
                QOM.NotLikeIgnoreCase.class,
                QOM.NotLikeIgnoreCase::$arg1,
                QOM.NotLikeIgnoreCase::$arg2,
                QOM.NotLikeIgnoreCase::$arg3);
        known(QOM.FieldCondition.class, QOM.FieldCondition::$arg1);
        known(QOM.ConditionAsField.class, QOM.ConditionAsField::$arg1);
        known(QOM.Add.class, QOM.Add::$arg1, QOM.Add::$arg2);
        known(QOM.Sub.class, QOM.Sub::$arg1, QOM.Sub::$arg2);
        known(QOM.Mul.class, QOM.Mul::$arg1, QOM.Mul::$arg2);
        known(QOM.Div.class, QOM.Div::$arg1, QOM.Div::$arg2);
        known(QOM.Coalesce.class, QOM.Coalesce::$arg1);
        known(QOM.Lower.class, QOM.Lower::$arg1);
        known(QOM.Upper.class, QOM.Upper::$arg1);
        known(QOM.Cast.class, Field::getDataType, QOM.Cast::$field);
        known(QOM.Coerce.class, Field::getDataType, QOM.Coerce::$field);
        known(SortField.class, SortField::$sortOrder, SortField::$nullOrdering, SortField::$field);
    }

    private static final ClassValue<KnownPart> BY_CLASS = new ClassValue<>() {
        @Override
        protected KnownPart computeValue(Class<?> type) {
            return ofClass(type);
        }
    };

    @SafeVarargs
    @SuppressWarnings("varargs") // copied, not kept
    private static <P> void known(Class<P> model, Function<? super P, @Nullable Object>... operands) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // asked of parts of that class only
        List<Function<Object, @Nullable Object>> all = (List) List.of(operands);
        BY_MODEL.put(model, new KnownPart(all));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // as above
    private static KnownPart type(Function<DataType<?>, @Nullable Object>... operands) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // as above
        List<Function<Object, @Nullable Object>> all = (List) List.of(operands);
        return new KnownPart(all);
    }

    static KnownPart of(QueryPart part) {
        return BY_CLASS.get(part.getClass());
    }

    private static KnownPart ofClass(Class<?> type) {
        KnownPart ofTypes = TYPES.get(type.getName());
        if (ofTypes != null) {
            return ofTypes;
        }
        List<KnownPart> known = BY_MODEL.entrySet().stream()
                .filter(each -> each.getKey().isAssignableFrom(type))
                .map(Map.Entry::getValue)
                .toList();
        // of a class that is not jOOQ's nobody knows the state
        return known.size() == 1 && type.getName().startsWith("org.jooq.impl.") ? known.get(0) : UNKNOWN;
    }
}
