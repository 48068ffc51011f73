package dev.serein;

import static dev.serein.db.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class SavepointTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final String COUNT = "select count(*) from \"public\".\"tags\"";
    private static final String INSERT =
            "insert into \"public\".\"tags\" (\"name\") values (?) returning " + Sent.columns(TAGS);

    private final SentSql sent = new SentSql(migrated.dataSource());
    private final Database db = Database.using(sent.dataSource());

    @BeforeEach
    void noTags() {
        db.sql().truncate(TAGS).cascade().execute();
        sent.taken();
    }

    private static void insert(Session session, String name) {
        new TagsDao(session).insert(TagsInsert.name(name));
    }

    private List<String> tags() {
        return migrated.plain("select name from tags order by name");
    }

    @Test
    void aSavepointGoesWithTheStatementsAroundIt() {
        db.transaction(tx -> {
            insert(tx, "1");
            tx.transaction(inner -> {
                insert(inner, "2");
                inner.transaction(innermost -> insert(innermost, "3"));
                insert(inner, "4");
            });
            tx.transaction(inner -> insert(inner, "5"));
            insert(tx, "6");
        });
        assertThat(sent.taken())
                .containsExactly(
                        SentSql.NUMBER + INSERT,
                        "savepoint serein_1; " + INSERT,
                        "savepoint serein_2; " + INSERT,
                        "release savepoint serein_2; " + INSERT,
                        "release savepoint serein_1; savepoint serein_1; " + INSERT,
                        "release savepoint serein_1; " + INSERT);
        assertThat(tags()).containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    void oneThatDoesNothingSendsNothing() {
        db.transaction(tx -> {
            tx.transaction(inner -> inner.transaction(innermost -> {}));
            catchThrowable(() -> tx.transaction(inner -> {
                throw new IllegalStateException();
            }));
            new TagsDao(tx).count();
            tx.transaction(inner -> catchThrowable(() -> inner.transaction(innermost -> {
                throw new IllegalStateException();
            })));
        });
        assertThat(sent.taken()).containsExactly(COUNT);
    }

    @Test
    void whatFailsAtTheFirstStatementIsUndoneToTheRightPlace() {
        insert(db, "taken");
        db.transaction(tx -> {
            insert(tx, "outer");
            catchThrowable(() -> tx.transaction(inner -> inner.transaction(innermost -> insert(innermost, "taken"))));
            insert(tx, "after");
        });
        assertThat(tags()).containsExactly("after", "outer", "taken");
    }

    @Test
    void whatFailsInAnOuterSavepointAfterAnInnerOneWasKept() {
        db.transaction(tx -> {
            insert(tx, "kept");
            catchThrowable(() -> tx.transaction(inner -> {
                insert(inner, "a");
                inner.transaction(innermost -> insert(innermost, "b"));
                throw new IllegalStateException();
            }));
            catchThrowable(() -> tx.transaction(inner -> {
                inner.transaction(innermost -> insert(innermost, "c"));
                insert(inner, "d");
                throw new IllegalStateException();
            }));
        });
        assertThat(tags()).containsExactly("kept");
    }

    @Test
    void aStatementThatWasNeverSentLeavesTheSavepointToTheNext() {
        db.transaction(tx -> {
            insert(tx, "kept");
            catchThrowable(() -> tx.transaction(inner -> {
                // refused before it is sent: half a character
                assertThat(catchThrowable(() -> insert(inner, "\ud800"))).isInstanceOf(StatementFailed.class);
                insert(inner, "undone");
                throw new IllegalStateException();
            }));
        });
        assertThat(tags()).containsExactly("kept");
    }

    @Test
    void jooqsOwnNestedTransactionsAreSavepointsOfOurs() {
        db.transaction(tx -> {
            insert(tx, "outer");
            tx.sql().transaction(inner -> inner.dsl()
                    .insertInto(TAGS, TAGS.NAME)
                    .values("kept")
                    .execute());
            catchThrowable(() -> tx.sql().transaction(inner -> {
                inner.dsl().insertInto(TAGS, TAGS.NAME).values("undone").execute();
                inner.dsl().transaction(innermost -> innermost
                        .dsl()
                        .insertInto(TAGS, TAGS.NAME)
                        .values("undone, too")
                        .execute());
                throw new IllegalStateException();
            }));
        });
        assertThat(tags()).containsExactly("kept", "outer");
    }

    @Test
    void jooqsOwnTransactionsNest() {
        db.sql().transaction(tx -> {
            tx.dsl().insertInto(TAGS, TAGS.NAME).values("outer").execute();
            catchThrowable(() -> tx.dsl().transaction(inner -> {
                inner.dsl().insertInto(TAGS, TAGS.NAME).values("undone").execute();
                throw new IllegalStateException();
            }));
        });
        assertThat(tags()).containsExactly("outer");
    }
}
