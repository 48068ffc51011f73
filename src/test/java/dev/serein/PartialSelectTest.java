package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.one;
import static dev.serein.db.Tables.COMMENTS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.length;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.upper;
import static org.jooq.impl.DSL.val;

import dev.serein.db.PostsRow;
import dev.serein.db.UsersRow;
import dev.serein.db.tables.records.PostsRecord;
import dev.serein.db.tables.records.UsersRecord;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Some columns of a row, and what is computed of them, with children that are read likewise. */
@ReferenceSchema
class PartialSelectTest {
    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @BeforeAll
    static void rows() {
        ExampleRows.insertBlog(migrated.db());
    }

    record Headline(long id, String title) {}

    record Author(String name, List<Headline> posts) {}

    @Test
    void someColumnsOfTheRowsAndOfTheirChildren() {
        var post = USERS.posts();

        List<Author> authors = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post)
                                .select(row(post.ID, post.TITLE), mapping(Headline::new))
                                .orderBy(post.ID),
                        Author::new)
                .where(USERS.ID.ge(2L))
                .orderBy(USERS.ID)
                .list();

        assertThat(authors)
                .containsExactly(
                        new Author("Bob", List.of(new Headline(4, "Delta"))),
                        new Author("Cyd", List.of(new Headline(5, "Epsilon"))),
                        new Author("Dan", List.of()));
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users where users.id >= ? order by users.id;
                select <posts>.id, <posts>.title, <posts>.user_id from users join posts as <posts> on <posts>.user_id = users.id where users.id >= ? order by <posts>.id""");
    }

    @Test
    void theChildrenAloneMayBeWhatIsAskedFor() {
        var post = USERS.posts();

        assertThat(sent.db()
                        .find(USERS)
                        .with(many(post).map(PostsRow::title).orderBy(post.ID), (user, titles) -> titles)
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly(List.of("Alpha", "Beta", "Gamma"), List.of("Delta"), List.of("Epsilon"), List.of());
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void whatIsComputedOfARow() {
        var post = USERS.posts();

        List<String> users = sent.db()
                .find(USERS)
                .select(
                        row(
                                lower(USERS.NAME),
                                coalesce(USERS.NICKNAME, val("-")),
                                field(selectCount().from(post))),
                        mapping((name, nickname, posts) -> name + " " + nickname + " " + posts))
                .with(
                        many(post)
                                .select(
                                        row(
                                                upper(post.TITLE),
                                                length(post.TITLE),
                                                field(selectCount().from(post.comments()))),
                                        mapping((title, letters, comments) -> title + letters + "/" + comments))
                                .orderBy(length(post.TITLE), post.ID),
                        (user, posts) -> user + posts)
                .orderBy(USERS.ID)
                .list();

        assertThat(users)
                .containsExactly(
                        "ada countess 3[BETA4/0, ALPHA5/3, GAMMA5/1]",
                        "bob - 1[DELTA5/2]",
                        "cyd - 1[EPSILON7/0]",
                        "dan danny 0[]");
        assertThat(sent.only()).isEqualTo("""
                select lower(users.name), coalesce(users.nickname, ?), (select count(*) from posts as <posts> where <posts>.user_id = users.id), users.id from users order by users.id;
                select upper(<posts>.title), char_length(<posts>.title), (select count(*) from comments as <comments> where <comments>.post_id = <posts>.id), <posts>.user_id from posts as <posts> order by char_length(<posts>.title), <posts>.id""");
    }

    @Test
    void columnsOfTheRowThatIsReferredToWithoutAChild() {
        assertThat(sent.db()
                        .find(COMMENTS)
                        .select(
                                row(
                                        COMMENTS.BODY,
                                        COMMENTS.users().NAME,
                                        COMMENTS.posts().users().NAME),
                                mapping((body, by, of) -> body + " " + by + ">" + of))
                        .with(count(COMMENTS.comments_2()), (text, replies) -> text + " " + replies)
                        .orderBy(COMMENTS.ID)
                        .limit(2)
                        .list())
                .containsExactly("Nice Bob>Ada 1", "Indeed Cyd>Ada 1");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void aRecordOfTheTable() {
        var author = POSTS.users();

        assertThat(sent.db()
                        .find(USERS)
                        .select(USERS, UsersRecord::getName)
                        .where(USERS.ID.eq(2L))
                        .one())
                .isEqualTo("Bob");
        assertThat(sent.db()
                        .find(POSTS)
                        .select(POSTS, PostsRecord::getTitle)
                        .with(one(author).select(author, UsersRecord::getEmail), (title, email) -> title + " " + email)
                        .where(POSTS.ID.eq(4L))
                        .one())
                .isEqualTo("Delta bob@example.com");
        assertThat(sent.taken()).hasSize(2);
    }

    @Test
    void somethingIsMadeOfEachRowAndOfItsChildren() {
        var post = USERS.posts();

        assertThat(sent.db()
                        .find(USERS)
                        .map(UsersRow::name)
                        .with(
                                many(post)
                                        .map(PostsRow::title)
                                        .map(String::length)
                                        .orderBy(post.ID),
                                (name, lengths) -> name + lengths)
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("ada[5, 4, 5]", "bob[5]", "cyd[7]", "dan[]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void aNullIsNoRowThatIsMissing() {
        var author = POSTS.users();

        assertThat(sent.db()
                        .find(POSTS)
                        .with(
                                one(author).select(row(author.NICKNAME), r -> Optional.ofNullable(r.value1())),
                                (post, nickname) -> post.title() + " " + nickname.orElse("-"))
                        .where(POSTS.ID.in(1L, 4L))
                        .orderBy(POSTS.ID)
                        .list())
                .containsExactly("Alpha countess", "Delta -");
        assertThat(sent.taken()).hasSize(1);
    }
}
