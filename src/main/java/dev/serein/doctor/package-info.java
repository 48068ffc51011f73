/**
 * The production checklist, asked of the live database.
 *
 * <p>The main path: {@link dev.serein.doctor.Doctor#examine(dev.serein.Database)} begins a read-only transaction; a
 * {@code Visit} is what all checks need to know of connection, server and role, asked once; each {@code Check} is a
 * class and asks one thing; what they find is an {@link dev.serein.doctor.Examination}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>One connection, one read-only transaction, one statement for each check, each bounded in time: safe where it
 *       matters. When a check fails, the rest goes on in a transaction of its own; savepoints were rejected, as each
 *       costs two statements. What does not fit into 50 statements, or a minute, is told as not seen.
 *   <li>All schemas that hold tables are examined, not those of the {@code search_path} only: a table does its harm to
 *       the server wherever it is.
 *   <li>What the role may not see is said, never taken for well.
 *   <li>What would cry wolf is left out, or a hint: a role that owns its tables, as in a small house; data checksums,
 *       which disks may have. That nothing is archived is no finding: a provider may copy the disks.
 *   <li>What the way to the server is, the connection itself knows, as it was made; no second one is made to look at a
 *       certificate.
 *   <li>Which migrations there are is asked as the boot gate asks it, in one statement: the release step takes twenty,
 *       and a connection of its own.
 *   <li>Checks of indexes, keys and types are those of pg-index-health where they are right and quick: its statements,
 *       in our words, without what is no harm. What it lacks, or has wrong, is here; {@code IndexHealth} says what.
 *   <li>A check takes all schemas in its one statement, locks as little as it can, and is quick where the catalogs were
 *       never analyzed, as after a restore: what the planner must not get wrong is looked up one by one.
 * </ul>
 */
@NullMarked
package dev.serein.doctor;

import org.jspecify.annotations.NullMarked;
