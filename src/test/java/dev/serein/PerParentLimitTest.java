package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.one;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.row;

import dev.serein.db.AccountsRow;
import dev.serein.db.CommentsRow;
import dev.serein.db.PostsRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** So many rows for each that they belong to. */
@ReferenceSchema
class PerParentLimitTest {
    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @BeforeAll
    static void rows() {
        ExampleRows.insertBlog(migrated.db());
    }

    private static final List<String> LAST = List.of("Ada[Gamma, Beta]", "Bob[Delta]", "Cyd[Epsilon]", "Dan[]");

    @Test
    void eachHasItsOwnLimit() {
        var post = USERS.posts();

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post)
                                .select(row(post.TITLE), Record1::value1)
                                .orderBy(post.ID.desc())
                                .limit(2),
                        (name, titles) -> name + titles)
                .orderBy(USERS.ID)
                .list();

        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users order by users.id;
                select limited.c0, users.id from users cross join lateral (select <posts>.title as c0, row_number() over (order by <posts>.id desc) as place from posts as <posts> where <posts>.user_id = users.id order by <posts>.id desc fetch next 2 rows only) as limited order by limited.place""");
        assertThat(users).isEqualTo(LAST).isEqualTo(migrated.plain("""
                select name || '[' || coalesce((select string_agg(title, ', ' order by id desc)
                  from (select * from posts where user_id = users.id order by id desc limit 2) p), '') || ']'
                from users order by id"""));
    }

    @Test
    void aLimitOfNoneLeavesNone() {
        var post = USERS.posts();

        assertThat(sent.db()
                        .find(USERS)
                        .with(many(post).limit(0), count(post), (user, none, n) -> user.name() + none + n)
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("Ada[]3", "Bob[]1", "Cyd[]1", "Dan[]0");
        assertThat(sent.db()
                        .find(USERS)
                        .with(many(post), (user, posts) -> user.name())
                        .limit(0)
                        .list())
                .isEmpty();
        assertThat(sent.taken()).hasSize(2);
    }

    @Test
    void anOffsetIsOfEachToo() {
        var post = USERS.posts();

        assertThat(sent.db()
                        .find(USERS)
                        .with(
                                many(post).map(PostsRow::title).orderBy(post.ID).offset(1),
                                (user, rest) -> user.name() + rest)
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("Ada[Beta, Gamma]", "Bob[]", "Cyd[]", "Dan[]");
        assertThat(sent.db()
                        .find(USERS)
                        .with(
                                many(post)
                                        .map(PostsRow::title)
                                        .orderBy(post.ID)
                                        .offset(1)
                                        .limit(1),
                                (user, second) -> user.name() + second)
                        .orderBy(USERS.ID)
                        .offset(1)
                        .limit(2)
                        .list())
                .containsExactly("Bob[]", "Cyd[]");
        assertThat(sent.taken()).hasSize(2);
    }

    @Test
    void aLimitBelowALimitBelowALimit() {
        var post = USERS.posts();
        var comment = post.comments();

        assertThat(sent.db()
                        .find(USERS)
                        .with(
                                many(post)
                                        .with(
                                                many(comment)
                                                        .map(CommentsRow::body)
                                                        .orderBy(comment.ID.desc())
                                                        .limit(2),
                                                (p, last) -> p.title() + last)
                                        .orderBy(post.ID)
                                        .limit(2),
                                (user, posts) -> user.name() + posts)
                        .orderBy(USERS.NAME.desc())
                        .offset(2)
                        .limit(2)
                        .list())
                .containsExactly("Bob[Delta[Yes, Hm]]", "Ada[Alpha[Thanks, Indeed], Beta[]]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void aLimitWithAConditionAndRowsThatAreJoined() {
        var comment = POSTS.comments();
        var author = comment.users();

        assertThat(sent.db()
                        .find(POSTS)
                        .with(
                                many(comment)
                                        .with(one(author).map(UsersRow::name), (c, name) -> c.body() + "/" + name)
                                        .where(author.NAME.ne("Bob"))
                                        .orderBy(author.NAME, comment.ID.desc())
                                        .limit(1),
                                (post, comments) -> post.title() + comments)
                        .orderBy(POSTS.ID)
                        .limit(4)
                        .list())
                .containsExactly("Alpha[Thanks/Ada]", "Beta[]", "Gamma[]", "Delta[Yes/Ada]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void aLimitOverTwoForeignKeysIsOfTheRowsFarAway() {
        var post = USERS.posts();
        var comment = post.comments();

        assertThat(sent.db()
                        .find(USERS)
                        .with(
                                many(comment)
                                        .select(
                                                row(comment.BODY, post.TITLE),
                                                mapping((body, title) -> body + "/" + title))
                                        .orderBy(post.TITLE.desc(), comment.ID)
                                        .limit(2),
                                (user, comments) -> user.name() + comments)
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("Ada[More/Gamma, Nice/Alpha]", "Bob[Hm/Delta, Yes/Delta]", "Cyd[]", "Dan[]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theRowsOfAJoinedRowAreLimitedForEachThatRefersToIt() {
        var author = POSTS.users();
        var account = author.accounts();

        assertThat(sent.db()
                        .find(POSTS)
                        .with(
                                one(author)
                                        .with(
                                                many(account)
                                                        .map(AccountsRow::credits)
                                                        .orderBy(account.CREDITS)
                                                        .limit(1),
                                                (user, least) -> user.name() + least),
                                (post, by) -> post.title() + " " + by)
                        .where(author.NAME.in("Bob", "Cyd"))
                        .orderBy(author.EMAIL.desc(), POSTS.ID)
                        .limit(2)
                        .list())
                .containsExactly("Epsilon Cyd[]", "Delta Bob[0]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void withoutAnOrderAnyOfThemWillDo() {
        assertThat(sent.db()
                        .find(USERS)
                        .with(many(USERS.posts()).limit(2), (user, posts) -> user.name() + posts.size())
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("Ada2", "Bob1", "Cyd1", "Dan0");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void inATransactionItIsTheSame() {
        var post = USERS.posts();

        List<String> users = sent.db().transactionResult(tx -> tx.find(USERS)
                .with(
                        many(post).map(PostsRow::title).orderBy(post.ID.desc()).limit(2),
                        (user, titles) -> user.name() + titles)
                .orderBy(USERS.ID)
                .list());

        assertThat(users).isEqualTo(LAST);
    }
}
