package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.one;
import static dev.serein.Relations.some;
import static dev.serein.db.Tables.COMMENTS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.TAGS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.row;

import dev.serein.db.CommentsRow;
import dev.serein.db.PostTagsRow;
import dev.serein.db.TagsRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Paths that cross each other, or lead to a row by more than one way. */
@ReferenceSchema
class RelationalPathsTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();

    /** Two posts of the first user and one of the second; the two have both tags, the third has the second tag. */
    @BeforeAll
    static void aBlog() {
        migrated.db().sql().execute("""
                insert into users (email, name, active) values
                  ('a@example.com', 'Ada', true), ('b@example.com', 'Bob', false), ('c@example.com', 'Cleo', true);
                insert into posts (user_id, slug, title) values (1, 'a-1', 'A1'), (1, 'a-2', 'A2'), (2, 'b-1', 'B1');
                insert into tags (name) values ('x'), ('y');
                insert into post_tags values (1, 1), (1, 2), (2, 1), (2, 2), (3, 2);
                insert into comments (post_id, author_id, parent_id, body) values
                  (1, 2, null, 'first'), (1, 3, 1, 'reply'), (3, 1, null, 'second');
                insert into customers (user_id, name, email) values (1, 'Ada', 'a@example.com');
                """);
    }

    record Authors(String body, Optional<String> active, Optional<String> passive, UsersRow any) {}

    @Test
    void onePathIsTheWayOfSeveralChildrenEachWithConditionsOfItsOwn() {
        var author = COMMENTS.users();
        List<Authors> comments = db.find(COMMENTS)
                .orderBy(COMMENTS.ID)
                .with(
                        maybe(author).where(author.ACTIVE.isTrue()).map(UsersRow::name),
                        maybe(author).where(author.ACTIVE.isFalse()).map(UsersRow::name),
                        one(author),
                        (comment, active, passive, any) -> new Authors(comment.body(), active, passive, any))
                .list();
        assertThat(comments)
                .extracting(Authors::active)
                .containsExactly(Optional.empty(), Optional.of("Cleo"), Optional.of("Ada"));
        assertThat(comments)
                .extracting(Authors::passive)
                .containsExactly(Optional.of("Bob"), Optional.empty(), Optional.empty());
        assertThat(comments).extracting(each -> each.any().name()).containsExactly("Bob", "Cleo", "Ada");
    }

    @Test
    void aConditionIsAboutTheEndOfThePathAndNotAboutTheWayThere() {
        var customer = COMMENTS.posts().users().customers();
        assertThat(db.find(COMMENTS)
                        .orderBy(COMMENTS.ID)
                        .with(
                                maybe(COMMENTS.posts())
                                        .where(COMMENTS.posts().TITLE.eq("B1")),
                                maybe(customer).where(customer.NAME.eq("Ada")),
                                (comment, post, ada) -> List.of(comment.body(), post.isPresent(), ada.isPresent()))
                        .list())
                .containsExactly(
                        List.of("first", false, true), List.of("reply", false, true), List.of("second", true, false));
    }

    record AuthorOf(String title, List<List<Object>> authors) {}

    /** Each of several posts has its author, and that author's posts, though it is one row. */
    @Test
    void aRowThatManyReferToHasItsChildrenAtEachOfThem() {
        var author = POSTS.users();
        assertThat(db.find(POSTS)
                        .orderBy(POSTS.ID)
                        .with(
                                many(author)
                                        .with(
                                                count(author.posts()),
                                                (user, posts) -> List.<Object>of(user.name(), posts)),
                                (post, authors) -> new AuthorOf(post.title(), authors))
                        .list())
                .containsExactly(
                        new AuthorOf("A1", List.of(List.of("Ada", 2L))),
                        new AuthorOf("A2", List.of(List.of("Ada", 2L))),
                        new AuthorOf("B1", List.of(List.of("Bob", 1L))));
    }

    record Tagged(String name, List<Long> posts) {}

    record User(String name, List<Tagged> tags) {}

    @Test
    void aRowThatIsReachedByTwoWaysComesTwiceEachTimeWithAllItsChildren() {
        var tag = USERS.posts().tags();
        List<User> users = db.find(USERS)
                .orderBy(USERS.ID)
                .with(
                        many(tag)
                                .orderBy(tag.ID)
                                .with(
                                        many(tag.postTags()).orderBy(tag.postTags().POST_ID),
                                        (each, posts) -> new Tagged(
                                                each.name(),
                                                posts.stream()
                                                        .map(PostTagsRow::postId)
                                                        .toList())),
                        (user, tags) -> new User(user.name(), tags))
                .list();
        Tagged x = new Tagged("x", List.of(1L, 2L));
        Tagged y = new Tagged("y", List.of(1L, 2L, 3L));
        assertThat(users)
                .containsExactly(
                        new User("Ada", List.of(x, x, y, y)), new User("Bob", List.of(y)), new User("Cleo", List.of()));
    }

    record Linked(String tag, List<PostTagsRow> links) {}

    /** The condition's path begins where that of the child does; it is not the child that it is about. */
    @Test
    void aConditionOnTheParentsIsNotOneOnTheirChildren() {
        var b1 = TAGS.posts().TITLE.eq("B1");
        List<Linked> whole = db.find(TAGS)
                .where(some(TAGS.posts(), b1))
                .with(
                        many(TAGS.postTags()).orderBy(TAGS.postTags().POST_ID),
                        (tag, links) -> new Linked(tag.name(), links))
                .list();
        Linked y = new Linked("y", List.of(new PostTagsRow(1, 2), new PostTagsRow(2, 2), new PostTagsRow(3, 2)));
        assertThat(whole).containsExactly(y);
        assertThat(db.find(TAGS)
                        .where(some(TAGS.posts(), b1))
                        .orderBy(TAGS.ID)
                        .limit(1)
                        .with(
                                many(TAGS.postTags()).orderBy(TAGS.postTags().POST_ID),
                                (tag, links) -> new Linked(tag.name(), links))
                        .list())
                .containsExactly(y);
        var post = USERS.posts();
        assertThat(db.find(USERS)
                        .where(some(post.comments(), post.comments().BODY.eq("first")))
                        .with(
                                many(post)
                                        .orderBy(post.ID)
                                        .with(many(post.comments()), (each, comments) -> each.title()),
                                (user, posts) -> List.of(user.name(), posts))
                        .list())
                .containsExactly(List.of("Ada", List.of("A1", "A2")));
    }

    @Test
    void aColumnMayBeSelectedTwice() {
        assertThat(db.find(COMMENTS)
                        .select(row(COMMENTS.BODY, COMMENTS.ID, COMMENTS.BODY), mapping((a, id, b) -> a + id + b))
                        .where(COMMENTS.ID.eq(2L))
                        .list())
                .containsExactly("reply2reply");
        assertThat(db.find(TAGS)
                        .map(TagsRow::name)
                        .with(count(TAGS.posts()), (name, n) -> name + n)
                        .orderBy(TAGS.ID)
                        .list())
                .containsExactly("x2", "y3");
        assertThat(db.find(COMMENTS).map(CommentsRow::id).list()).hasSize(3);
    }
}
