package dev.serein.postgres.junit;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.Standby;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * A kind of value that a test can be given.
 *
 * @param askedFor whether the type alone does not say it: the parameter must have {@link Scratch}
 * @param closed whether it is closed at the end
 */
record Source(Predicate<Class<?>> makes, boolean askedFor, boolean closed, Maker maker) {
    private static final List<Source> ALL = List.of(
            new Source(type -> type == ScratchDatabase.class, false, false, (type, database) -> database),
            new Source(type -> type == ScratchPostgres.class, false, false, (type, database) -> database.server()),
            new Source(type -> type == Standby.class, false, false, (type, database) -> database.standby()
                    .orElseThrow()),
            new Source(type -> type == DataSource.class, false, false, (type, database) -> database.dataSource()),
            new Source(type -> type == Connection.class, false, true, (type, database) -> database.dataSource()
                    .getConnection()),
            new Source(type -> type == String.class, true, false, (type, database) -> database.url()),
            new Source(type -> type == URI.class, true, false, (type, database) -> URI.create(database.url())),
            new Source(type -> opening(type) != null, false, true, Source::opened));

    interface Maker {
        Object make(Class<?> type, ScratchDatabase database) throws SQLException, ReflectiveOperationException;
    }

    /** Whether it is asked for by way of the standby. */
    static boolean isOfStandby(Class<?> type, AnnotatedElement asking) {
        return type == Standby.class || asking.isAnnotationPresent(Replica.class);
    }

    static Optional<Source> of(Class<?> type) {
        return ALL.stream().filter(each -> each.makes().test(type)).findFirst();
    }

    static Source required(Class<?> type) {
        return of(type).orElseThrow(() -> new ExtensionConfigurationException("@Scratch cannot give a "
                + type.getName()
                + "\n  fix: take a ScratchDatabase, ScratchPostgres, Standby, DataSource, Connection, String or"
                + " URI, or a closeable class with a method public static " + type.getSimpleName()
                + " open(String url)"));
    }

    /** The method {@code public static T open(String url)} of a public, closeable T. */
    private static @Nullable Method opening(Class<?> type) {
        if (!AutoCloseable.class.isAssignableFrom(type)) {
            return null;
        }
        try {
            Method open = type.getMethod("open", String.class);
            return Modifier.isStatic(open.getModifiers()) && open.getReturnType() == type ? open : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static Object opened(Class<?> type, ScratchDatabase database) throws ReflectiveOperationException {
        Method open = opening(type);
        if (open == null) {
            throw new IllegalStateException(type.getName());
        }
        open.trySetAccessible();
        try {
            return open.invoke(null, database.url());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw e;
        }
    }
}
