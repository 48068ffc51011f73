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
 * </ul>
 */
@NullMarked
package dev.serein.migrate;

import org.jspecify.annotations.NullMarked;
