package dev.serein;

import static dev.serein.db.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.resultQuery;

import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no call is refused before anything is sent, or it is said what has become of the batch. */
@ChangedReferenceSchema
class BatchMisuseTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();
    private final Call<Integer> a = changed("insert into tags (name) values ('a')");

    @AfterEach
    void noTags() {
        db.sql().truncate(TAGS).cascade().execute();
    }

    private static Call<Integer> changed(String sql) {
        return Call.changed(DSL.query(sql));
    }

    private static Call<List<String>> rows(String sql) {
        return Call.list(Query.rows(resultQuery(sql).coerce(field("c", String.class)), row -> row.value1()));
    }

    private List<String> tags() {
        return migrated.plain("select name from tags order by name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit",
                "/* a /* b */ */ end",
                "rollback /* rollback to x */",
                "prepare transaction 'p'",
                "start transaction"
            })
    void aCallCannotBeginOrEndTheTransaction(String sql) {
        assertThatThrownBy(() -> db.batch(a, changed(sql), changed("insert into tags (name) values ('b')")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A batch is one transaction, and a call cannot begin or end it: " + SqlText.brief(sql));
        assertThatThrownBy(() -> db.transaction(tx -> tx.batch(a, rows(sql))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(tags()).isEmpty();
    }

    @Test
    void aSavepointIsNoEndOfTheTransaction() {
        db.batch(changed("savepoint here"), a, changed("rollback work to here"), changed("release here"));

        assertThat(tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert into tags (name) values ('b') returning id", "select 1"})
    void whatReturnsRowsIsNoCallForHowManyItChanges(String sql) {
        assertThatThrownBy(() -> db.batch(a, changed(sql)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A statement that returns rows is no call for how many it changes: make it"
                        + " Call.list(Query.rows(…)), not: " + SqlText.brief(sql));
        assertThat(tags()).isEmpty();
    }

    @Test
    void whatReturnsNoRowsIsNoCallForRows() {
        String sql = "delete from tags where false";
        // the same text as another call is known by then
        for (int i = 0; i < 3; i++) {
            assertThat(db.batch(changed(sql), changed("select 1 as one into made" + i)))
                    .isNotNull();
        }

        assertThatThrownBy(() -> db.batch(a, rows(sql), rows("select 'b'")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A statement that returns no rows is no call for rows: make it Call.changed(…), or let it"
                        + " end in returning, not: " + SqlText.brief(sql));
        assertThat(tags()).isEmpty();
    }

    @Test
    void rowsOfAWithAreNotThoseOfTheStatement() {
        Call<Integer> change =
                changed("with x as (insert into tags (name) values ('x') returning id) delete from tags where false");

        assertThat(db.batch(a, change).of(change)).isZero();
        assertThat(tags()).containsExactly("a", "x");
    }

    @Test
    void whatIsNoticedAfterwardsSaysThatAllIsStored() {
        assertThatThrownBy(() -> db.batch(a, rows("create temporary table made (n int)"), rows("select 'b'")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("""
                        Cannot read the result of a call: it is a call for rows, and its statement returns none
                          sql:       create temporary table made (n int)
                          statement: 2 of 3
                          batch:     all of it is stored
                          fix:       Call.list(Query.rows(…)) is for what returns rows, Call.changed(…) for what does not""");
        assertThat(tags()).containsExactly("a");
    }

    @Test
    void whatIsNoticedInATransactionIsUndone() {
        db.transaction(tx -> assertThatThrownBy(() -> tx.batch(a, changed("values (1)")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Cannot read the result of a call: it is a call for how many rows are changed,"
                        + " and its statement returns rows\n")
                .hasMessageContaining("\n  batch:     it is undone\n"));

        assertThat(tags()).isEmpty();
    }

    @Test
    void anAnswerThatTheDriverDoesNotTakeLeavesItUnknownAndIsNotRunAgain() {
        Call<Integer> any = changed("insert into tags (name) values (gen_random_uuid()::text)");

        CommitUnknown thrown = catchThrowableOfType(
                CommitUnknown.class,
                () -> db.batch(
                        TransactionOptions.defaults().withAttempts(3), any, changed("copy tags (name) to stdout")));

        assertThat(thrown).hasMessage("""
                Cannot say that a transaction is committed: the driver could not read the server's answer
                  sqlstate: 0A000
                  attempts: 1
                  fix:      see whether what it should have done is there before doing it again""");
        assertThat(tags()).hasSize(1);
    }

    @Test
    void aProcedureOfASingleCallCannotStoreAPartAndFail() {
        db.sql()
                .execute("create procedure half() language plpgsql as 'begin insert into tags (name) values"
                        + " (gen_random_uuid()::text); commit; perform 1 / 0; end'");
        try {
            assertThatThrownBy(() -> db.batch(changed("do 'begin commit; end'")))
                    .isInstanceOf(StatementFailed.class);
            assertThatThrownBy(() -> db.batch(changed("call half()"))).isInstanceOf(StatementFailed.class);
            assertThat(tags()).isEmpty();
        } finally {
            db.sql().execute("drop procedure half()");
        }
    }

    @Test
    void aMappersOwnFailureIsNotTakenForThatOfTheBatch() {
        Call<List<String>> odd =
                Call.list(Query.rows(resultQuery("select 'b'").coerce(field("c", String.class)), row -> {
                    throw ConnectionFailed.notMade(new java.sql.SQLException("away", "08001"));
                }));
        Call<Integer> any = changed("insert into tags (name) values (gen_random_uuid()::text)");

        assertThatThrownBy(() -> db.batch(TransactionOptions.defaults().withAttempts(3), any, odd))
                .isInstanceOf(ConnectionFailed.class)
                .hasMessageContaining("\n  batch:    all of it is stored");
        assertThat(tags()).hasSize(1);
    }
}
