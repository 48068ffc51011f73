package dev.serein;

import static dev.serein.db.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.db.TagsRow;
import java.io.IOException;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransactionTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private final Database db = DATABASE.db();

    @BeforeEach
    void no_tags() {
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

    private List<String> tags() {
        return db.find(TAGS).orderBy(TAGS.NAME).list().stream()
                .map(TagsRow::name)
                .toList();
    }

    @Test
    void what_the_body_did_is_stored_when_it_returns() {
        db.transaction(tx -> {
            insert(tx, "a");
            insert(tx, "b");
            assertThat(tags()).isEmpty();
        });

        assertThat(tags()).containsExactly("a", "b");
    }

    @Test
    void the_result_is_what_the_body_returns() {
        int found = db.transactionResult(tx -> {
            insert(tx, "a");
            return tx.find(TAGS).list().size();
        });

        assertThat(found).isEqualTo(1);
        assertThat(db.<String, RuntimeException>transactionResult(tx -> null)).isNull();
    }

    @Test
    void an_unchecked_exception_rolls_back_and_comes_out_unchanged() {
        IllegalStateException thrown = new IllegalStateException("no");

        assertThat(catchThrowable(() -> db.transaction(tx -> {
                    insert(tx, "a");
                    throw thrown;
                })))
                .isSameAs(thrown);
        assertThat(tags()).isEmpty();
    }

    @Test
    void an_error_rolls_back_and_comes_out_unchanged() {
        AssertionError thrown = new AssertionError("no");

        assertThat(catchThrowable(() -> db.transaction(tx -> {
                    insert(tx, "a");
                    throw thrown;
                })))
                .isSameAs(thrown);
        assertThat(tags()).isEmpty();
    }

    @Test
    void a_checked_exception_rolls_back_and_comes_out_as_the_compiler_knows_it() {
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
    void a_checked_exception_passes_through_nested_transactions() {
        IOException thrown = new IOException("no");

        assertThat(catchThrowable(() -> db.transaction(tx -> tx.transaction(inner -> {
                    throw thrown;
                }))))
                .isSameAs(thrown);
    }

    @Test
    void a_nested_transaction_that_throws_takes_back_only_its_own() {
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
    void a_nested_transaction_is_stored_with_the_outer_one_only() {
        assertThatThrownBy(() -> db.transaction(tx -> {
                    tx.transaction(inner -> insert(inner, "inner"));
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(tags()).isEmpty();
    }

    @Test
    void a_swallowed_error_is_never_a_commit() {
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
    void a_swallowed_error_is_never_a_commit_of_jooqs_own_transaction_either() {
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
    void a_swallowed_error_in_a_nested_transaction_takes_back_only_that() {
        insert(db, "taken");

        db.transaction(tx -> {
            insert(tx, "outer");
            assertThatThrownBy(() -> tx.transaction(inner -> insertSwallowed(inner, "taken")))
                    .isInstanceOf(TransactionAborted.class);
        });

        assertThat(tags()).containsExactly("outer", "taken");
    }

    @Test
    void an_error_caught_around_a_nested_transaction_leaves_the_outer_one_to_commit() {
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
    void connections_come_back_to_the_pool_from_transactions_that_failed() {
        insert(db, "taken");
        for (int i = 0; i < 25; i++) {
            assertThatThrownBy(() -> db.transaction(tx -> insertSwallowed(tx, "taken")))
                    .isInstanceOf(TransactionAborted.class);
            assertThatThrownBy(() -> db.transaction(tx -> insert(tx, "taken"))).isInstanceOf(DataAccessException.class);
        }

        insert(db, "after");
        assertThat(tags()).containsExactly("after", "taken");
    }
}
