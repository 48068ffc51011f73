package dev.serein.lint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Runs one statement again and again, as an application does while a migration runs, and says how long it had to wait.
 * That it waited for a lock is the server's word: what is slow because the machine is busy is no wait.
 */
final class Bystander implements Callable<Map<Integer, Duration>> {
    private static final String LOCK_TIMEOUT = "55P03";

    /**
     * Short: it asks again at once, so that only a fraction of a wait is not seen, or is seen at the wrong statement.
     */
    private static final Duration PATIENCE = Duration.ofMillis(10);

    /** On a machine that stands still for a moment, one wait may seem to be long. */
    private static final Duration MOST = PATIENCE.multipliedBy(2);

    private final DataSource database;
    private final String sql;
    private final CountDownLatch ready;
    private final CountDownLatch end;
    private final AtomicInteger step;

    /** @param step the statement of the migration that runs */
    Bystander(DataSource database, String sql, CountDownLatch ready, CountDownLatch end, AtomicInteger step) {
        this.database = database;
        this.sql = sql;
        this.ready = ready;
        this.end = end;
        this.step = step;
    }

    /** {@return the statements during which it was kept waiting, and for how long altogether} */
    @Override
    public Map<Integer, Duration> call() throws Exception {
        Map<Integer, Duration> waited = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = " + PATIENCE.toMillis());
            statement.execute(sql);
            ready.countDown();
            boolean blocked = false;
            while (!end.await(blocked ? 0 : 2, TimeUnit.MILLISECONDS)) {
                long from = System.nanoTime();
                blocked = isBlocked(statement);
                if (blocked) {
                    Duration time = Duration.ofNanos(System.nanoTime() - from);
                    waited.merge(step.get(), time.compareTo(MOST) < 0 ? time : MOST, Duration::plus);
                }
            }
        }
        return waited;
    }

    private boolean isBlocked(Statement statement) throws SQLException {
        try {
            statement.execute(sql);
            return false;
        } catch (SQLException e) {
            if (LOCK_TIMEOUT.equals(e.getSQLState())) {
                return true;
            }
            throw e;
        }
    }
}
