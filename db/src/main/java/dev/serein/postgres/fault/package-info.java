/**
 * A network that fails when told to, for tests of what an application does then.
 *
 * <p>The main path:
 *
 * <ol>
 *   <li>{@link dev.serein.postgres.fault.FaultyProxy} stands before a server; the application connects to its URL. It
 *       cuts, delays, throttles, drops or holds back bytes, in one {@link dev.serein.postgres.fault.Direction} or both;
 *   <li>{@link dev.serein.postgres.fault.Messages} are its faults that know what is said: at which message a connection
 *       is cut, and which {@link dev.serein.postgres.fault.Fate} a {@link dev.serein.postgres.fault.RoundTrip} has.
 * </ol>
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>One pipeline for every connection: what one side sends is read ahead (so that a delay is not a throttle), taken
 *       when it is due, read along with if it is PostgreSQL's protocol, and written by one place that holds back, slows
 *       down and counts. A second proxy for faults of messages was rejected: two lifecycles that fail differently.
 *   <li>TLS goes through unread until somebody asks for {@code messages()}; from then on the proxy itself answers that
 *       there is none. To end TLS in the proxy was rejected: it needs a certificate that the client trusts, and what a
 *       test says of TLS would be said of the proxy.
 *   <li>A cut after so many bytes, or at a message, ends the receiver's side in order, after the last byte, and resets
 *       the sender's; what the receiver says after that is read and thrown away. A reset on both sides was rejected: it
 *       may overtake the bytes, and interrupt a server that has a request to run.
 *   <li>In clear text a message is held until all of it is there, and a round trip until its last message is: its fate
 *       is that of a whole. So the memory for it is needed, which the protocol allows to be 1 GB.
 *   <li>Nothing happens by chance: whoever wants chance brings a seed.
 * </ul>
 */
@NullMarked
package dev.serein.postgres.fault;

import org.jspecify.annotations.NullMarked;
