package dev.serein;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.tools.jdbc.DefaultStatement;

/** Looks at the text of what a statement runs that is not prepared. */
final class TracedStatement extends DefaultStatement {
    private final LentConnection lent;

    TracedStatement(Statement statement, LentConnection lent) {
        super(statement, lent);
        this.lent = lent;
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        lent.trace(sql);
        return super.execute(sql);
    }

    @Override
    public boolean execute(String sql, int keys) throws SQLException {
        lent.trace(sql);
        return super.execute(sql, keys);
    }

    @Override
    public boolean execute(String sql, int[] keys) throws SQLException {
        lent.trace(sql);
        return super.execute(sql, keys);
    }

    @Override
    public boolean execute(String sql, String[] keys) throws SQLException {
        lent.trace(sql);
        return super.execute(sql, keys);
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        lent.trace(sql);
        return super.executeQuery(sql);
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        lent.trace(sql);
        return super.executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, int keys) throws SQLException {
        lent.trace(sql);
        return super.executeUpdate(sql, keys);
    }

    @Override
    public int executeUpdate(String sql, int[] keys) throws SQLException {
        lent.trace(sql);
        return super.executeUpdate(sql, keys);
    }

    @Override
    public int executeUpdate(String sql, String[] keys) throws SQLException {
        lent.trace(sql);
        return super.executeUpdate(sql, keys);
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        lent.trace(sql);
        return super.executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int keys) throws SQLException {
        lent.trace(sql);
        return super.executeLargeUpdate(sql, keys);
    }

    @Override
    public long executeLargeUpdate(String sql, int[] keys) throws SQLException {
        lent.trace(sql);
        return super.executeLargeUpdate(sql, keys);
    }

    @Override
    public long executeLargeUpdate(String sql, String[] keys) throws SQLException {
        lent.trace(sql);
        return super.executeLargeUpdate(sql, keys);
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        lent.trace(sql);
        super.addBatch(sql);
    }
}
