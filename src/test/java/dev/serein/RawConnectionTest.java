package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.postgres.junit.Scratch;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.ConnectionRunnable;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What is done in a transaction with the connection itself, past jOOQ: it is a part of it, and does not end it. */
@ReferenceSchema
class RawConnectionTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final String INSTEAD = " in a transaction that Serein has begun: it ends when its body does."
            + " Write tx.rollback(), or throw, to have it rolled back; tx.transaction(…) for a savepoint";
    private static final String ENDED = "Cannot commit: something in the body has ended the transaction, with commit or"
            + " rollback; what it did before that is stored, or not, as that said. Write tx.rollback(), or throw, to have"
            + " it rolled back; tx.transaction(…) for a savepoint";

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

    private static void copyIn(Connection connection) throws Exception {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy tags (name) from stdin", new StringReader("copied\n"));
    }

    private void assertThatItIsRefused(String what, ConnectionRunnable ending) {
        assertThatThrownBy(() -> db.transaction(tx -> {
                    insert(tx, "a");
                    tx.sql().connection(ending);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot run " + what + INSTEAD);
        assertThat(tags()).isEmpty();
    }

    @Test
    void aStatementOfItDoesNotEndTheTransaction() {
        assertThatItIsRefused("rollback", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("rollback");
            }
        });
    }

    @Test
    void theConnectionThatAStatementNamesIsTheSame() {
        assertThatItIsRefused("rollback()", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.getConnection().rollback();
            }
        });
    }

    @Test
    void anEndThatHidesBehindAStatementIsFoundOut() {
        assertThatThrownBy(() -> db.transaction(tx -> {
                    insert(tx, "a");
                    tx.sql().execute("select 1; rollback");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(ENDED);
        assertThat(tags()).isEmpty();
        assertThat(db.pool().active()).isZero();
    }

    @Test
    void closingItDoesNotGiveItBackToThePool() {
        db.transaction(tx -> {
            insert(tx, "before");
            tx.sql().connection(Connection::close);
            assertThat(db.pool().active()).isEqualTo(1);
            assertThat(tags()).isEmpty();
            insert(tx, "after");
        });
        assertThat(tags()).containsExactly("after", "before");
        assertThat(db.pool().active()).isZero();
    }

    @Test
    void whatIsCopiedInANestedTransactionIsRolledBackWithIt() {
        db.transaction(tx -> {
            insert(tx, "a");
            assertThatThrownBy(() -> tx.transaction(inner -> {
                        inner.sql().connection(RawConnectionTest::copyIn);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
        });
        assertThat(tags()).containsExactly("a");
    }

    @Test
    void aLargeObjectOfANestedTransactionIsRolledBackWithIt() {
        AtomicLong made = new AtomicLong();
        db.transaction(tx -> {
            insert(tx, "a");
            assertThatThrownBy(() -> tx.transaction(inner -> inner.sql().connection(connection -> {
                        made.set(connection
                                .unwrap(PGConnection.class)
                                .getLargeObjectAPI()
                                .createLO());
                        throw new IllegalStateException("no");
                    })))
                    .hasMessage("no");
        });
        assertThat(made.get()).isPositive();
        assertThat(db.sql().fetch("select oid from pg_largeobject_metadata where oid = ?", made.get()))
                .isEmpty();
        assertThat(tags()).containsExactly("a");
    }

    @Test
    void copyingIntoATableIsRefusedWhereNothingMayBeWritten() {
        assertThatThrownBy(() -> db.transaction(
                        TransactionOptions.snapshot(), tx -> tx.sql().connection(RawConnectionTest::copyIn)))
                .isInstanceOf(DataAccessException.class)
                .cause()
                .hasMessage("ERROR: cannot execute COPY FROM in a read-only transaction");
        assertThat(tags()).isEmpty();
    }

    @Test
    void aStatementPreparedBeforeANestedTransactionIsAPartOfItWhenItRuns() {
        db.transaction(tx -> tx.sql().connection(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("insert into tags (name) values (?)")) {
                tx.transaction(inner -> {
                    insert.setString(1, "good");
                    insert.executeUpdate();
                });
                assertThatThrownBy(() -> tx.transaction(inner -> {
                            insert.setString(1, "bad");
                            insert.executeUpdate();
                            throw new IllegalStateException("no");
                        }))
                        .hasMessage("no");
            }
        }));
        assertThat(tags()).containsExactly("good");
    }

    @Test
    void aStatementThatFailsInANestedTransactionLeavesTheOuterOneToCommit() {
        db.transaction(tx -> {
            insert(tx, "outer");
            tx.sql().connection(connection -> {
                try (Statement statement = connection.createStatement()) {
                    assertThatThrownBy(() -> tx.transaction(inner -> statement.execute("select 1 / 0")))
                            .hasMessage("ERROR: division by zero");
                }
            });
        });
        assertThat(tags()).containsExactly("outer");
    }

    @Test
    void aNestedTransactionDoesNotMendTheOuterOneThatFailed() {
        assertThatThrownBy(() -> db.transaction(tx -> tx.sql().connection(connection -> {
                    try (PreparedStatement divide = connection.prepareStatement("select 1 / ?::int")) {
                        tx.transaction(inner -> insert(inner, "first"));
                        divide.setInt(1, 0);
                        assertThatThrownBy(divide::executeQuery).hasMessage("ERROR: division by zero");
                        assertThatThrownBy(() -> tx.transaction(inner -> insert(inner, "second")))
                                .isInstanceOf(StatementFailed.class);
                    }
                })))
                .isInstanceOf(TransactionAborted.class);
        assertThat(tags()).isEmpty();
    }

    @Test
    void askingForTheTablesFirstLeavesTheIsolationAsItWasAsked() {
        String isolation = db.transactionResult(TransactionOptions.serializable(), tx -> {
            assertThat(tx.sql().meta().getSchemas("public")).hasSize(1);
            return tx.sql().fetchSingle("show transaction_isolation").get(0, String.class);
        });
        assertThat(isolation).isEqualTo("serializable");
    }

    @Test
    void aBatchOfJooqsAfterAScrollableStatementRunsWhole() {
        db.transaction(tx -> {
            tx.sql()
                    .select(DSL.val(1))
                    .resultSetType(ResultSet.TYPE_SCROLL_INSENSITIVE)
                    .fetch();
            tx.sql()
                    .batch(DSL.query("insert into tags (name) values (?)", "a"))
                    .bind("b")
                    .bind("c")
                    .execute();
        });
        assertThat(tags()).containsExactly("b", "c");
    }

    @Test
    void aStatementThatIsKeptCannotBeTheOneThatBegins() {
        assertThatThrownBy(() -> db.transaction(TransactionOptions.serializable(), tx -> {
                    try (var kept = tx.sql().select(DSL.val(1)).keepStatement(true)) {
                        assertThat(kept.fetchSingle().value1()).isEqualTo(1);
                        kept.fetch();
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "A statement that is kept, to be executed again, cannot be one that begins a transaction, or"
                                + " a savepoint: run another one before");
    }
}
