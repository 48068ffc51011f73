package dev.serein.postgres.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a field or a parameter is given by {@link PostgresTest}. Fields need it, parameters only where a test has
 * several databases, or where the type alone does not say it: a URL.
 *
 * <p>A static field is set before {@code @BeforeAll}, and is the same for all methods of the class; so is an instance
 * field where JUnit makes one instance for the class. Another instance field is set before {@code @BeforeEach}.
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Scratch {
    /**
     * Which database, where a test has several.
     *
     * @return the {@link PostgresTest#name}; may be empty where there is one
     */
    String value() default "";
}
