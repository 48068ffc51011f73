package dev.serein.postgres.junit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.TestAbortedException;

/** Where JUnit calls: see {@link PostgresTest}. */
final class PostgresExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                TestInstancePreConstructCallback,
                TestInstancePostProcessor,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver {

    /** Begun by the constructor of the instance: of which method, JUnit says to {@link #beforeEach}, on this thread. */
    private static final ThreadLocal<@Nullable Turn> BEGUN = new ThreadLocal<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        Fixture fixture = Fixture.of(context);
        Fields.fillStatic(
                fixture.test(),
                (source, field) -> fixture.valueForClass(source, field.getType(), field, Fields.shown(field)));
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context)
            throws Exception {
        Turn left = BEGUN.get();
        if (left != null && factory.getOuterInstance().isEmpty()) {
            BEGUN.remove();
            left.end(); // its instance could not be made
        }
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) {
        if (isPerClass(context)) {
            Fixture fixture = Fixture.of(context);
            fixture.filled(instance);
            Fields.fill(
                    instance,
                    (source, field) -> fixture.valueForClass(source, field.getType(), field, Fields.shown(field)));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Fixture fixture = Fixture.of(context);
        Turn begun = BEGUN.get();
        BEGUN.remove();
        Turn turn = begun == null ? fixture.begin(new Turn(fixture, isConcurrent(context))) : begun;
        context.getStore(Fixture.NAMESPACE).put(Turn.class, turn);
        turn.is(context.getRequiredTestMethod());
        turn.add(Setup.of(
                Annotations.POSTGRES_TEST.on(context.getRequiredTestMethod()),
                fixture.test(),
                fixture.test().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName()));
        turn.prepare();
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            if (!fixture.isFilled(instance)) {
                Fields.fill(instance, (source, field) -> turn.value(source, field.getType(), field));
            }
        }
        turn.runScripts(context.getRequiredTestMethod());
    }

    private static boolean isConcurrent(ExtensionContext context) {
        return Fixture.isParallel(context) && context.getExecutionMode() == ExecutionMode.CONCURRENT;
    }

    private static boolean isPerClass(ExtensionContext context) {
        return context.getTestInstanceLifecycle()
                .filter(Lifecycle.PER_CLASS::equals)
                .isPresent();
    }

    @Override
    public boolean supportsParameter(ParameterContext asked, ExtensionContext context) {
        Parameter parameter = asked.getParameter();
        if (parameter.isAnnotationPresent(Scratch.class) || parameter.isAnnotationPresent(Replica.class)) {
            return true;
        }
        // what has an annotation is somebody else's, such as a Spring bean
        boolean ofOthers = Arrays.stream(parameter.getAnnotations())
                .anyMatch(each -> !each.annotationType().getSimpleName().matches("Nullable|NonNull|NotNull|Nonnull"));
        return !ofOthers
                && Source.of(parameter.getType())
                        .filter(each -> !each.askedFor())
                        .isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext asked, ExtensionContext context) {
        Parameter parameter = asked.getParameter();
        Class<?> type = parameter.getType();
        Source source = Source.required(type);
        if (context.getTestMethod().isPresent()) {
            Turn turn = context.getStore(Fixture.NAMESPACE).get(Turn.class, Turn.class);
            if (turn != null) {
                return turn.value(source, type, parameter);
            }
        }
        Fixture fixture = Fixture.of(context);
        boolean constructor = asked.getDeclaringExecutable() instanceof Constructor;
        if (!constructor) {
            return fixture.valueForClass(source, type, parameter, null);
        }
        if (isPerClass(context)) {
            return fixture.valueForClass(source, type, parameter, "the constructor");
        }
        Turn turn = Optional.ofNullable(BEGUN.get())
                .orElseGet(() -> fixture.begin(new Turn(fixture, isConcurrent(context))));
        BEGUN.set(turn);
        return turn.value(source, type, parameter);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Turn turn = context.getStore(Fixture.NAMESPACE).remove(Turn.class, Turn.class);
        if (turn != null) {
            if (isFailed(context)) {
                turn.failed();
            }
            turn.end();
        }
    }

    private static boolean isFailed(ExtensionContext context) {
        return context.getExecutionException()
                .filter(each -> !(each instanceof TestAbortedException))
                .isPresent();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Fixture fixture = Fixture.of(context);
        if (isFailed(context)) {
            fixture.failed();
        }
        fixture.close();
    }
}
