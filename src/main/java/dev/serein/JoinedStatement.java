package dev.serein;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jooq.tools.jdbc.DefaultPreparedStatement;
import org.jspecify.annotations.Nullable;

/** A statement with what the {@link Preamble} has put before it, whose results nobody sees. Is executed once. */
final class JoinedStatement extends DefaultPreparedStatement {
    private final Preamble preamble;
    private final String before;
    private final int version;

    JoinedStatement(PreparedStatement joined, Preamble preamble, String before) {
        super(joined);
        this.preamble = preamble;
        this.before = before;
        this.version = preamble.version();
    }

    @Override
    public boolean execute() throws SQLException {
        if (version != preamble.version()) {
            throw new IllegalStateException(
                    "A statement that is kept, to be executed again, cannot be one that begins a"
                            + " transaction, or a savepoint: run another one before");
        }
        return preamble.sent(getDelegate(), super::execute, before);
    }

    @Override
    public @Nullable ResultSet executeQuery() throws SQLException {
        execute();
        return getResultSet();
    }

    @Override
    public int executeUpdate() throws SQLException {
        execute();
        return getUpdateCount();
    }
}
