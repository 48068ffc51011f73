package dev.serein.postgres.fault;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database behind a proxy, and the way to it that goes past the proxy. */
final class Postgres implements AutoCloseable {
    private final ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
    final FaultyProxy proxy = FaultyProxy.before(scratch.url());

    Postgres() throws SQLException {
        run("create table t (id int)");
    }

    static Connection connect(String url, String parameters) throws SQLException {
        return DriverManager.getConnection("jdbc:"
                + url.replaceFirst("//([^:]+):([^@]+)@(.*)", "//$3?user=$1&password=$2&socketTimeout=20") + parameters);
    }

    Connection connect() throws SQLException {
        return connect(proxy.url(), "");
    }

    Connection begun() throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        return connection;
    }

    String url() {
        return scratch.url();
    }

    void run(String sql) throws SQLException {
        try (Connection connection = scratch.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    int ask(String sql) throws SQLException {
        try (Connection connection = scratch.dataSource().getConnection()) {
            return ask(connection, sql);
        }
    }

    static int ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    int rows() throws SQLException {
        return ask("select count(*) from t");
    }

    /** How many sessions there are, apart from the one that asks. */
    int sessions(String condition) throws SQLException {
        return ask("select count(*) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid() and " + condition);
    }

    int transactions() throws SQLException {
        return sessions("xact_start is not null");
    }

    @Override
    public void close() {
        proxy.close();
        scratch.close();
    }
}
