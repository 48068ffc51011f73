/**
 * Throwaway PostgreSQL servers, and migrated databases on them: for tests and for code generation.
 *
 * <p>The main path:
 *
 * <ol>
 *   <li>{@link dev.serein.postgres.PostgresProvider} says which PostgreSQL: embedded, in a container, or one that runs;
 *   <li>{@link dev.serein.postgres.ScratchPostgres} is that server, for as long as it is open;
 *   <li>{@link dev.serein.postgres.MigrationSet} is a folder of SQL migrations;
 *   <li>{@link dev.serein.postgres.ScratchDatabase} is a database of one's own there, migrated in tens of milliseconds.
 * </ol>
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A database is a copy of a template that was migrated once: a copy takes tens of milliseconds whatever the
 *       number of migrations.
 *   <li>Between the tests of a class a database is set back to its {@link dev.serein.postgres.Baseline}: the rows that
 *       were written since are told by their transactions. Truncating all tables was rejected: it knows nothing of
 *       sequences, types and functions, nor of the rows that were there; so were triggers that note what is written:
 *       they would change the schema under test.
 *   <li>The templates live as long as the {@link dev.serein.postgres.ScratchPostgres} that made them, also on a server
 *       that outlives it. Sharing them between processes was rejected: it needs somebody to decide when they are stale.
 *   <li>What a killed process left behind is removed by the next one. The proof that a process is dead is a lock that
 *       it held (a file lock, or an advisory lock on an existing server), never its age.
 *   <li>One connection for creating and dropping is kept open: opening one takes nearly as long as a copy.
 *   <li>The first start of unpacked binaries is done alone, and only its success makes them final: the library takes
 *       half-written files for whole ones.
 *   <li>The embedded server asks for a random password, so that no other user of the machine gets into it.
 * </ul>
 */
@NullMarked
package dev.serein.postgres;

import org.jspecify.annotations.NullMarked;
