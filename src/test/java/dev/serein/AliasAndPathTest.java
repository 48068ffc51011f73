package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.one;
import static dev.serein.db.Tables.CUSTOMERS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.row;

import dev.serein.db.CommentsRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables with another name, and paths that a query begins with. */
@ReferenceSchema
class AliasAndPathTest {
    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @BeforeAll
    static void rows() {
        ExampleRows.insertBlog(migrated.db());
        ExampleRows.insertShop(migrated.db());
    }

    @Test
    void anAliasHasChildrenOverItsOwnPaths() {
        var author = USERS.as("author");
        var post = author.posts();

        List<String> found = sent.db()
                .find(author)
                .select(row(author.NAME), Record1::value1)
                .with(
                        many(post).select(row(post.TITLE), Record1::value1).orderBy(post.ID),
                        (name, titles) -> name + titles)
                .where(author.NAME.like("A%"))
                .list();

        assertThat(found).containsExactly("Ada[Alpha, Beta, Gamma]");
        assertThat(sent.only()).isEqualTo("""
                select author.name, author.id from users as author where author.name like ?;
                select <posts>.title, <posts>.user_id from users as author join posts as <posts> on <posts>.user_id = author.id where author.name like ? order by <posts>.id""");
    }

    @Test
    void aPathMayHaveANameOfItsOwn() {
        var post = USERS.posts().as("post");
        var writer = post.users().as("writer");

        List<String> found = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post)
                                .select(row(post.TITLE), Record1::value1)
                                .with(
                                        one(writer).select(row(writer.NAME), Record1::value1),
                                        (title, by) -> title + "/" + by)
                                .orderBy(post.ID.desc())
                                .limit(1),
                        (name, last) -> name + last)
                .orderBy(USERS.ID)
                .list();

        assertThat(found).containsExactly("Ada[Gamma/Ada]", "Bob[Delta/Bob]", "Cyd[Epsilon/Cyd]", "Dan[]");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users order by users.id;
                select limited.c0, limited.c1, limited.c2, users.id from users cross join lateral (select post.title as c0, writer.name as c1, writer.id as c2, row_number() over (order by post.id desc) as place from posts as post left outer join users as writer on post.user_id = writer.id where post.user_id = users.id order by post.id desc fetch next 1 rows only) as limited order by limited.place""");
    }

    @Test
    void aQueryMayBeginWithAPathWhichIsTheTableThatItLeadsTo() {
        var post = USERS.posts();
        var comment = post.comments();

        List<String> found = sent.db()
                .find(post)
                .with(
                        many(comment).map(CommentsRow::body).orderBy(comment.ID),
                        one(post.users()).map(UsersRow::name),
                        (p, bodies, name) -> p.title() + bodies + name)
                .where(post.ID.gt(2L))
                .orderBy(post.ID)
                .limit(2)
                .list();

        assertThat(found).containsExactly("Gamma[More]Ada", "Delta[Hm, Yes]Bob");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void twoNamesForOnePathAreTwoRows() {
        var ada = CUSTOMERS.users().as("ada");
        var bob = CUSTOMERS.users().as("bob");

        List<String> found = sent.db()
                .find(CUSTOMERS)
                .with(
                        maybe(ada).where(ada.NAME.eq("Ada")).map(UsersRow::name),
                        maybe(bob).where(bob.NAME.eq("Bob")).map(UsersRow::name),
                        (customer, a, b) -> customer.name() + ":" + a.orElse("") + ":" + b.orElse(""))
                .orderBy(CUSTOMERS.ID)
                .list();

        assertThat(found).containsExactly("Ada & Co:Ada:", "Guest::", "Bob::Bob");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void conditionsAndOrderMayFollowForeignKeysThatAreNotAskedFor() {
        var comment = POSTS.comments();

        List<String> found = sent.db()
                .find(POSTS)
                .select(row(POSTS.TITLE), Record1::value1)
                .with(
                        many(comment)
                                .select(
                                        row(comment.BODY, comment.users().NAME),
                                        mapping((body, name) -> body + "/" + name))
                                .where(comment.users().ACTIVE.isTrue())
                                .orderBy(comment.users().NAME.desc(), comment.ID),
                        (title, comments) -> title + comments)
                .where(POSTS.users().NAME.eq("Ada"))
                .orderBy(POSTS.users().EMAIL, POSTS.ID)
                .limit(2)
                .list();

        assertThat(found).containsExactly("Alpha[Nice/Bob, Thanks/Ada]", "Beta[]");
        assertThat(sent.only()).isEqualTo("""
                select posts.title, posts.id from (posts join users as <users> on posts.user_id = <users>.id) where <users>.name = ? order by <users>.email, posts.id fetch next 2 rows only;
                select <comments>.body, <users_2>.name, <comments>.post_id from (comments as <comments> join users as <users_2> on <comments>.author_id = <users_2>.id) where (<comments>.post_id in (select posts.id from (posts join users as <users> on posts.user_id = <users>.id) where <users>.name = ? order by <users>.email, posts.id fetch next 2 rows only) and <users_2>.active = true) order by <users_2>.name desc, <comments>.id""");
    }

    @Test
    void theSameConditionRestrictsRowsAndTheirChildren() {
        var comment = POSTS.comments();

        assertThat(sent.db()
                        .find(POSTS)
                        .with(count(comment).where(comment.users().NAME.eq("Bob")), (post, n) -> post.title() + n)
                        .where(POSTS.users().NAME.eq("Ada"))
                        .orderBy(POSTS.ID)
                        .list())
                .containsExactly("Alpha1", "Beta0", "Gamma1");
        assertThat(sent.taken()).hasSize(1);
    }
}
