package dev.serein.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.tools.jdbc.DefaultConnection;

/** Counts the statements that are made on it, and cannot be closed. */
final class CountedConnection extends DefaultConnection {
    private int statements;

    CountedConnection(Connection connection) {
        super(connection);
    }

    /** So far. */
    int statements() {
        return statements;
    }

    /** Of those that are sent elsewhere. */
    void add(int others) {
        statements += others;
    }

    @Override
    public Statement createStatement() throws SQLException {
        statements++;
        return super.createStatement();
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        statements++;
        return super.prepareStatement(sql);
    }

    /** It is lent for the examination, not for one check. */
    @Override
    public void close() {}
}
