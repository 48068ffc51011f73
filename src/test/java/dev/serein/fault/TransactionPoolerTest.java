package dev.serein.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.PostgresProvider.Embedded;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** What happens to pgjdbc behind it, left to itself. */
@Timeout(60)
class TransactionPoolerTest {
    private static ScratchPostgres postgres;
    private static ScratchDatabase database;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        postgres = ScratchPostgres.start(new Embedded(PostgresProvider.NEWEST, null));
        database = postgres.createDatabase();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private TransactionPooler pooler(int serverConnections) {
        TransactionPooler pooler = TransactionPooler.before(database.url(), serverConnections);
        open.add(pooler);
        return pooler;
    }

    private Connection connect(TransactionPooler pooler, String parameters) throws SQLException {
        String address = pooler.url().replaceFirst("//([^:]+):([^@]+)@(.*)", "//$3?user=$1&password=$2&");
        Connection connection = DriverManager.getConnection("jdbc:" + address + parameters);
        open.add(0, connection);
        return connection;
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aPreparedStatementIsNotThereInTheNextTransaction() throws SQLException {
        Connection client = connect(pooler(2), "prepareThreshold=1");
        client.setAutoCommit(false); // else the driver tries again, and nobody sees it

        assertThat(ask(client, "select 1")).isEqualTo("1");
        client.commit();
        // BEGIN is prepared too
        assertThatThrownBy(() -> ask(client, "select 1"))
                .hasMessage("ERROR: prepared statement \"S_1\" does not exist")
                .hasFieldOrPropertyWithValue("SQLState", "26000");
    }

    @Test
    void thePreparedStatementsOfTwoClientsCollide() throws SQLException {
        TransactionPooler pooler = pooler(1);
        Connection one = connect(pooler, "prepareThreshold=1");
        Connection two = connect(pooler, "prepareThreshold=1");

        assertThat(ask(one, "select 1")).isEqualTo("1");
        assertThatThrownBy(() -> ask(two, "select 2"))
                .hasMessage("ERROR: prepared statement \"S_1\" already exists")
                .hasFieldOrPropertyWithValue("SQLState", "42P05");
    }

    @Test
    void aSettingLeaksToOthersUnlessTheServerReportsIt() throws SQLException {
        TransactionPooler pooler = pooler(1);
        Connection one = connect(pooler, "prepareThreshold=0");
        Connection two = connect(pooler, "prepareThreshold=0&ApplicationName=two");
        execute(one, "set statement_timeout = '77s'");
        execute(one, "set timezone = 'Asia/Tokyo'");

        assertThat(ask(two, "show statement_timeout")).isEqualTo("77s");
        assertThat(ask(two, "show timezone")).isNotEqualTo("Asia/Tokyo");
        assertThat(ask(two, "show application_name")).isEqualTo("two");
        assertThat(ask(one, "show timezone")).isEqualTo("Asia/Tokyo");
        assertThat(ask(one, "show application_name")).isEqualTo("PostgreSQL JDBC Driver");
    }

    @Test
    void aTransactionHasOneServerConnection() throws SQLException {
        Connection client = connect(pooler(3), "prepareThreshold=0");
        client.setAutoCommit(false);
        String pid = ask(client, "select pg_backend_pid()");

        assertThat(ask(client, "select pg_backend_pid()")).isEqualTo(pid);
        client.commit();
        assertThat(ask(client, "select pg_backend_pid()")).isNotEqualTo(pid);
        assertThat(client.unwrap(PGConnection.class).getBackendPID()).isGreaterThan(1_000_000_000);
    }

    @Test
    void refusesOptionsAndTls() {
        TransactionPooler pooler = pooler(1);

        assertThatThrownBy(() -> connect(pooler, "options=-c%20statement_timeout=1000"))
                .hasMessage("FATAL: unsupported startup parameter: options")
                .hasFieldOrPropertyWithValue("SQLState", "08P01");
        assertThatThrownBy(() -> connect(pooler, "sslmode=require")).hasMessage("The server does not support SSL.");
    }

    @Test
    void cancelsWhatRunsForTheClient() throws Exception {
        Connection client = connect(pooler(2), "prepareThreshold=0");
        try (Statement statement = client.createStatement();
                Connection direct = database.dataSource().getConnection()) {
            ExecutorService caller = Executors.newSingleThreadExecutor();
            Future<?> running = caller.submit(() -> statement.execute("select pg_sleep(60)"));
            String count =
                    "select count(*) from pg_stat_activity where state = 'active' and query = 'select pg_sleep(60)'";
            await().until(() -> ask(direct, count).equals("1"));
            statement.cancel();

            assertThatThrownBy(running::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("canceling statement due to user request");
            assertThat(ask(direct, count)).isEqualTo("0");
            caller.shutdown();
        }
        assertThat(ask(client, "select 1")).isEqualTo("1");
    }

    @Test
    void aClientThatLeavesWithinATransactionEndsIt() throws Exception {
        TransactionPooler pooler = pooler(1);
        try (Connection direct = database.dataSource().getConnection()) {
            execute(direct, "create table left_behind (id int)");
            Connection client = connect(pooler, "");
            client.setAutoCommit(false);
            execute(client, "insert into left_behind values (1)");
            client.close();

            assertThat(ask(connect(pooler, ""), "select count(*) from left_behind"))
                    .isEqualTo("0");
        }
    }

    @Test
    void manyClientsShareFewServerConnections() throws Exception {
        TransactionPooler pooler = pooler(3);
        try (Connection direct = database.dataSource().getConnection()) {
            execute(direct, "create table counters (id int primary key, n int)");
            execute(direct, "insert into counters select i, 0 from generate_series(0, 9) i");
            ExecutorService callers = Executors.newFixedThreadPool(10);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Connection client = connect(pooler, "prepareThreshold=0");
                client.setAutoCommit(false);
                String add = "update counters set n = n + 1 where id = " + i;
                running.add(callers.submit(() -> {
                    for (int n = 0; n < 50; n++) {
                        execute(client, add);
                        assertThat(ask(client, "select repeat('x', 100000)")).hasSize(100_000);
                        execute(client, add);
                        client.commit();
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            callers.shutdown();
            assertThat(ask(direct, "select string_agg(n::text, ' ') from counters"))
                    .isEqualTo("100 100 100 100 100 100 100 100 100 100");
            assertThat(Integer.parseInt(
                            ask(direct, "select count(*) from pg_stat_activity where datname = current_database()")))
                    .isEqualTo(4);
        }
    }
}
