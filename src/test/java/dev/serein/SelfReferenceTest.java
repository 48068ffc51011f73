package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.some;
import static dev.serein.db.Tables.COMMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.row;

import dev.serein.db.CommentsRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that refer to rows of their own table. */
@ReferenceSchema
class SelfReferenceTest {
    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @BeforeAll
    static void rows() {
        ExampleRows.insertBlog(migrated.db());
    }

    @Test
    void theRowAboveAndTheRowsBelow() {
        var above = COMMENTS.comments();
        var reply = COMMENTS.comments_2();

        List<String> comments = sent.db()
                .find(COMMENTS)
                .select(row(COMMENTS.BODY), Record1::value1)
                .with(
                        maybe(above).select(row(above.BODY), Record1::value1),
                        many(reply).select(row(reply.BODY), Record1::value1).orderBy(reply.ID),
                        (body, parent, replies) -> parent.orElse("-") + ">" + body + replies)
                .orderBy(COMMENTS.ID)
                .list();

        assertThat(comments)
                .containsExactly(
                        "->Nice[Indeed]",
                        "Nice>Indeed[Thanks]",
                        "Indeed>Thanks[]",
                        "->More[]",
                        "->Hm[Yes]",
                        "Hm>Yes[]");
        assertThat(sent.only()).isEqualTo("""
                select comments.body, <comments>.body, <comments>.id, comments.id from comments left outer join comments as <comments> on comments.parent_id = <comments>.id order by comments.id;
                select <comments_2>.body, <comments_2>.parent_id from comments as <comments_2> order by <comments_2>.id""");
    }

    @Test
    void aTreeOfThreeLevels() {
        var reply = COMMENTS.comments_2();
        var second = reply.comments_2();

        assertThat(sent.db()
                        .find(COMMENTS)
                        .with(
                                many(reply)
                                        .with(many(second).map(CommentsRow::body), (c, below) -> c.body() + below)
                                        .orderBy(reply.ID),
                                (c, below) -> c.body() + below)
                        .where(COMMENTS.PARENT_ID.isNull())
                        .orderBy(COMMENTS.ID)
                        .list())
                .containsExactly("Nice[Indeed[Thanks]]", "More[]", "Hm[Yes[]]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void twoStepsUpAtOnceOrOneByOne() {
        var above = COMMENTS.comments();
        var top = above.comments();

        assertThat(sent.db()
                        .find(COMMENTS)
                        .with(
                                maybe(above)
                                        .with(
                                                maybe(top).map(CommentsRow::body),
                                                (c, body) -> c.body() + "<" + body.orElse("-")),
                                maybe(top).map(CommentsRow::id),
                                (c, line, id) -> c.body() + "<" + line.orElse("-") + " " + id.orElse(0L))
                        .orderBy(COMMENTS.ID)
                        .list())
                .containsExactly(
                        "Nice<- 0", "Indeed<Nice<- 0", "Thanks<Indeed<Nice 1", "More<- 0", "Hm<- 0", "Yes<Hm<- 0");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theRowsBesidesEachWithTheOneAbove() {
        var sibling = COMMENTS.posts().comments();

        assertThat(sent.db()
                        .find(COMMENTS)
                        .with(
                                many(sibling)
                                        .where(sibling.ID.ne(COMMENTS.ID))
                                        .map(CommentsRow::body)
                                        .orderBy(sibling.ID),
                                (c, others) -> c.body() + others)
                        .orderBy(COMMENTS.ID)
                        .list())
                .containsExactly(
                        "Nice[Indeed, Thanks]",
                        "Indeed[Nice, Thanks]",
                        "Thanks[Nice, Indeed]",
                        "More[]",
                        "Hm[Yes]",
                        "Yes[Hm]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void rowsThatHaveSomeBelowThem() {
        var reply = COMMENTS.comments_2();

        assertThat(sent.db()
                        .find(COMMENTS)
                        .with(count(reply), (c, replies) -> c.body() + replies)
                        .where(some(reply, reply.AUTHOR_ID.ne(COMMENTS.AUTHOR_ID)))
                        .orderBy(COMMENTS.ID)
                        .list())
                .containsExactly("Nice1", "Indeed1");
        assertThat(sent.taken()).hasSize(1);
    }
}
