package dev.serein;

import static dev.serein.Query.find;
import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.some;
import static dev.serein.Relations.sum;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.row;

import dev.serein.db.CommentsRow;
import dev.serein.postgres.junit.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Relational queries that are rendered once and take arguments. */
@ReferenceSchema
class PreparedRelationalQueryTest {
    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    static final Query1<Long, String> BY_ID = Query.of(Long.class, id -> {
        var post = USERS.posts();
        return find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post).select(row(post.TITLE), Record1::value1).orderBy(post.ID),
                        (name, titles) -> name + titles)
                .where(USERS.ID.eq(id));
    });

    static final Query5<Long[], Integer, Integer, String, Long, String> ALL_KINDS = Query.of(
            Long[].class, Integer.class, Integer.class, String.class, Long.class, (ids, most, skipped, body, more) -> {
                var post = USERS.posts();
                var comment = post.comments();
                return find(USERS)
                        .with(
                                many(post)
                                        .with(
                                                many(comment)
                                                        .map(CommentsRow::body)
                                                        .where(comment.BODY.ne(body))
                                                        .orderBy(comment.ID),
                                                (p, bodies) -> p.title() + bodies)
                                        .orderBy(post.ID)
                                        .limit(most)
                                        .offset(skipped),
                                sum(USERS.accounts(), USERS.accounts().CREDITS.plus(more)),
                                (user, posts, credits) -> user.name() + posts + credits)
                        .where(USERS.ID.eq(any(ids)))
                        .orderBy(USERS.ID)
                        .limit(most);
            });

    @BeforeAll
    static void rows() {
        ExampleRows.insertBlog(migrated.db());
    }

    @Test
    void itIsTheSameStatementEachTime() {
        assertThat(BY_ID.one(sent.db(), 1L)).isEqualTo("Ada[Alpha, Beta, Gamma]");
        assertThat(sent.only()).isEqualTo("""
                select users.name from users where users.id = ?;
                select <posts>.title, <posts>.user_id from posts as <posts> where <posts>.user_id = ? order by <posts>.id""");
        assertThat(BY_ID.maybe(sent.db(), 2L)).contains("Bob[Delta]");
        assertThat(BY_ID.first(sent.db(), 4L)).contains("Dan[]");
        assertThat(BY_ID.maybe(sent.db(), 99L)).isEmpty();
        assertThat(BY_ID.list(sent.db(), 99L)).isEmpty();
        assertThat(Set.copyOf(sent.taken())).containsExactly(BY_ID.toString());
    }

    @Test
    void argumentsStandAtAnyLevelAndMoreThanOnce() {
        assertThat(ALL_KINDS.list(sent.db(), new Long[] {1L, 2L, 4L}, 2, 0, "Nice", 1L))
                .containsExactly("Ada[Alpha[Indeed, Thanks], Beta[]]152", "Bob[Delta[Hm, Yes]]1");
        assertThat(ALL_KINDS.list(sent.db(), new Long[] {1L}, 2, 1, "More", 0L))
                .containsExactly("Ada[Beta[], Gamma[]]150");
        assertThat(ALL_KINDS.list(sent.db(), new Long[] {}, 2, 0, "", 0L)).isEmpty();
        assertThat(ALL_KINDS.list(sent.db(), new Long[] {1L}, 0, 0, "", 0L)).isEmpty();
        assertThat(Set.copyOf(sent.taken())).containsExactly(ALL_KINDS.toString());
    }

    @Test
    void itRunsInATransactionAndSeesWhatThatHasWritten() {
        List<String> seen = new ArrayList<>();
        migrated.db().transaction(tx -> {
            tx.sql()
                    .insertInto(POSTS, POSTS.USER_ID, POSTS.SLUG, POSTS.TITLE)
                    .values(4L, "zeta", "Zeta")
                    .execute();
            seen.addAll(BY_ID.list(tx, 4L));
            seen.add(ALL_KINDS.list(tx, new Long[] {4L}, 1, 0, "", 0L).get(0));
            tx.sql().deleteFrom(POSTS).where(POSTS.SLUG.eq("zeta")).execute();
        });

        assertThat(seen).containsExactly("Dan[Zeta]", "Dan[Zeta[]]0");
    }

    @Test
    void theTextHasAPlaceholderForEachArgument() {
        Query1<String, String> commenters = Query.of(String.class, name -> {
            var comment = POSTS.comments();
            return find(POSTS)
                    .select(row(POSTS.TITLE), Record1::value1)
                    .with(count(comment).where(comment.users().NAME.eq(name)), (title, n) -> title + n)
                    .where(some(comment.users(), comment.users().NAME.eq(name)))
                    .orderBy(POSTS.ID);
        });

        assertThat(commenters.list(sent.db(), "Ada")).containsExactly("Alpha1", "Delta2");
        assertThat(commenters.list(sent.db(), "Cyd")).containsExactly("Alpha1");
        assertThat(sent.taken().get(0)).isEqualTo(commenters.toString());
        commenters.list(sent.db(), "Bob");
        assertThat(sent.only()).isEqualTo("""
                select posts.title, posts.id from posts where exists (select 1 as one from comments as <comments> cross join users as <users> where (<users>.name = ? and <comments>.post_id = posts.id and <comments>.author_id = <users>.id)) order by posts.id;
                select count(*), <comments>.post_id from posts join (comments as <comments> join users as <users> on <comments>.author_id = <users>.id) on <comments>.post_id = posts.id where (exists (select 1 as one from comments as <comments> join users as <users> on <comments>.author_id = <users>.id where (<users>.name = ? and <comments>.post_id = posts.id)) and <users>.name = ?) group by <comments>.post_id""");
    }
}
