package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.Database;
import dev.serein.Session;
import dev.serein.Transaction;
import dev.serein.TransactionAborted;
import dev.serein.TransactionBody;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.fault.FaultyProxy;
import dev.serein.postgres.fault.RoundTrip;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An error that the body swallows: never a commit. And what it costs to make sure: nothing. */
class SwallowedErrorTest {
    private static final ScratchDatabase SCRATCH = ScratchPostgres.shared().createDatabase();
    private static final FaultyProxy PROXY = FaultyProxy.before(SCRATCH.url());
    private static final Database DB = Database.open(PROXY.url());
    private static final int TIMES = 100;

    /** Statements that fail, each in another way. */
    private enum Failing {
        UNIQUE("insert into marks values (0)"),
        NOT_NULL("insert into marks values (null)"),
        CHECK("insert into marks values (-1)"),
        SYNTAX("selec"),
        NO_TABLE("select * from nowhere"),
        DIVISION("select 1 / 0"),
        RAISED("do $$ begin raise exception 'no'; end $$"),
        TIMEOUT("set local statement_timeout = 1; select pg_sleep(10)");

        private final String sql;

        Failing(String sql) {
            this.sql = sql;
        }

        void swallowed(Session session) {
            assertThat(catchThrowable(() -> session.sql().execute(sql))).isInstanceOf(DataAccessException.class);
        }
    }

    @BeforeEach
    void tables() {
        DB.sql()
                .execute("drop table if exists marks; create table marks (id int primary key check (id >= 0));"
                        + "insert into marks values (0)");
    }

    @AfterAll
    static void close() {
        DB.close();
        PROXY.close();
        SCRATCH.close();
    }

    private static void mark(Session session, int id) {
        session.sql().execute("insert into marks values (?)", id);
    }

    private static List<Integer> marks() {
        return DB.sql().fetch("select id from marks where id > 0 order by id").getValues(0, Integer.class);
    }

    private static void assertThatItIsRolledBack(TransactionBody<RuntimeException> body) {
        for (int i = 0; i < TIMES; i++) {
            assertThatThrownBy(() -> DB.transaction(body)).isInstanceOf(TransactionAborted.class);
        }
        assertThat(marks()).isEmpty();
        assertThat(DB.pool().active()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void isNoCommit(Failing failing) {
        assertThatItIsRolledBack(tx -> {
            mark(tx, 1);
            failing.swallowed(tx);
        });
    }

    @Test
    void isNoCommitWhateverIsSwallowedAfterIt() {
        assertThatItIsRolledBack(tx -> {
            mark(tx, 1);
            Failing.UNIQUE.swallowed(tx);
            assertThat(catchThrowable(() -> mark(tx, 2)))
                    .isInstanceOfSatisfying(DataAccessException.class, e -> assertThat(e.sqlState())
                            .isEqualTo("25P02"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void isNoCommitOfASavepoint(Failing failing) {
        for (int i = 1; i <= TIMES; i++) {
            int id = i;
            DB.transaction(tx -> {
                mark(tx, id);
                assertThatThrownBy(() -> tx.transaction(inner -> {
                            mark(inner, id + TIMES);
                            failing.swallowed(inner);
                        }))
                        .isInstanceOf(TransactionAborted.class);
            });
        }
        assertThat(marks()).hasSize(TIMES).allMatch(id -> id <= TIMES);
    }

    @Test
    void isNoCommitOfTheTransactionAroundASavepointThatWasCaught() {
        assertThatItIsRolledBack(tx -> {
            mark(tx, 1);
            assertThatThrownBy(() -> tx.transaction(inner -> Failing.UNIQUE.swallowed(inner)))
                    .isInstanceOf(TransactionAborted.class);
            mark(tx, 2);
            Failing.UNIQUE.swallowed(tx);
        });
    }

    @Test
    void isNoCommitOfTheTransactionAroundASavepointThatWasLeftOpen() {
        assertThatItIsRolledBack(tx -> {
            Failing.UNIQUE.swallowed(tx);
            assertThat(catchThrowable(() -> tx.transaction(inner -> mark(inner, 1))))
                    .isNotNull();
        });
    }

    private static List<String> sent(Consumer<Transaction> body) {
        List<RoundTrip> trips = List.of();
        for (int i = 0; i < 12; i++) { // until the driver has given names to all that comes again
            tablesAreEmpty();
            trips = PROXY.messages().during(() -> DB.transaction(body::accept));
        }
        return trips.stream().map(RoundTrip::messages).toList();
    }

    private static List<String> sentByTheDriver() throws Exception {
        URI url = URI.create(PROXY.url());
        String[] user = url.getUserInfo().split(":");
        List<RoundTrip> trips = List.of();
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + url.getPort() + url.getPath(), user[0], user[1])) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 12; i++) {
                tablesAreEmpty();
                trips = PROXY.messages().during(() -> {
                    try (PreparedStatement insert = connection.prepareStatement("insert into marks values (?)")) {
                        insert.setInt(1, 1);
                        insert.execute();
                    }
                    connection.commit();
                });
            }
        }
        return trips.stream().map(RoundTrip::messages).toList();
    }

    private static void tablesAreEmpty() {
        DB.sql().execute("delete from marks where id > 0");
    }

    @Test
    void toSeeToItCostsNoMessage() throws Exception {
        // BEGIN, the statement, Sync; COMMIT, Sync
        assertThat(sentByTheDriver()).containsExactly("QBES", "BES");
        // and, with the statement, the question for the number of a transaction that writes
        assertThat(sent(tx -> mark(tx, 1))).containsExactly("QBEBES", "BES");
        // which one that only reads is not asked
        assertThat(sent(tx -> tx.sql().fetch("select 1"))).containsExactly("QBES", "BES");
        assertThat(sent(tx -> {})).isEmpty();
    }
}
