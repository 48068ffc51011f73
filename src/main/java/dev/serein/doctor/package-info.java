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
 *       matters. When a check fails, the rest goes on in a transaction of its own.
 *   <li>What the role may not see is said, never taken for well.
 *   <li>Checks of indexes, keys, sequences and types are those of pg-index-health; what it lacks is here.
 * </ul>
 */
@NullMarked
package dev.serein.doctor;

import org.jspecify.annotations.NullMarked;
