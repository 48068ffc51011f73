/**
 * Throwaway PostgreSQL servers, and migrated databases on them: for tests and for code generation.
 *
 * <p>The main path:
 *
 * <ol>
 *   <li>{@link dev.serein.postgres.PostgresOptions} say which PostgreSQL, embedded, in a container, or one that runs,
 *       and how it is set up;
 *   <li>{@link dev.serein.postgres.ScratchPostgres} is that server, for as long as it is open;
 *   <li>{@link dev.serein.postgres.Template} is what a database holds: migrations, scripts, extensions;
 *   <li>{@link dev.serein.postgres.ScratchDatabase} is a database of one's own there, in tens of milliseconds;
 *   <li>{@link dev.serein.postgres.Baseline} sets it back to what it held, {@link dev.serein.postgres.Standby} follows
 *       its server, {@link dev.serein.postgres.ServerProcess} stops and kills it.
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
 *       that outlives it; only an embedded server that is kept warm, because a developer asked for it, has those of
 *       earlier processes.
 *   <li>What a killed process left behind is removed by the next one. The proof that a process is dead is a lock that
 *       it held (a file lock, or an advisory lock on an existing server), never its age.
 *   <li>One connection for creating and dropping is kept open: opening one takes nearly as long as a copy.
 *   <li>Binaries are unpacked, and initdb runs, once for each user and version, alone, and only its success makes that
 *       final: the library takes half-written files for whole ones. Every server begins as a copy of that cluster, and
 *       {@code postgres} is started directly: a tenth of a second instead of two. The library starts no server: it
 *       looks for it in steps of a tenth of a second, and can neither start it again nor make a standby.
 *   <li>The embedded server asks for a random password, so that no other user of the machine gets into it.
 * </ul>
 */
@NullMarked
package dev.serein.postgres;

import org.jspecify.annotations.NullMarked;
