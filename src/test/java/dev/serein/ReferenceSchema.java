package dev.serein;

import dev.serein.postgres.junit.PostgresTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The tests of a class have a database with the reference schema, set back between the methods. The working directory
 * is {@code src/}.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@PostgresTest(migrations = "../db/migration")
@interface ReferenceSchema {}
