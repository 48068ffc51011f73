package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.Isolation;
import dev.serein.TransactionOptions;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.transaction.Anomaly.Phenomenon;
import dev.serein.transaction.History.Outcome;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whether transactions at each level do to each other what the level allows, and nothing else.
 * {@code -Dserein.soak.appends=100000} makes it a hundred thousand values at each.
 */
class ListAppendTest {
    private static final long APPENDS = Long.getLong("serein.soak.appends", 1_500);
    private static final long SEED = Long.getLong("serein.seed", 1);

    private ScratchDatabase scratch;
    private Database db;

    @BeforeEach
    void open() throws Exception {
        scratch = ScratchPostgres.shared().createDatabase();
        try (Connection connection = scratch.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            // a second, and many of them, otherwise
            statement.execute("alter database " + scratch.name() + " set deadlock_timeout = '20ms'");
        }
        db = Database.open(DatabaseOptions.of(scratch.url()).withPoolMax(ListAppend.THREADS));
    }

    @AfterEach
    void close() {
        db.close();
        scratch.close();
    }

    private History run(TransactionOptions options) throws Exception {
        History history = new ListAppend(db, options, APPENDS, value -> {}).run(SEED);
        Map<Outcome, Long> outcomes = history.attempts().stream()
                .collect(Collectors.groupingBy(attempt -> attempt.outcome(), TreeMap::new, Collectors.counting()));
        assertThat(outcomes).containsOnlyKeys(Outcome.COMMITTED, Outcome.ABORTED);
        assertThat(outcomes.get(Outcome.COMMITTED)).isGreaterThan(APPENDS / 4);
        return history;
    }

    private static Map<Phenomenon, Long> phenomena(List<Anomaly> anomalies) {
        return anomalies.stream()
                .map(Anomaly::phenomenon)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    @Test
    void serializableShowsNothing() throws Exception {
        assertThat(HistoryCheck.anomaliesOf(run(TransactionOptions.serializable())))
                .isEmpty();
    }

    @Test
    void repeatableReadShowsWriteSkewOnly() throws Exception {
        List<Anomaly> anomalies = HistoryCheck.anomaliesOf(
                run(TransactionOptions.serializable().withIsolation(Isolation.REPEATABLE_READ)));

        assertThat(phenomena(anomalies)).containsOnlyKeys(Phenomenon.G2_ITEM);
    }

    /** What one statement reads and writes holds together there, too; what several do does not. */
    @Test
    void readCommittedShowsThatTheCheckFindsThem() throws Exception {
        List<Anomaly> anomalies = HistoryCheck.anomaliesOf(
                run(TransactionOptions.serializable().withIsolation(Isolation.READ_COMMITTED)));

        assertThat(phenomena(anomalies).keySet())
                .contains(Phenomenon.G_SINGLE)
                .isSubsetOf(Phenomenon.INTERNAL, Phenomenon.G_SINGLE, Phenomenon.G2_ITEM);
    }
}
