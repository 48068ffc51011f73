package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.one;
import static dev.serein.Relations.some;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.TAGS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.row;

import dev.serein.db.PostsRow;
import dev.serein.db.TagsRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that belong to each other through a table of links. */
@ReferenceSchema
class ManyToManyTest {
    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @BeforeAll
    static void rows() {
        ExampleRows.insertBlog(migrated.db());
    }

    @Test
    void theTableOfLinksNeedNotBeNamed() {
        var tag = POSTS.tags();

        List<String> posts = sent.db()
                .find(POSTS)
                .select(row(POSTS.TITLE), Record1::value1)
                .with(many(tag).select(row(tag.NAME), Record1::value1).orderBy(tag.NAME), (title, tags) -> title + tags)
                .orderBy(POSTS.ID)
                .list();

        assertThat(sent.only()).isEqualTo("""
                select posts.title, posts.id from posts order by posts.id;
                select <tags>.name, <post_tags>.post_id from post_tags as <post_tags> join tags as <tags> on <post_tags>.tag_id = <tags>.id order by <tags>.name""");
        assertThat(posts)
                .containsExactly("Alpha[java, sql]", "Beta[]", "Gamma[java]", "Delta[sql]", "Epsilon[]")
                .isEqualTo(migrated.plain("""
                        select title || '[' || coalesce(string_agg(name, ', ' order by name), '') || ']' from posts
                        left join post_tags on post_id = posts.id left join tags on tags.id = tag_id
                        group by posts.id order by posts.id"""));
    }

    @Test
    void aPathOverTheLinksIsTheSame() {
        var tag = POSTS.postTags().tags();

        assertThat(sent.db()
                        .find(POSTS)
                        .with(many(tag).map(TagsRow::name).orderBy(tag.ID), (post, tags) -> post.title() + tags)
                        .where(POSTS.ID.eq(1L))
                        .one())
                .isEqualTo("Alpha[java, sql]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theOtherSideHasItsRowsToo() {
        var post = TAGS.posts();

        assertThat(sent.db()
                        .find(TAGS)
                        .with(
                                many(post)
                                        .with(one(post.users()).map(UsersRow::name), (p, by) -> p.title() + "/" + by)
                                        .orderBy(post.ID),
                                (tag, posts) -> tag.name() + posts)
                        .orderBy(TAGS.ID)
                        .list())
                .containsExactly("java[Alpha/Ada, Gamma/Ada]", "sql[Alpha/Ada, Delta/Bob]", "rust[]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theLinksThemselvesAreRowsWithWhatTheyReferTo() {
        var link = POSTS.postTags();

        assertThat(sent.db()
                        .find(POSTS)
                        .with(
                                many(link)
                                        .with(one(link.tags()).map(TagsRow::name), (l, name) -> l.tagId() + name)
                                        .orderBy(link.TAG_ID.desc()),
                                (post, links) -> post.title() + links)
                        .where(POSTS.ID.le(2L))
                        .orderBy(POSTS.ID)
                        .list())
                .containsExactly("Alpha[2sql, 1java]", "Beta[]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void aRowThatBelongsToManyHasItsOwnRowsInEach() {
        var tag = POSTS.tags();
        var other = tag.posts();

        List<String> posts = sent.db()
                .find(POSTS)
                .with(
                        many(tag)
                                .with(
                                        many(other).map(PostsRow::title).orderBy(other.ID),
                                        count(other).where(other.ID.ne(POSTS.ID)),
                                        (t, titles, others) -> t.name() + titles + others)
                                .orderBy(tag.ID),
                        (post, tags) -> post.title() + tags)
                .orderBy(POSTS.ID)
                .list();

        assertThat(posts)
                .containsExactly(
                        "Alpha[java[Alpha, Gamma]1, sql[Alpha, Delta]1]",
                        "Beta[]",
                        "Gamma[java[Alpha, Gamma]1]",
                        "Delta[sql[Alpha, Delta]1]",
                        "Epsilon[]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void eachMayHaveSoManyOfThem() {
        var tag = POSTS.tags();
        var other = tag.posts();

        assertThat(sent.db()
                        .find(POSTS)
                        .with(
                                many(tag)
                                        .with(
                                                many(other)
                                                        .map(PostsRow::title)
                                                        .orderBy(other.ID.desc())
                                                        .limit(1),
                                                (t, last) -> t.name() + last)
                                        .orderBy(tag.NAME.desc())
                                        .limit(1),
                                (post, tags) -> post.title() + tags)
                        .orderBy(POSTS.ID)
                        .list())
                .containsExactly("Alpha[sql[Delta]]", "Beta[]", "Gamma[java[Gamma]]", "Delta[sql[Delta]]", "Epsilon[]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void rowsComeAsOftenAsAPathLeadsToThem() {
        var commented = USERS.comments().posts();

        assertThat(sent.db()
                        .find(USERS)
                        .with(
                                many(commented).map(PostsRow::title).orderBy(commented.ID),
                                count(commented),
                                (user, titles, n) -> user.name() + titles + n)
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("Ada[Alpha, Delta, Delta]3", "Bob[Alpha, Gamma]2", "Cyd[Alpha]1", "Dan[]0");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void rowsAreFoundByWhatTheyAreLinkedTo() {
        var tag = POSTS.tags();

        assertThat(sent.db()
                        .find(POSTS)
                        .select(row(POSTS.TITLE), Record1::value1)
                        .with(
                                many(tag).select(row(tag.NAME), Record1::value1).orderBy(tag.ID),
                                (title, tags) -> title + tags)
                        .where(some(tag, tag.NAME.eq("sql")))
                        .orderBy(POSTS.ID)
                        .list())
                .containsExactly("Alpha[java, sql]", "Delta[sql]");
        assertThat(sent.only()).isEqualTo("""
                select posts.title, posts.id from posts where exists (select 1 as one from post_tags as <post_tags> cross join tags as <tags> where (<tags>.name = ? and <post_tags>.post_id = posts.id and <post_tags>.tag_id = <tags>.id)) order by posts.id;
                select <tags>.name, <post_tags>.post_id from posts join post_tags as <post_tags> on <post_tags>.post_id = posts.id join tags as <tags> on <post_tags>.tag_id = <tags>.id where exists (select 1 as one from post_tags as <post_tags> join tags as <tags> on <post_tags>.tag_id = <tags>.id where (<tags>.name = ? and <post_tags>.post_id = posts.id)) order by <tags>.id""");
    }
}
