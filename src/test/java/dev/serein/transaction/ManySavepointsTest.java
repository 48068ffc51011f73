package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.serein.Database;
import dev.serein.Session;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.fault.FaultyProxy;
import dev.serein.postgres.fault.RoundTrip;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions within transactions: deep ones, and many one after the other. */
class ManySavepointsTest {
    private static final ScratchDatabase SCRATCH = ScratchPostgres.shared().createDatabase();
    private static final FaultyProxy PROXY = FaultyProxy.before(SCRATCH.url());
    private static final Database DB = Database.open(PROXY.url());
    private static final int DEPTH = 50;
    private static final int MANY = 10_000;
    private static final int PART = 1_000;

    @BeforeEach
    void table() {
        DB.sql().execute("drop table if exists marks; create table marks (id int not null)");
    }

    @AfterAll
    static void close() {
        DB.close();
        PROXY.close();
        SCRATCH.close();
    }

    private static void mark(Session session, int id) {
        session.sql().execute("insert into marks values (?)", id);
    }

    private static List<Integer> marks() {
        return DB.sql().fetch("select id from marks order by id").getValues(0, Integer.class);
    }

    private static List<Integer> upTo(int most) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= most; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    /** Marks each depth on the way in; what is too deep fails. */
    private static void descend(Session session, int depth, int fails) {
        session.transaction(tx -> {
            mark(tx, depth);
            if (depth == fails) {
                throw new IllegalStateException("deep enough");
            }
            if (depth < DEPTH) {
                descend(tx, depth + 1, fails);
            }
        });
    }

    @Test
    void fiftyDeepAreKeptTogether() {
        List<RoundTrip> sent = PROXY.messages().during(() -> descend(DB, 1, 0));

        assertThat(marks()).isEqualTo(upTo(DEPTH));
        // each savepoint goes with the statement in it, and nothing is said at the end of them; a connection that the
        // pool makes meanwhile is no part of it
        assertThat(sent.stream().filter(trip -> !trip.statements().get(0).contains("pg_backend_pid")))
                .hasSize(DEPTH + 1);
    }

    @Test
    void fiftyDeepAreUndoneTogether() {
        assertThatThrownBy(() -> descend(DB, 1, DEPTH)).hasMessage("deep enough");

        assertThat(marks()).isEmpty();
    }

    @Test
    void whereTheExceptionIsCaughtWhatIsDeeperIsUndone() {
        for (int caught = 2; caught <= DEPTH; caught++) {
            table();
            int depth = caught;
            DB.transaction(tx -> {
                for (int i = 1; i < depth; i++) {
                    mark(tx, i);
                }
                assertThatThrownBy(() -> descend(tx, depth, DEPTH)).hasMessage("deep enough");
            });
            assertThat(marks()).isEqualTo(upTo(depth - 1));
        }
    }

    /**
     * What a thousand savepoints cost that come and go.
     *
     * @param allocated by this thread, in bytes
     * @param serverMemory of the session after them, in bytes
     * @param locks that it holds after them
     */
    private record Cost(long allocated, int roundTrips, long serverMemory, long locks) {}

    private static Cost thousand(Session tx, boolean fails) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int roundTrips = PROXY.messages()
                .during(() -> {
                    for (int i = 0; i < PART; i++) {
                        oneMore(tx, i, fails);
                    }
                })
                .size();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        long memory = (Long) tx.sql().fetchValue("select sum(total_bytes)::bigint from pg_backend_memory_contexts");
        long locks = (Long) tx.sql().fetchValue("select count(*) from pg_locks where pid = pg_backend_pid()");
        return new Cost(allocated, roundTrips, memory, locks);
    }

    private static void oneMore(Session tx, int id, boolean fails) {
        try {
            tx.transaction(inner -> {
                mark(inner, id);
                if (fails) {
                    throw new IllegalStateException();
                }
            });
        } catch (IllegalStateException expected) {
            assertThat(fails).isTrue();
        }
    }

    private static void assertThatNothingGrows(boolean fails, int roundTrips) {
        List<Cost> costs = new ArrayList<>();
        DB.transaction(tx -> {
            for (int i = 0; i < MANY / PART; i++) {
                costs.add(thousand(tx, fails));
            }
        });

        Cost second = costs.get(1); // the first has classes to load
        Cost last = costs.get(costs.size() - 1);
        assertThat(costs).allSatisfy(cost -> {
            assertThat(cost.roundTrips()).isEqualTo(roundTrips);
            assertThat(cost.locks()).isEqualTo(costs.get(0).locks());
        });
        assertThat(last.allocated()).isLessThan(second.allocated() * 5 / 4);
        assertThat(last.serverMemory()).isLessThan(second.serverMemory() * 5 / 4);
        assertThat(marks()).hasSize(fails ? 0 : MANY);
    }

    @Test
    void tenThousandThatAreKeptOneAfterTheOtherCostTheSameEach() {
        assertThatNothingGrows(false, PART);
    }

    @Test
    void tenThousandThatAreUndoneOneAfterTheOtherCostTheSameEach() {
        assertThatNothingGrows(true, 2 * PART);
    }
}
