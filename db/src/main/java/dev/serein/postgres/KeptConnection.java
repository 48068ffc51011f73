package dev.serein.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** A baseline's connection, which is opened again where it was cut. For one thread at a time. */
final class KeptConnection implements AutoCloseable {
    /** As which it is seen; not counted among those who are connected. */
    static final String NAME = "serein-baseline";

    static final String SETUP = "set lock_timeout = '10s'; set statement_timeout = 0;"
            + " set default_transaction_read_only = off; set row_security = off";

    private static final int ANSWER_SECONDS = 5;

    private final ScratchDatabase database;
    private @Nullable Connection kept;

    KeptConnection(ScratchDatabase database) {
        this.database = database;
    }

    Connection get() throws SQLException {
        Connection known = kept;
        if (known != null) {
            if (known.isValid(ANSWER_SECONDS)) {
                return known;
            }
            known.close();
        }
        Connection opened = open(database);
        kept = opened;
        return opened;
    }

    private static Connection open(ScratchDatabase database) throws SQLException {
        Connection opened = database.dataSource().getConnection();
        try (Statement statement = opened.createStatement()) {
            opened.setClientInfo("ApplicationName", NAME);
            opened.unwrap(PGConnection.class).setPrepareThreshold(1);
            opened.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute(SETUP);
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public void close() {
        Connection known = kept;
        kept = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                // it was cut, or its server is gone
            }
        }
    }
}
