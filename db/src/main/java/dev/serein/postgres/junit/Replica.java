package dev.serein.postgres.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a field or a parameter is given by {@link PostgresTest} by way of the standby, to be read only: what is
 * committed on the primary can be seen a little later, with {@link dev.serein.postgres.Standby#awaitReplay} when that
 * returns. The test asks for the standby with {@link PostgresTest#standby}.
 *
 * <pre>{@code
 * @PostgresTest(standby = true)
 * class FailoverTest {
 *     @Test
 *     void readsGoOnWhenThePrimaryIsDown(Database primary, @Replica Database replica, Standby standby) { ... }
 * }
 * }</pre>
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Replica {}
