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
 *   <li>There is nothing here that migrates when an application starts: instances race, and a migration is the
 *       release's business.
 * </ul>
 */
@NullMarked
package dev.serein.migrate;

import org.jspecify.annotations.NullMarked;
