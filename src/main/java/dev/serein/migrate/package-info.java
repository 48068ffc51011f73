/**
 * The release step: applies migrations once per deploy, says what is applied, and mends a history.
 *
 * <p>The main path:
 *
 * <ol>
 *   <li>{@link dev.serein.migrate.MigrationFiles} are the files, in a folder or on the class path;
 *   <li>{@link dev.serein.migrate.Migrations} are the files and a database:
 *       {@link dev.serein.migrate.Migrations#migrate() migrate} applies what is pending, one migrator at a time;
 *   <li>a {@link dev.serein.migrate.MigrationReport} is what it did; {@link dev.serein.MigrationFailed}, why it did
 *       not;
 *   <li>{@link dev.serein.migrate.MigrationStatus} is what is applied, pending and wrong;
 *   <li>{@link dev.serein.migrate.MigrationEvent}s are told while it works.
 * </ol>
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Flyway applies, and keeps the history in its own table and form: whoever leaves Serein keeps both. A history of
 *       our own was rejected.
 *   <li>One migrator works at a time, by an advisory lock in a session of its own ({@link dev.serein.migrate.Turn}),
 *       which is asked for again and again. A statement that waits for it was rejected: it has a snapshot, for whose
 *       end {@code create index concurrently} waits, so that each waits for the other. Flyway's own lock is kept too,
 *       against Flyway of other tools, and for when the session with the turn is lost: it is Flyway that is raced.
 *   <li>A statement gives way when it has not got its lock within the lock timeout: whoever comes after it waits behind
 *       it. In a transaction, all of it is rolled back before the pause, so that nobody is held up meanwhile, and
 *       Flyway is run anew ({@link dev.serein.migrate.FlywayRun}). To go back to a savepoint was rejected: it keeps the
 *       locks of the statements before. Patience begins with the first time, so that a migration which works for long
 *       before it needs a lock has it, too.
 *   <li>Whom a migration waits for is looked up from the session that has the turn, while it waits
 *       ({@link dev.serein.migrate.BlockerWatch}): afterwards nobody knows.
 *   <li>Each migration begins with the settings that the session had before the first
 *       ({@link dev.serein.migrate.SessionValues}): all of them, compared with what they are, in one statement. A list
 *       of three settings was rejected, as pg_dump's files set twelve; so was {@code reset all}, which also takes back
 *       what the session was given when it began.
 *   <li>There is nothing here that migrates when an application starts: instances race, and a migration is the
 *       release's business.
 *   <li>What runs outside of a transaction is gone on with, statement by statement: how far a file has come stands in a
 *       table beside the history, which is there only while there is something to remember. One transaction cannot hold
 *       it, and to begin the file anew would do twice what is done. To demand one statement a file was rejected: those
 *       that are written already have more.
 *   <li>Of a statement that was begun and not written down, the database itself is asked how far it came: an index that
 *       is valid, a partition that is detached, is not made again; an index that is invalid, and that nobody is
 *       building, is dropped and built anew. It may be known by what the statement would call and define it, if it has
 *       no name there. To drop every invalid index of the table was rejected: it may be somebody else's.
 *   <li>A statement that can run in a transaction, such as an insert, is committed together with the note of it. Of
 *       what is neither, such as {@code vacuum}, or a procedure that commits, it is not known; a new run runs it again.
 *   <li>{@code create index concurrently} and its like have no lock timeout: nobody who reads or writes waits behind
 *       them, and a timeout would leave an invalid index. What they wait for others is bounded from another session,
 *       which does not count what they work. A statement timeout was rejected, because it would.
 *   <li>What was interrupted is no failure in the history, and the next run goes on by itself; a statement that is
 *       wrong is one until somebody repairs it.
 * </ul>
 */
@NullMarked
package dev.serein.migrate;

import org.jspecify.annotations.NullMarked;
