package dev.serein;

import static dev.serein.db.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.db.TagsRow;
import dev.serein.postgres.junit.Scratch;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class TransactionTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();

    @BeforeEach
    void noTags() {
        db.sql().truncate(TAGS).cascade().execute();
    }

    private static void insert(Session session, String tag) {
        session.sql().insertInto(TAGS, TAGS.NAME).values(tag).execute();
    }

    private static void insertSwallowed(Session session, String tag) {
        try {
            insert(session, tag);
        } catch (DataAccessException swallowed) {
            assertThat(swallowed.sqlState()).isEqualTo("23505");
        }
    }

    /** As others see them, from within a body too. */
    private List<String> tags() {
        return db.transactionResult(
                TransactionOptions.defaults().withIndependent(true),
                tx -> tx.find(TAGS).orderBy(TAGS.NAME).list().stream()
                        .map(TagsRow::name)
                        .toList());
    }

    @Test
    void whatTheBodyDidIsStoredWhenItReturns() {
        db.transaction(tx -> {
            insert(tx, "a");
            insert(tx, "b");
            assertThat(tags()).isEmpty();
        });

        assertThat(tags()).containsExactly("a", "b");
    }

    @Test
    void theResultIsWhatTheBodyReturns() {
        int found = db.transactionResult(tx -> {
            insert(tx, "a");
            return tx.find(TAGS).list().size();
        });

        assertThat(found).isEqualTo(1);
        assertThat(db.<String, RuntimeException>transactionResult(tx -> null)).isNull();
    }

    @Test
    void anUncheckedExceptionRollsBackAndComesOutUnchanged() {
        IllegalStateException thrown = new IllegalStateException("no");

        assertThat(catchThrowable(() -> db.transaction(tx -> {
                    insert(tx, "a");
                    throw thrown;
                })))
                .isSameAs(thrown);
        assertThat(tags()).isEmpty();
    }

    @Test
    void anErrorRollsBackAndComesOutUnchanged() {
        AssertionError thrown = new AssertionError("no");

        assertThat(catchThrowable(() -> db.transaction(tx -> {
                    insert(tx, "a");
                    throw thrown;
                })))
                .isSameAs(thrown);
        assertThat(tags()).isEmpty();
    }

    @Test
    void aCheckedExceptionRollsBackAndComesOutAsTheCompilerKnowsIt() {
        IOException thrown = new IOException("no");
        try {
            db.transaction(tx -> {
                insert(tx, "a");
                if (!tags().contains("b")) {
                    throw thrown;
                }
            });
        } catch (IOException e) {
            assertThat(e).isSameAs(thrown);
        }
        assertThat(tags()).isEmpty();
    }

    @Test
    void aCheckedExceptionPassesThroughNestedTransactions() {
        IOException thrown = new IOException("no");

        assertThat(catchThrowable(() -> db.transaction(tx -> tx.transaction(inner -> {
                    throw thrown;
                }))))
                .isSameAs(thrown);
    }

    @Test
    void aNestedTransactionThatThrowsTakesBackOnlyItsOwn() {
        db.transaction(tx -> {
            insert(tx, "outer");
            assertThatThrownBy(() -> tx.transaction(inner -> {
                        insert(inner, "inner");
                        insert(inner, "outer");
                    }))
                    .isInstanceOf(DataAccessException.class);
            insert(tx, "after");
        });

        assertThat(tags()).containsExactly("after", "outer");
    }

    @Test
    void aNestedTransactionIsStoredWithTheOuterOneOnly() {
        assertThatThrownBy(() -> db.transaction(tx -> {
                    tx.transaction(inner -> insert(inner, "inner"));
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(tags()).isEmpty();
    }

    @Test
    void aSwallowedErrorIsNeverACommit() {
        insert(db, "taken");

        assertThatThrownBy(() -> db.transaction(tx -> {
                    insert(tx, "lost");
                    insertSwallowed(tx, "taken");
                }))
                .isInstanceOf(TransactionAborted.class)
                .hasMessage("""
                        Cannot commit: a statement of this transaction failed, so all of it is rolled back
                          sqlstate: 25P02
                          fix:      let the exception of the failed statement leave the body, or run that statement in a nested transaction""")
                .extracting(e -> ((TransactionAborted) e).sqlState())
                .isEqualTo("25P02");
        assertThat(tags()).containsExactly("taken");
    }

    @Test
    void aSwallowedErrorIsNeverACommitOfJooqsOwnTransactionEither() {
        insert(db, "taken");

        assertThatThrownBy(() -> db.sql().transaction(tx -> {
                    tx.dsl().insertInto(TAGS, TAGS.NAME).values("lost").execute();
                    try {
                        tx.dsl().insertInto(TAGS, TAGS.NAME).values("taken").execute();
                    } catch (DataAccessException swallowed) {
                        assertThat(swallowed.sqlState()).isEqualTo("23505");
                    }
                }))
                .isInstanceOf(TransactionAborted.class);
        assertThat(tags()).containsExactly("taken");
    }

    @Test
    void aSwallowedErrorInANestedTransactionTakesBackOnlyThat() {
        insert(db, "taken");

        db.transaction(tx -> {
            insert(tx, "outer");
            assertThatThrownBy(() -> tx.transaction(inner -> insertSwallowed(inner, "taken")))
                    .isInstanceOf(TransactionAborted.class);
        });

        assertThat(tags()).containsExactly("outer", "taken");
    }

    @Test
    void anErrorCaughtAroundANestedTransactionLeavesTheOuterOneToCommit() {
        insert(db, "taken");

        db.transaction(tx -> {
            insert(tx, "kept");
            try {
                tx.transaction(inner -> insert(inner, "taken"));
            } catch (DataAccessException expected) {
                insert(tx, "instead");
            }
        });

        assertThat(tags()).containsExactly("instead", "kept", "taken");
    }

    @Test
    void connectionsComeBackToThePoolFromTransactionsThatFailed() {
        insert(db, "taken");
        for (int i = 0; i < 25; i++) {
            assertThatThrownBy(() -> db.transaction(tx -> insertSwallowed(tx, "taken")))
                    .isInstanceOf(TransactionAborted.class);
            assertThatThrownBy(() -> db.transaction(tx -> insert(tx, "taken"))).isInstanceOf(DataAccessException.class);
        }

        insert(db, "after");
        assertThat(tags()).containsExactly("after", "taken");
    }

    @Test
    void jooqsContextOfATransactionThatIsOverRunsNothing() {
        AtomicReference<DSLContext> leaked = new AtomicReference<>();
        AtomicReference<DSLContext> ofJooq = new AtomicReference<>();
        migrated.db().transaction(tx -> {
            leaked.set(tx.sql());
            insert(tx, "a");
        });
        migrated.db().sql().transaction(tx -> ofJooq.set(tx.dsl()));

        for (DSLContext each : List.of(leaked.get(), ofJooq.get())) {
            assertThatThrownBy(() -> each.fetchCount(TAGS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The transaction is over: it ends when the body that it was given to does");
        }
    }

    @Test
    void aTransactionOfOursIsNotEndedByHand() {
        for (String ending : List.of(
                "commit", "ROLLBACK", "end", "begin", "/* now /* or */ later */ abort", "prepare transaction 'x'")) {
            assertThatThrownBy(() -> db.transaction(tx -> {
                        insert(tx, "a");
                        tx.sql().execute(ending);
                    }))
                    .as(ending)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching(
                            "Cannot run \\w+ in a transaction that Serein has begun: it ends when its body does."
                                    + " Write tx.rollback\\(\\), or throw, to have it rolled back; tx.transaction\\(…\\) for a savepoint");
        }
        assertThatThrownBy(() -> db.transaction(tx -> tx.sql().connection(Connection::commit)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Cannot run commit() in a transaction that Serein has begun");
        assertThat(tags()).isEmpty();

        db.transaction(tx -> {
            insert(tx, "a");
            tx.sql().execute("savepoint mine");
            insert(tx, "b");
            tx.sql().execute("rollback to mine");
        });
        assertThat(tags()).containsExactly("a");
    }

    @Test
    void aTransactionThatIsOverRunsNothing() {
        AtomicReference<Transaction> leaked = new AtomicReference<>();
        migrated.db().transaction(leaked::set);
        String over = "The transaction is over: it ends when the body that it was given to does";

        Session session = leaked.get();
        assertThatThrownBy(() -> session.find(dev.serein.db.Tables.USERS).list())
                .hasMessage(over);
        assertThatThrownBy(session::sql).hasMessage(over);
        assertThatThrownBy(() -> session.withDeadline(Duration.ofSeconds(1))).hasMessage(over);
        assertThatThrownBy(() -> session.transaction(tx -> {})).hasMessage(over);
    }
}
