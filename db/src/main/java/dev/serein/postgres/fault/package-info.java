/**
 * A network that fails when told to, for tests of what an application does then.
 *
 * <p>The main path:
 *
 * <ol>
 *   <li>{@link dev.serein.postgres.fault.FaultyProxy} stands before a server; the application connects to its URL;
 *   <li>it cuts, delays, throttles, drops or swallows bytes, in one {@link dev.serein.postgres.fault.Direction} or
 *       both.
 * </ol>
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>One pipeline for every connection: what one side sends is read ahead (so that a delay is not a throttle), read
 *       when it is due, and written by one place that holds back, slows down and counts. A second proxy for faults of
 *       messages was rejected: two sets of lifecycles that fail differently.
 *   <li>A cut after so many bytes ends the receiver's side in order, after the last byte, and resets the sender's. A
 *       reset on both sides was rejected: it may overtake the bytes, and then they are not counted exactly.
 *   <li>Nothing happens by chance: whoever wants chance brings a seed.
 * </ul>
 */
@NullMarked
package dev.serein.postgres.fault;

import org.jspecify.annotations.NullMarked;
