/**
 * Flyway as Serein uses it, wherever it does: for throwaway databases, and for the release step.
 *
 * <p>The main path: {@link dev.serein.flyway.FlywaySetup#configure configure} gives a configuration that cannot hang
 * and knows every statement that cannot run in a transaction; what Flyway throws becomes a
 * {@link dev.serein.flyway.ScriptError}, which knows file, line and column; {@link dev.serein.flyway.Script} is a
 * migration taken apart into its statements.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Flyway's lock is held in its session, not in a transaction. In a transaction, which is its default,
 *       {@code create index concurrently} waits for it to end, for ever. It also has Flyway use one connection, so that
 *       a migration and its line in the history are committed together.
 *   <li>Statements that PostgreSQL refuses inside of a transaction and Flyway does not know as such are found with
 *       Flyway's own parser, and announced to it as a configuration file beside the script would. A search of the text
 *       was rejected: it takes a comment for a statement. It only decides whether a file is worth parsing.
 *   <li>{@code set} goes with statements of either kind: it changes the session, and memory for an index is set just
 *       before that is built. Any other mixture is refused: half of it could not be undone.
 *   <li>What Flyway logs goes to debug: everything that it has to say is in results and exceptions, and in a program
 *       whose log goes to stdout it would be among the data.
 *   <li>Flyway's classes are not hidden: this package serves those who know them.
 * </ul>
 */
@NullMarked
package dev.serein.flyway;

import org.jspecify.annotations.NullMarked;
