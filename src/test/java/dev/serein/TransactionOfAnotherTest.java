package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.postgres.junit.Scratch;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction that a framework has begun, and of which what Serein does is only a part. */
@ReferenceSchema
class TransactionOfAnotherTest {
    @Scratch
    static MigratedDatabase migrated;

    private Connection connection;
    private Database theirs;

    @BeforeEach
    void begin() throws SQLException {
        migrated.db().sql().execute("delete from tags");
        connection = migrated.dataSource().getConnection();
        connection.setAutoCommit(false);
        theirs = Database.using(new LendingOne(connection));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static void insert(Session session, String name) {
        new TagsDao(session).insert(TagsInsert.name(name));
    }

    private static List<String> tags() {
        return migrated.plain("select name from tags order by name");
    }

    @Test
    void whatIsDoneInItIsStoredAsTheOtherSays() throws SQLException {
        theirs.transaction(tx -> insert(tx, "lost"));
        connection.rollback();
        theirs.transaction(tx -> insert(tx, "kept"));
        assertThat(tags()).isEmpty();
        connection.commit();
        assertThat(tags()).containsExactly("kept");
    }

    @Test
    void nothingCanBeAskedForThatFollowsIt() throws SQLException {
        String unknown = "Another than Serein has begun this transaction, such as a framework, and only that one knows"
                + " when it is committed: ask it to run what is to follow";
        List<String> done = new ArrayList<>();
        theirs.transaction(tx -> {
            insert(tx, "a");
            assertThatThrownBy(() -> tx.afterCommit(() -> done.add("committed")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(unknown);
            assertThatThrownBy(() -> tx.afterRollback(() -> done.add("rolled back")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(unknown);
        });
        connection.commit();
        assertThat(tags()).containsExactly("a");
        assertThat(done).isEmpty();
    }

    @Test
    void aConflictInItIsNotTriedAgain() throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(
                        () -> theirs.transaction(TransactionOptions.defaults().withAttempts(4), tx -> {
                            attempts.incrementAndGet();
                            tx.sql().execute("do $$ begin raise exception using errcode = '40001'; end $$");
                        }))
                .isInstanceOf(TransactionConflict.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void aPoolThatNeverCommitsByItselfIsFoundOutEvenIfItIsHidden() {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(migrated.dataSource());
            pool.setAutoCommit(false);
            Database hidden = Database.using(hiding(pool));

            assertThatThrownBy(() -> hidden.transaction(tx -> insert(tx, "lost")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "What a transaction did is lost: the data source lends connections that do not commit by"
                                    + " themselves, and took this one back without committing. Have it lend them with"
                                    + " autocommit, which db.transaction(…) turns off for a transaction");
        }
        assertThat(tags()).isEmpty();
    }

    /** As a proxy of a framework does, it does not say what is behind it. */
    private static DataSource hiding(DataSource pool) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.getName().equals("getConnection") ? pool.getConnection() : false);
    }
}
