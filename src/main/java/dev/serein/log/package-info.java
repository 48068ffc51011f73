/**
 * What a {@link dev.serein.StatementLog} finds, for the assertions of a test.
 *
 * <p>What a user meets:
 *
 * <ol>
 *   <li>{@link dev.serein.log.LoggedStatement}, one that has run;
 *   <li>{@link dev.serein.log.RepeatedStatement}, one that a line runs again and again;
 *   <li>{@link dev.serein.log.SequentialScan}, a table that a statement can only read from end to end;
 *   <li>{@link dev.serein.log.LeftOpen}, what nobody has given back or closed.
 * </ol>
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Nothing here holds a value: neither what was bound nor what was read, and of SQL no string that stands in it.
 *   <li>A statement repeats itself where one line runs the same SQL: that is what the loop of an N+1 looks like. To add
 *       up by SQL alone was rejected: two lines that ask the same have no loop; and by the whole stack, too: the line
 *       in the loop would be lost among recursions and threads.
 *   <li>Whether a table is read from end to end is asked of the planner with sequential scans, hash joins and merge
 *       joins turned off: then it takes an index wherever one can serve a condition. As it is, it would read every
 *       table of a test from end to end, as they are small. To make tables look large was rejected: the planner counts
 *       the pages of their files.
 *   <li>The plan is the generic one, of a prepared statement whose values are nulls, which it does not look at: the log
 *       holds no values, and servers before 16 have no {@code explain (generic_plan)}. A partition that only a value
 *       would rule out is in it.
 *   <li>How many rows a table has is counted. The planner's number was rejected: it is -1 until somebody analyzes it.
 *   <li>This package knows JDBC and jOOQ and nothing of {@code dev.serein}.
 * </ul>
 */
@NullMarked
package dev.serein.log;

import org.jspecify.annotations.NullMarked;
