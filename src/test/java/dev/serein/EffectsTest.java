package dev.serein;

import static dev.serein.db.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class EffectsTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();
    private final List<String> done = new ArrayList<>();

    @BeforeEach
    void noTags() {
        db.sql().truncate(TAGS).cascade().execute();
    }

    private void ask(Transaction tx, String name) {
        tx.afterCommit(() -> done.add(name + " committed"));
        tx.afterRollback(() -> done.add(name + " rolled back"));
    }

    private static void conflict(Session session) {
        session.sql().execute("do $$ begin raise exception using errcode = '40001'; end $$");
    }

    @Test
    void whatIsAskedForIsDoneAfterTheCommitInOrderAndOnTheDatabase() {
        db.transaction(tx -> {
            new TagsDao(tx).insert(TagsInsert.name("a"));
            ask(tx, "1");
            tx.afterCommit(() ->
                    done.add(new TagsDao(db).count() + " stored, " + db.pool().active() + " connections held"));
            ask(tx, "2");
            assertThat(done).isEmpty();
        });
        assertThat(done).containsExactly("1 committed", "1 stored, 0 connections held", "2 committed");
    }

    @Test
    void whatIsAskedForIsDoneAfterTheRollback() {
        assertThatThrownBy(() -> db.transaction(tx -> {
                    ask(tx, "1");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(done).containsExactly("1 rolled back");
    }

    @Test
    void aSwallowedErrorIsARollback() {
        assertThat(catchThrowable(() -> db.transaction(tx -> {
                    ask(tx, "1");
                    catchThrowable(() -> tx.sql().execute("select 1 / 0"));
                })))
                .isInstanceOf(TransactionAborted.class);
        assertThat(done).containsExactly("1 rolled back");
    }

    @Test
    void ofSeveralAttemptsTheLastOneCounts() {
        db.transaction(
                TransactionOptions.defaults().withAttempts(3).withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)),
                tx -> {
                    int attempt = done.size();
                    done.add("attempt");
                    ask(tx, "attempt " + attempt);
                    if (attempt < 2) {
                        conflict(tx);
                    }
                });
        assertThat(done).containsExactly("attempt", "attempt", "attempt", "attempt 2 committed");
    }

    @Test
    void whenAllAttemptsHaveFailedTheLastOnesRollbackIsTold() {
        assertThat(catchThrowable(() -> db.transaction(
                        TransactionOptions.defaults()
                                .withAttempts(2)
                                .withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)),
                        tx -> {
                            ask(tx, "attempt " + done.size());
                            done.add("attempt");
                            conflict(tx);
                        })))
                .isInstanceOf(TransactionConflict.class);
        assertThat(done).containsExactly("attempt", "attempt", "attempt 1 rolled back");
    }

    @Test
    void whatANestedOneAsksForWaitsForTheOutermost() {
        db.transaction(tx -> {
            ask(tx, "outer");
            tx.transaction(inner -> ask(inner, "inner"));
            assertThat(done).isEmpty();
            ask(tx, "outer again");
        });
        assertThat(done).containsExactly("outer committed", "inner committed", "outer again committed");
        done.clear();

        catchThrowable(() -> db.transaction(tx -> {
            tx.transaction(inner -> ask(inner, "inner"));
            throw new IllegalStateException();
        }));
        assertThat(done).containsExactly("inner rolled back");
    }

    @Test
    void whatANestedOneAsksForThatWasRolledBackIsThatEvenIfTheOutermostCommits() {
        db.transaction(tx -> {
            ask(tx, "outer");
            catchThrowable(() -> tx.transaction(inner -> {
                inner.transaction(innermost -> ask(innermost, "innermost"));
                ask(inner, "inner");
                throw new IllegalStateException();
            }));
        });
        assertThat(done).containsExactly("outer committed", "innermost rolled back", "inner rolled back");
    }

    @Test
    void oneThatFailsNeitherHidesTheCommitNorStopsTheOthers() {
        db.transaction(tx -> {
            new TagsDao(tx).insert(TagsInsert.name("a"));
            tx.afterCommit(() -> {
                throw new IllegalStateException("of the test");
            });
            tx.afterCommit(() -> {
                throw new AssertionError("of the test");
            });
            ask(tx, "1");
        });
        assertThat(done).containsExactly("1 committed");
        assertThat(new TagsDao(db).count()).isEqualTo(1);
    }

    @Test
    void aConflictInAnEffectRunsNothingAgain() {
        db.transaction(TransactionOptions.serializable(), tx -> {
            done.add("attempt");
            tx.afterCommit(() -> db.transaction(EffectsTest::conflict));
        });
        assertThat(done).containsExactly("attempt");
    }

    @Test
    void anEffectOfAnIndependentOneIsInNoTransaction() {
        TransactionOptions independent = TransactionOptions.defaults().withIndependent(true);
        try (Database strict = GuardedDatabase.open(DatabaseOptions.of(migrated.url()), Guard.THROW, done::add)) {
            strict.transaction(tx -> {
                new TagsDao(tx).insert(TagsInsert.name("outer"));
                strict.transaction(independent, own -> {
                    new TagsDao(own).insert(TagsInsert.name("own"));
                    own.afterCommit(() -> new TagsDao(strict).insert(TagsInsert.name("effect")));
                });
                assertThat(migrated.plain("select name from tags order by name"))
                        .containsExactly("effect", "own");
            });
        }
        assertThat(done).isEmpty();
        assertThat(migrated.plain("select name from tags order by name")).containsExactly("effect", "outer", "own");
    }

    @Test
    void rollbackEndsItWithTheResultThatTheBodyChooses() {
        Optional<String> result = db.transactionResult(tx -> {
            new TagsDao(tx).insert(TagsInsert.name("a"));
            ask(tx, "1");
            tx.rollback();
            return Optional.empty();
        });
        assertThat(result).isEmpty();
        assertThat(done).containsExactly("1 rolled back");
        assertThat(new TagsDao(db).count()).isZero();
    }

    @Test
    void rollbackOfANestedOneLeavesTheOuter() {
        db.transaction(tx -> {
            new TagsDao(tx).insert(TagsInsert.name("outer"));
            tx.transaction(inner -> {
                new TagsDao(inner).insert(TagsInsert.name("inner"));
                ask(inner, "inner");
                inner.rollback();
            });
            new TagsDao(tx).insert(TagsInsert.name("after"));
            ask(tx, "outer");
        });
        assertThat(done).containsExactly("inner rolled back", "outer committed");
        assertThat(migrated.plain("select name from tags order by name")).containsExactly("after", "outer");
    }

    @Test
    void rollbackOfTheOuterOneFromWithinEndsBoth() {
        db.transaction(tx -> {
            new TagsDao(tx).insert(TagsInsert.name("outer"));
            tx.transaction(inner -> {
                new TagsDao(inner).insert(TagsInsert.name("inner"));
                tx.rollback();
                assertThatThrownBy(() -> inner.find(TAGS).list())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("The transaction is over: rollback() has ended it; nothing more can run on it");
            });
        });
        assertThat(new TagsDao(db).count()).isZero();
    }

    @Test
    void nothingRunsOnATransactionThatRollbackHasEnded() {
        String over = "The transaction is over: rollback() has ended it; nothing more can run on it";
        db.transaction(tx -> {
            tx.rollback();
            assertThatThrownBy(() -> new TagsDao(tx).insert(TagsInsert.name("a")))
                    .hasMessage(over);
            assertThatThrownBy(tx::sql).hasMessage(over);
            assertThatThrownBy(tx::rollback).hasMessage(over);
            assertThatThrownBy(() -> tx.afterCommit(() -> {})).hasMessage(over);
        });
    }
}
