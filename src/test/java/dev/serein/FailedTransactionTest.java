package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.postgres.junit.Scratch;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the caller is told of a transaction that failed, and what its connection is like after it. */
@ReferenceSchema
class FailedTransactionTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db =
            GuardedDatabase.open(DatabaseOptions.of(migrated.url()).withPoolMax(1), Guard.IGNORE, warning -> {});

    @BeforeEach
    void noTags() {
        db.sql().execute("delete from tags");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private static void insert(Session session, String name) {
        new TagsDao(session).insert(TagsInsert.name(name));
    }

    private static List<String> tags() {
        return migrated.plain("select name from tags order by name");
    }

    @Test
    void aConnectionLostInTheBodyIsNoDoubtAboutTheCommit() {
        List<String> done = new ArrayList<>();
        assertThatThrownBy(() -> db.transaction(tx -> {
                    insert(tx, "a");
                    tx.afterCommit(() -> done.add("committed"));
                    tx.afterRollback(() -> done.add("rolled back"));
                    assertThatThrownBy(() -> tx.sql().execute("select pg_terminate_backend(pg_backend_pid())"))
                            .isInstanceOf(ConnectionFailed.class);
                }))
                .isInstanceOf(ConnectionFailed.class)
                .hasMessage("""
                        Cannot commit: the connection to the server was lost before, so that nothing is stored
                          sqlstate: 08003
                          fix:      run the whole transaction again""");
        assertThat(done).containsExactly("rolled back");
        assertThat(tags()).isEmpty();
    }

    @Test
    void theStatementThatFailedIsTheCauseOfTheAbort() {
        List<DatabaseException> swallowed = new ArrayList<>();
        assertThatThrownBy(() -> db.transaction(tx -> {
                    insert(tx, "a");
                    try {
                        insert(tx, "a");
                    } catch (DatabaseException e) {
                        swallowed.add(e);
                    }
                    assertThatThrownBy(() -> insert(tx, "b")).isInstanceOf(StatementFailed.class);
                }))
                .isInstanceOf(TransactionAborted.class)
                .cause()
                .isInstanceOf(ConstraintViolation.class)
                .isSameAs(swallowed.get(0));
        assertThat(tags()).isEmpty();
    }

    @Test
    void theConnectionGoesBackWithTheTimeoutItCameWith() {
        TransactionOptions hour = TransactionOptions.defaults().withDeadline(Duration.ofHours(1));
        int before = networkTimeout();
        assertThat(before).isPositive();

        assertThatThrownBy(() -> db.transaction(hour, tx -> {
                    insert(tx, "lost");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(networkTimeout()).isEqualTo(before);

        db.transaction(hour, tx -> {
            insert(tx, "kept");
            assertThatThrownBy(() -> tx.transaction(inner -> {
                        insert(inner, "lost");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
        });
        assertThat(networkTimeout()).isEqualTo(before);
        assertThat(tags()).containsExactly("kept");
    }

    private int networkTimeout() {
        return db.sql().connectionResult(Connection::getNetworkTimeout);
    }
}
