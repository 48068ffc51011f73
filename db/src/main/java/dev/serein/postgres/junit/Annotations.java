package dev.serein.postgres.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The repeatable annotations of a test class or method, also on annotations on it. JUnit finds them too, but does not
 * say which were written on the class and which are inherited: the nearest of a name counts.
 *
 * @param one the annotation
 * @param several what holds it where it is repeated
 */
record Annotations<A extends Annotation, S extends Annotation>(Class<A> one, Class<S> several, Function<S, A[]> all) {
    static final Annotations<PostgresTest, PostgresTest.Several> POSTGRES_TEST =
            new Annotations<>(PostgresTest.class, PostgresTest.Several.class, PostgresTest.Several::value);
    static final Annotations<Sql, Sql.Several> SQL =
            new Annotations<>(Sql.class, Sql.Several.class, Sql.Several::value);

    /** Those that this element is written with, or whose annotations are. */
    List<A> on(AnnotatedElement element) {
        List<A> found = new ArrayList<>();
        collect(element, found, new HashSet<>());
        return found;
    }

    private void collect(AnnotatedElement element, List<A> found, Set<Class<?>> seen) {
        for (Annotation each : element.getDeclaredAnnotations()) {
            Class<? extends Annotation> type = each.annotationType();
            if (type == one) {
                found.add(one.cast(each));
            } else if (type == several) {
                found.addAll(List.of(all.apply(several.cast(each))));
            } else if (!type.getName().startsWith("java.") && seen.add(type)) {
                collect(type, found, seen);
            }
        }
    }

    /** Of each class that this one inherits from, the farthest first, itself last; of no class that has none. */
    List<List<A>> inheritedBy(Class<?> type) {
        List<List<A>> levels = new ArrayList<>();
        inherited(type, levels, new HashSet<>());
        return levels;
    }

    private void inherited(Class<?> type, List<List<A>> levels, Set<Class<?>> seen) {
        if (!seen.add(type)) {
            return;
        }
        for (Class<?> each : type.getInterfaces()) {
            inherited(each, levels, seen);
        }
        if (type.getSuperclass() != null) {
            inherited(type.getSuperclass(), levels, seen);
        }
        List<A> own = on(type);
        if (!own.isEmpty()) {
            levels.add(own);
        }
    }
}
