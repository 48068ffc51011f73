package dev.serein.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an operation of Serein's may cost: unlike times, round trips and allocated bytes are the same on every machine.
 * The bounds are what was measured, and a quarter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Once compiled, less is allocated. */
    private static final long WARM_UP_NANOS = 1_000_000_000;

    private static final int BATCHES = 5;
    private static final int BATCH = 20;

    private ShopDatabase shop;
    private RoundTrips trips;
    private long turn;
    /** Kept, lest the compiler leaves out what makes it. */
    private Object last;

    @BeforeAll
    void openTheShop() throws IOException, SQLException {
        shop = ShopDatabase.open();
        trips = new RoundTrips(shop.url());
    }

    @AfterAll
    void closeTheShop() throws IOException, SQLException {
        trips.close();
        shop.close();
    }

    @ParameterizedTest
    @CsvSource({
        "serein,       POINT_SELECT,   1, 2550",
        "serein,       CUSTOMERS_PAGE, 1, 62000",
        "serein,       INSERT,         1, 5000",
        "serein,       INSERT_1000,    1, 368000",
        "serein,       TRANSFER,       3, 12900",
        "serein,       SEARCH,         1, 26500",
        "serein-batch, TRANSFER,       1, 5300",
        "serein-dao-batch, TRANSFER,   1, 6200",
        "serein-query, POINT_SELECT,   1, 2580",
        "serein-query, CUSTOMERS_PAGE, 1, 60100",
        "serein-query, SEARCH,         1, 24300",
        "serein-query, ORDER,          1, 10800",
        "serein-query, ORDER_50,       1, 53000",
        "serein-query, ORDERS_PAGE,    1, 143000",
        "serein-find,  POINT_SELECT,   1, 3700",
        "serein-find,  CUSTOMERS_PAGE, 1, 62000",
        "serein-find,  SEARCH,         1, 26500",
        "serein-find,  ORDER,          1, 13500",
        "serein-find,  ORDERS_PAGE,    1, 147000"
    })
    void anOperationCostsNoMoreThanItDid(String peer, Operation operation, long mostTrips, long mostBytes) {
        try (Contender contender =
                Objects.requireNonNull(Peer.contenders().get(peer)).apply(trips.url())) {
            long end = System.nanoTime() + WARM_UP_NANOS;
            do {
                run(contender, operation);
            } while (System.nanoTime() < end);
            long leastTrips = Long.MAX_VALUE;
            long leastBytes = Long.MAX_VALUE;
            // the least: a connection that has waited is asked whether it lives, code is compiled once more
            for (int batch = 0; batch < BATCHES; batch++) {
                long tripsBefore = trips.count();
                long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < BATCH; i++) {
                    run(contender, operation);
                }
                leastBytes = Math.min(leastBytes, THREADS.getCurrentThreadAllocatedBytes() - bytesBefore);
                leastTrips = Math.min(leastTrips, trips.count() - tripsBefore);
            }
            assertThat(leastTrips).as("round trips of %d operations", BATCH).isEqualTo(mostTrips * BATCH);
            assertThat(leastBytes / BATCH).as("bytes of an operation").isLessThanOrEqualTo(mostBytes);
        }
    }

    private void run(Contender contender, Operation operation) {
        last = operation.run(contender, operation.id(turn++, 0));
    }
}
