package dev.serein;

import static dev.serein.Query.find;
import static dev.serein.Query.rows;
import static dev.serein.db.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;

import dev.serein.db.TagsRow;
import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows that need not fit into memory. */
@ReferenceSchema
class StreamTest {
    private static final int TAGS_STORED = 5_000;

    @Scratch
    static MigratedDatabase migrated;

    static final Query1<Long, TagsRow> FROM =
            Query.of(Long.class, id -> find(TAGS).where(TAGS.ID.ge(id)).orderBy(TAGS.ID));

    @BeforeAll
    static void manyTags() {
        migrated.db().sql().execute("insert into tags (name) select 'tag ' || n from generate_series(1, 5000) n");
    }

    @Test
    void allRowsComeInOrder() {
        long sum = FROM.stream(
                migrated.db(), 1L, tags -> tags.mapToLong(TagsRow::id).sum());

        assertThat(sum).isEqualTo(TAGS_STORED * (TAGS_STORED + 1L) / 2);
    }

    @Test
    void theyComeInParts() {
        migrated.db()
                .transaction(tx -> FROM.stream(tx, 1L, tags -> {
                    tags.limit(1).toList();
                    return assertThat(tx.sql()
                                    .fetch("select statement from pg_cursors")
                                    .getValues("statement"))
                            .asString()
                            .contains("\"tags\"");
                }));
    }

    @Test
    void otherStatementsMayRunBetween() {
        long found = migrated.db()
                .transactionResult(tx -> FROM.stream(tx, 4_000L, tags -> tags.filter(
                                tag -> FROM.first(tx, tag.id()).isPresent())
                        .count()));

        assertThat(found).isEqualTo(1_001);
    }

    @Test
    void theConnectionComesBackWhenTheFunctionThrows() {
        assertThatThrownBy(() -> FROM.stream(migrated.db(), 1L, tags -> {
                    tags.forEach(tag -> {
                        throw new IllegalStateException("enough");
                    });
                    return null;
                }))
                .hasMessage("enough");

        assertThat(migrated.db().pool().active()).isZero();
    }

    @Test
    void aStreamThatHasLeakedIsOver() {
        AtomicReference<Stream<TagsRow>> leaked = new AtomicReference<>();
        FROM.stream(migrated.db(), 1L, tags -> {
            leaked.set(tags);
            return null;
        });

        assertThatThrownBy(() -> leaked.get().toList())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The stream is over: it ends when the function it was given to returns");
        assertThat(migrated.db().pool().active()).isZero();
    }

    @Test
    void whatIsDoneBeforeTheFirstRowHasNoDeadline() {
        Duration allowed = Duration.ofMillis(200);
        long rows = migrated.db()
                .transactionResult(tx -> FROM.stream(tx.withDeadline(allowed), 1L, tags -> {
                    await().pollDelay(allowed.multipliedBy(3)).until(() -> true);
                    return tags.count();
                }));

        assertThat(rows).isEqualTo(TAGS_STORED);
    }

    @Test
    void whatFailsOnTheWayFailsInOurWords() {
        Query1<Integer, Record1<Integer>> division = Query.of(
                Integer.class,
                n -> rows(select(field("{0} / (2500 - n)", Integer.class, n)).from("generate_series(1, 5000) n")));

        assertThatThrownBy(() -> division.stream(migrated.db(), 1, Stream::count))
                .isInstanceOf(StatementFailed.class)
                .hasMessage("""
                        Cannot run a statement: a division by zero
                          sqlstate: 22012
                          sql:      select ? / (2500 - n) from generate_series(1, 5000) n""");
    }

    @Test
    void aDeadlineEndsAPartThatDoesNotCome() {
        Query1<Integer, Record1<Object>> slow = Query.of(
                Integer.class,
                n -> rows(select(field("case when n > {0} then pg_sleep(60) end", Object.class, n))
                        .from("generate_series(1, 5000) n")));

        assertThatThrownBy(() -> slow.stream(migrated.db().withDeadline(Duration.ofMillis(500)), 1_500, Stream::count))
                .isInstanceOf(DeadlineExceeded.class)
                .hasMessageStartingWith("Cannot run a statement within 500 ms: the deadline has passed");
        assertThat(migrated.db().pool().active()).isZero();
    }
}
