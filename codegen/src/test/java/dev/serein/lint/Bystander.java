package dev.serein.lint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Runs one statement again and again, as an application does while a migration runs, and says how long it had to wait.
 */
final class Bystander implements Callable<Boolean> {
    private static final String LOCK_TIMEOUT = "55P03";

    private final DataSource database;
    private final String sql;
    private final Duration patience;
    private final CountDownLatch ready;
    private final CountDownLatch end;

    /** @param patience how long it waits for a lock */
    Bystander(DataSource database, String sql, Duration patience, CountDownLatch ready, CountDownLatch end) {
        this.database = database;
        this.sql = sql;
        this.patience = patience;
        this.ready = ready;
        this.end = end;
    }

    /** {@return whether it once lost its patience} */
    @Override
    public Boolean call() throws Exception {
        boolean blocked = false;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = " + patience.toMillis());
            statement.execute(sql);
            ready.countDown();
            while (!end.await(2, TimeUnit.MILLISECONDS)) {
                blocked |= isBlocked(statement);
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
