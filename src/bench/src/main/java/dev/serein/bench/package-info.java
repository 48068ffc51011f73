/**
 * What Serein costs beside hand-written JDBC and other libraries: in whole processes, on a shop of 370,000 rows, in
 * operations such as an application has.
 *
 * <p>To build and to run it, from the root of the project:
 *
 * <pre>{@code
 * mvn -q -pl db,codegen,src,src/bench package -DskipTests
 * java -jar src/bench/target/bench.jar
 * java -jar src/bench/target/bench.jar --only point-select,order --peers jdbc,serein --concurrency 1 --rounds 3
 * java -jar src/bench/target/bench.jar --list
 * }</pre>
 *
 * <p>It starts a PostgreSQL of its own, which must run on this machine, a Linux: the processor time of client and
 * server is read from {@code /proc}, and {@code taskset} places them.
 *
 * <p>A peer is a process, {@link dev.serein.bench.Peer} with a name or any other that {@code peers.json} in
 * {@code --node} names. It gets {@code DATABASE_URL}, keeps a pool of ten connections, and says {@code ready}. Then it
 * takes a line on stdin and answers each with one on stdout:
 *
 * <ul>
 *   <li>{@code run <operation> <concurrency> <millis>}:
 *       {@code {"ops":N,"nanos":N,"p50":microseconds,"p99":microseconds,"bytes":N}}; bytes are what its threads
 *       allocated, -1 where that cannot be told
 *   <li>{@code check <operation> <turn>}: <code>{"digest":"…"}</code>, see {@link dev.serein.bench.Digest}; of what
 *       writes <code>{"ok":true}</code>
 *   <li>to either, if it does not offer the operation: <code>{"skip":"why"}</code>
 * </ul>
 *
 * <p>Beside it: {@code CostTest}, in every build, bounds what no machine changes, the round trips and the bytes of an
 * operation; and {@code java -cp src/bench/target/bench.jar org.openjdk.jmh.Main Pieces} measures what a statement is
 * made of.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A process for each peer: what one has compiled, collected or cached is not another's. All live at once and work
 *       in turns of 400 ms, in an order that changes, so that what disturbs the machine disturbs all alike; what is
 *       said are the medians of the turns. One process after the other was rejected: on a shared machine two runs
 *       differ by more than the peers do.
 *   <li>The client's processor time is what is compared first; the server's and the wall clock's stand beside it.
 *       {@code jdbc} is the floor: hand-written, with all that is known of the driver.
 *   <li>Alone, client and server share one processor, so that no wake-up of another one is measured; ten workers have
 *       the whole machine.
 *   <li>A turn in which other work took more than a tenth of the machine is dropped and repeated; at most as often as
 *       there are rounds, lest a busy machine never comes to an end. How many were dropped stands in the table.
 *   <li>All peers return the same values: checked before the clock runs, and what writes by what is stored then.
 *   <li>A peer is warm when its costs are flat, not after a time: that of a compiler differs from peer to peer.
 *   <li>Warming up may use all processors, whatever is measured then: on one, a JVM's compiler would wait for the JVM.
 *   <li>{@code pgbench} looks at no result, and is a process for each turn, of a second: it shows what the server and
 *       the wire cost. It sends no values of its own, so it does not insert many rows.
 *   <li>{@code order_details_log} has a key, although nothing asks for it: Serein's DAOs and Spring Data store nothing
 *       without one.
 *   <li>Ids come from a counter, not from chance: each peer asks for the same rows.
 * </ul>
 */
@NullMarked
package dev.serein.bench;

import org.jspecify.annotations.NullMarked;
