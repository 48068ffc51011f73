package dev.serein.postgres.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The fields of a test that are annotated with {@link Scratch} or {@link Replica}, those that it inherits too. */
final class Fields {
    private Fields() {}

    interface Values {
        Object of(Source source, Field field);
    }

    static void fillStatic(Class<?> test, Values values) {
        fill(test, null, values);
    }

    static void fill(Object instance, Values values) {
        fill(instance.getClass(), instance, values);
    }

    private static void fill(Class<?> type, @Nullable Object instance, Values values) {
        if (type.getSuperclass() != null) {
            fill(type.getSuperclass(), instance, values);
        }
        for (Field field : type.getDeclaredFields()) {
            if ((field.isAnnotationPresent(Scratch.class) || field.isAnnotationPresent(Replica.class))
                    && Modifier.isStatic(field.getModifiers()) == (instance == null)) {
                set(field, instance, values.of(Source.required(field.getType()), field));
            }
        }
    }

    private static void set(Field field, @Nullable Object instance, Object value) {
        if (Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException(
                    "The field " + field.getName() + " is final: @Scratch cannot set it\n  fix: let it not be final");
        }
        try {
            field.setAccessible(true);
            field.set(instance, value);
        } catch (IllegalAccessException e) {
            throw new ExtensionConfigurationException("Cannot set " + field, e);
        }
    }

    /** How a message names it. */
    static String shown(Field field) {
        return "the " + (Modifier.isStatic(field.getModifiers()) ? "static " : "") + "field " + field.getName();
    }
}
