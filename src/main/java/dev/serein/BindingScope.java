package dev.serein;

import java.io.Closeable;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLXML;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Configuration;
import org.jooq.ConverterContext;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ResourceManagingScope;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What jOOQ's bindings may ask for when they are called by us: the settings, and nothing of a statement that jOOQ would
 * run.
 */
class BindingScope implements ResourceManagingScope {
    private static final ConverterContext CONVERTERS = new Converters();
    private static final ExecuteContext EXECUTION = (ExecuteContext) Proxy.newProxyInstance(
            BindingScope.class.getClassLoader(), new Class<?>[] {ExecuteContext.class}, BindingScope::ofExecution);

    private static final class Converters extends BindingScope implements ConverterContext {}

    /** Bindings that delegate to others make a scope of their own, from what is asked for here. */
    private static Object ofExecution(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "configuration" -> JooqContext.DETACHED.configuration();
            case "dsl" -> JooqContext.DETACHED;
            case "settings" -> JooqContext.DETACHED.settings();
            case "dialect", "family" -> SQLDialect.POSTGRES;
            case "data" -> new HashMap<>();
            case "converterContext" -> CONVERTERS;
            case "creationTime" -> Instant.now();
            default ->
                throw new UnsupportedOperationException(
                        "A binding has asked for " + method + ", which there is only in what jOOQ itself runs");
        };
    }

    /** {@return where converters run} */
    public final ConverterContext converterContext() {
        return CONVERTERS;
    }

    /** {@return a context without a statement} */
    public final ExecuteContext executeContext() {
        return EXECUTION;
    }

    @Override
    public final Instant creationTime() {
        return Instant.now();
    }

    @Override
    public final Configuration configuration() {
        return JooqContext.DETACHED.configuration();
    }

    @Override
    public final DSLContext dsl() {
        return JooqContext.DETACHED;
    }

    @Override
    public final Settings settings() {
        return JooqContext.DETACHED.settings();
    }

    @Override
    public final SQLDialect dialect() {
        return SQLDialect.POSTGRES;
    }

    @Override
    public final SQLDialect family() {
        return SQLDialect.POSTGRES;
    }

    @Override
    public final Map<Object, Object> data() {
        return new HashMap<>(); // what one call leaves, no other finds
    }

    @Override
    public final @Nullable Object data(Object key) {
        return null;
    }

    @Override
    public final @Nullable Object data(Object key, Object value) {
        return null;
    }

    // the driver's objects hold memory only, which goes with them

    @Override
    public final Array autoFree(Array array) {
        return array;
    }

    @Override
    public final Blob autoFree(Blob blob) {
        return blob;
    }

    @Override
    public final Clob autoFree(Clob clob) {
        return clob;
    }

    @Override
    public final SQLXML autoFree(SQLXML xml) {
        return xml;
    }

    @Override
    public final <R extends Closeable> R autoClose(R resource) {
        return resource;
    }

    @Override
    public final <R extends AutoCloseable> R autoClose(R resource) {
        return resource;
    }
}
