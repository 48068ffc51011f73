package dev.serein;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jooq.Function3;
import org.jooq.Function4;
import org.jooq.Function5;
import org.jspecify.annotations.Nullable;

/** A shape with children, and the user's function that combines a row with their values. */
final class Combined {

    private Combined() {}

    static <T, A, U> Shape<U> of(Shape<T> shape, Child<A> a, BiFunction<? super T, ? super A, ? extends U> combine) {
        requireAll(combine, a);
        int i = shape.children().size();
        return shape.with(
                List.of(a), (row, values) -> combine.apply(shape.made().of(row, values), Combined.<A>value(values, i)));
    }

    static <T, A, B, U> Shape<U> of(
            Shape<T> shape, Child<A> a, Child<B> b, Function3<? super T, ? super A, ? super B, ? extends U> combine) {
        requireAll(combine, a, b);
        int i = shape.children().size();
        return shape.with(
                List.of(a, b),
                (row, values) -> combine.apply(
                        shape.made().of(row, values), Combined.<A>value(values, i), Combined.<B>value(values, i + 1)));
    }

    static <T, A, B, C, U> Shape<U> of(
            Shape<T> shape,
            Child<A> a,
            Child<B> b,
            Child<C> c,
            Function4<? super T, ? super A, ? super B, ? super C, ? extends U> combine) {
        requireAll(combine, a, b, c);
        int i = shape.children().size();
        return shape.with(
                List.of(a, b, c),
                (row, values) -> combine.apply(
                        shape.made().of(row, values),
                        Combined.<A>value(values, i),
                        Combined.<B>value(values, i + 1),
                        Combined.<C>value(values, i + 2)));
    }

    static <T, A, B, C, D, U> Shape<U> of(
            Shape<T> shape,
            Child<A> a,
            Child<B> b,
            Child<C> c,
            Child<D> d,
            Function5<? super T, ? super A, ? super B, ? super C, ? super D, ? extends U> combine) {
        requireAll(combine, a, b, c, d);
        int i = shape.children().size();
        return shape.with(
                List.of(a, b, c, d),
                (row, values) -> combine.apply(
                        shape.made().of(row, values),
                        Combined.<A>value(values, i),
                        Combined.<B>value(values, i + 1),
                        Combined.<C>value(values, i + 2),
                        Combined.<D>value(values, i + 3)));
    }

    private static void requireAll(Object combine, Child<?>... children) {
        for (Child<?> each : children) {
            Objects.requireNonNull(each, "A child is null");
        }
        Objects.requireNonNull(combine, "The function that combines a row with its children is null");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the child that was given put it there
    private static <A> A value(@Nullable Object[] values, int index) {
        return (A) values[index];
    }
}
