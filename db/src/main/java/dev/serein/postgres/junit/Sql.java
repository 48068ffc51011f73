package dev.serein.postgres.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * SQL scripts that run before a test method, or, on a class, before each of its methods: those of outer classes first,
 * then the class's, then the method's. They are plain SQL, without psql's own commands; each is run whole or not at
 * all.
 *
 * <p>A script is a file beside the test class on the class path, else one relative to the working directory;
 * {@code classpath:data/users.sql} is one on the class path.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Sql.Several.class)
public @interface Sql {
    /**
     * The scripts, in their order.
     *
     * @return where they are
     */
    String[] value();

    /**
     * Where a test has several databases: the one they run in.
     *
     * @return the {@link PostgresTest#name}
     */
    String database() default "";

    /** Several, in their order. Need not be written. */
    @Documented
    @Inherited
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Several {
        /**
         * All of them.
         *
         * @return in their order
         */
        Sql[] value();
    }
}
