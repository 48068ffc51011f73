package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.postgres.junit.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions begun on the outer one where an inner one is meant, by jOOQ in between, or on another thread. */
@Timeout(60)
@ReferenceSchema
class NestedTransactionTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db =
            GuardedDatabase.open(DatabaseOptions.of(migrated.url()).withPoolMax(1), Guard.IGNORE, warning -> {});
    private final List<String> done = new ArrayList<>();

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

    private void insertAndAsk(Transaction tx, String name) {
        insert(tx, name);
        tx.afterCommit(() -> done.add(name + " committed"));
        tx.afterRollback(() -> done.add(name + " rolled back"));
    }

    private static List<String> tags() {
        return migrated.plain("select name from tags order by name");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneBegunOnTheOuterWithinAnInnerIsRolledBackWithTheInner() {
        db.transaction(tx -> {
            insertAndAsk(tx, "outer");
            assertThatThrownBy(() -> tx.transaction(first -> {
                        tx.transaction(second -> insertAndAsk(second, "second"));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
        });
        assertThat(done).containsExactly("outer committed", "second rolled back");
        assertThat(tags()).containsExactly("outer");
    }

    @Test
    void rollbackOfTheInnerEndsOneBegunOnTheOuterWithinIt() {
        db.transaction(tx -> {
            tx.transaction(first -> {
                insertAndAsk(first, "first");
                tx.transaction(second -> {
                    insertAndAsk(second, "second");
                    first.rollback();
                });
            });
            insertAndAsk(tx, "outer");
        });
        assertThat(done).containsExactly("first rolled back", "second rolled back", "outer committed");
        assertThat(tags()).containsExactly("outer");
    }

    @Test
    void oneWithinAnInnerOfJooqsIsRolledBackWithThat() {
        db.transaction(tx -> {
            insertAndAsk(tx, "outer");
            assertThatThrownBy(() -> tx.sql().transaction(ofJooq -> {
                        tx.transaction(inner -> insertAndAsk(inner, "inner"));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
        });
        assertThat(done).containsExactly("outer committed", "inner rolled back");
        assertThat(tags()).containsExactly("outer");
    }

    @Test
    void anInnerOfJooqsThatIsOverWithTheOuterLeavesTheNextOneOnItsConnection() {
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        List<CompletableFuture<Void>> next = new ArrayList<>();
        assertThatThrownBy(() -> db.transaction(tx -> {
                    insert(tx, "first");
                    tx.sql().transaction(ofJooq -> {
                        ofJooq.dsl().execute("select 1");
                        tx.rollback();
                        next.add(CompletableFuture.runAsync(() -> db.transaction(other -> {
                            insert(other, "next");
                            other.transaction(inner -> {
                                insert(inner, "inner of the next");
                                inserted.countDown();
                                await(over);
                            });
                        })));
                        await(inserted);
                        throw new IllegalStateException("no");
                    });
                }))
                .hasMessage("no");
        over.countDown();
        next.get(0).orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(tags()).containsExactly("inner of the next", "next");
    }

    @Test
    void aTransactionIsUsedOnItsOwnThreadOnly() {
        db.transaction(tx -> {
            insert(tx, "own");
            assertThat(CompletableFuture.supplyAsync(() -> catchThrowable(() -> insert(tx, "other")))
                            .join())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A transaction belongs to the thread that its body runs on, "
                            + Thread.currentThread().getName()
                            + ": what another one does beside it would be done at a moment that nobody knows, or after"
                            + " it");
        });
        assertThat(tags()).containsExactly("own");
    }
}
