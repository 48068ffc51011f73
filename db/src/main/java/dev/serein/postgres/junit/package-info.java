/**
 * A migrated PostgreSQL for every test: the extension of JUnit Jupiter, 5.10 and later, 6 too.
 *
 * <pre>{@code
 * @PostgresTest
 * class UsersTest {
 *     @Test
 *     void anAddressBelongsToOneUser(Database db) { ... }
 * }
 * }</pre>
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>What a test needs is said by annotations, and nothing is to be extended: a class of one's own can be the
 *       superclass of a test.
 *   <li>A class has one database, set back between methods, as a copy for each method costs ten times as much. Rolling
 *       back a transaction around each test was rejected: what it tests is not what will run.
 *   <li>What is opened is closed in the callbacks of JUnit; its store closes things in another order in each version.
 *   <li>Fields are set before each method, not when the instance is made: only then does JUnit say for which method.
 * </ul>
 */
@NullMarked
package dev.serein.postgres.junit;

import org.jspecify.annotations.NullMarked;
