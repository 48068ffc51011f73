package dev.serein.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Raw pgjdbc with all of a transaction in one text: one round trip. Does not see whether the rows are there. */
final class JdbcPipeline implements Contender {
    private static final String TRANSFER = "begin; update accounts set credits = credits - 1 where id = ?;"
            + " update accounts set credits = credits + 1 where id = ?; commit";

    private final HikariDataSource pool;

    JdbcPipeline(String url) {
        this.pool = Pool.of(url);
    }

    @Override
    public void transfer(int from, int to) {
        try (Connection connection = pool.getConnection();
                PreparedStatement both = connection.prepareStatement(TRANSFER)) {
            both.setInt(1, from);
            both.setInt(2, to);
            try {
                both.execute();
            } catch (SQLException e) {
                pool.evictConnection(connection); // it may be in a transaction, of which the pool knows nothing
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
