package dev.serein.lint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Runs one statement again and again, as an application does while a migration runs, and says how long it had to wait.
 */
final class Bystander implements Callable<Set<Integer>> {
    private static final String LOCK_TIMEOUT = "55P03";

    private final DataSource database;
    private final String sql;
    private final Duration patience;
    private final CountDownLatch ready;
    private final CountDownLatch end;
    private final AtomicInteger step;

    /**
     * @param patience how long it waits for a lock
     * @param step the statement of the migration that runs
     */
    Bystander(
            DataSource database,
            String sql,
            Duration patience,
            CountDownLatch ready,
            CountDownLatch end,
            AtomicInteger step) {
        this.database = database;
        this.sql = sql;
        this.patience = patience;
        this.ready = ready;
        this.end = end;
        this.step = step;
    }

    /** {@return the statements during which it lost its patience} */
    @Override
    public Set<Integer> call() throws Exception {
        Set<Integer> blocked = new TreeSet<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = " + patience.toMillis());
            statement.execute(sql);
            ready.countDown();
            while (!end.await(2, TimeUnit.MILLISECONDS)) {
                if (isBlocked(statement)) {
                    blocked.add(step.get());
                }
            }
        }
        return blocked;
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
