package dev.serein;

import dev.serein.postgres.junit.Isolation;
import dev.serein.postgres.junit.PostgresTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** As {@link ReferenceSchema}, for tests that change the schema, or write all the time: nothing is set back. */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@PostgresTest(migrations = "../db/migration", isolation = Isolation.NONE)
@interface ChangedReferenceSchema {}
