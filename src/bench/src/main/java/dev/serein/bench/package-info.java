/**
 * What a statement costs through Serein, beside JDBC and plain jOOQ on the same driver with the same settings.
 *
 * <p>To build and to run it, from the root of the project:
 *
 * <pre>{@code
 * mvn -q -pl db,codegen,src,src/bench package -DskipTests
 * java -jar src/bench/target/bench.jar point-select
 * }</pre>
 *
 * <p>It starts a PostgreSQL of its own, or makes a database of its own on the server of {@code DATABASE_TEST_URL}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The processor time of the calling thread is what is compared: the wall clock is mostly the server's, and its
 *       neighbours'. Bytes that the thread allocated stand beside it.
 *   <li>All contenders run in one process, in turns of ten milliseconds, in an order that changes. What disturbs one,
 *       disturbs all; what is said is the median of the rounds, and of the ratios within a round. A process for each
 *       was rejected: on a machine that is shared, two runs differ by more than the contenders do. So was JMH, which
 *       measures no thread's processor time and runs its forks one after the other.
 *   <li>Each contender reads the same columns into the same record, and each result is checked before the clock runs.
 * </ul>
 */
@NullMarked
package dev.serein.bench;

import org.jspecify.annotations.NullMarked;
