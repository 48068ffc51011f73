package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.one;
import static dev.serein.Relations.sum;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.row;

import dev.serein.db.CustomersRow;
import dev.serein.db.PostsRow;
import dev.serein.db.TransfersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.Optional;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows with those that belong to them, over one foreign key or several. */
@ReferenceSchema
class ChildrenTest {
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
    void eachRowHasItsChildren() {
        List<String> users = sent.db()
                .find(USERS)
                .with(
                        many(USERS.posts()).orderBy(USERS.posts().ID).map(PostsRow::title),
                        (user, titles) -> user.name() + " " + titles)
                .orderBy(USERS.ID)
                .list();

        assertThat(sent.only())
                .isEqualTo("select " + columns("users") + " from users order by users.id;\nselect " + postColumns()
                        + " from posts as <posts> order by <posts>.id");
        assertThat(users)
                .containsExactly("Ada [Alpha, Beta, Gamma]", "Bob [Delta]", "Cyd [Epsilon]", "Dan []")
                .isEqualTo(migrated.plain("""
                        select u.name || ' [' || coalesce(string_agg(p.title, ', ' order by p.id), '') || ']'
                        from users u left join posts p on p.user_id = u.id group by u.id order by u.id"""));
    }

    private static String columns(String table) {
        return table + ".id, " + table + ".email, " + table + ".name, " + table + ".nickname, " + table + ".active, "
                + table + ".created_at, " + table + ".updated_at";
    }

    private static String postColumns() {
        return "<posts>.id, <posts>.user_id, <posts>.slug, <posts>.title, <posts>.body, <posts>.published_at,"
                + " <posts>.archived_at, <posts>.created_at, <posts>.updated_at";
    }

    @Test
    void childrenHaveChildrenOfTheirOwn() {
        var post = USERS.posts();
        var comment = post.comments();

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post)
                                .select(row(post.TITLE), Record1::value1)
                                .with(
                                        many(comment)
                                                .select(row(comment.BODY), Record1::value1)
                                                .orderBy(comment.ID),
                                        (title, bodies) -> title + bodies)
                                .orderBy(post.ID),
                        (name, posts) -> name + posts)
                .where(USERS.ACTIVE.isTrue())
                .orderBy(USERS.ID)
                .list();

        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users where users.active = true order by users.id;
                select <posts>.title, <posts>.id, <posts>.user_id from users join posts as <posts> on <posts>.user_id = users.id where users.active = true order by <posts>.id;
                select <comments>.body, <comments>.post_id from users join posts as <posts> on <posts>.user_id = users.id join comments as <comments> on <comments>.post_id = <posts>.id where users.active = true order by <comments>.id""");
        assertThat(users)
                .containsExactly(
                        "Ada[Alpha[Nice, Indeed, Thanks], Beta[], Gamma[More]]", "Bob[Delta[Hm, Yes]]", "Dan[]");
    }

    @Test
    void threeLevelsEndInTheRowsThatTheLastOnesReferTo() {
        var post = USERS.posts();
        var comment = post.comments();
        var author = comment.users();

        List<String> users = sent.db()
                .find(USERS)
                .with(
                        many(post)
                                .with(
                                        many(comment)
                                                .with(one(author), (c, a) -> c.body() + " by " + a.name())
                                                .orderBy(comment.ID),
                                        (p, comments) -> p.title() + comments)
                                .orderBy(post.ID),
                        (user, posts) -> user.name() + posts)
                .orderBy(USERS.ID)
                .list();

        assertThat(sent.taken()).hasSize(1);
        assertThat(users)
                .containsExactly(
                        "Ada[Alpha[Nice by Bob, Indeed by Cyd, Thanks by Ada], Beta[], Gamma[More by Bob]]",
                        "Bob[Delta[Hm by Ada, Yes by Ada]]",
                        "Cyd[Epsilon[]]",
                        "Dan[]");
    }

    @Test
    void theFirstRowComesWithItsChildrenAlone() {
        Optional<String> first = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(USERS.posts()).select(row(USERS.posts().TITLE), Record1::value1),
                        (name, titles) -> name + titles)
                .orderBy(USERS.NAME.desc())
                .where(USERS.ID.lt(3L))
                .first();

        assertThat(first).contains("Bob[Delta]");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users where users.id < ? order by users.name desc, users.id fetch next 1 rows only;
                select <posts>.title, <posts>.user_id from posts as <posts> where <posts>.user_id in (select users.id from users where users.id < ? order by users.name desc, users.id fetch next 1 rows only)""");
    }

    @Test
    void aRowThatIsFoundByItsKeyNeedsNoJoin() {
        var post = USERS.posts();

        String ada = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post)
                                .select(row(post.TITLE), Record1::value1)
                                .orderBy(post.ID.desc())
                                .limit(2),
                        (name, titles) -> name + titles)
                .where(USERS.ID.eq(1L))
                .one();

        assertThat(ada).isEqualTo("Ada[Gamma, Beta]");
        assertThat(sent.only()).isEqualTo("""
                select users.name from users where users.id = ?;
                select <posts>.title, <posts>.user_id from posts as <posts> where <posts>.user_id = ? order by <posts>.id desc fetch next 2 rows only""");
    }

    @Test
    void aRowThatIsFoundByAnotherUniqueKeyHasItsChildren() {
        var post = USERS.posts();

        Optional<String> bob = sent.db()
                .find(USERS)
                .with(many(post).map(PostsRow::title).orderBy(post.ID).limit(5), (user, titles) -> user.name() + titles)
                .where(USERS.EMAIL.eq("bob@example.com"))
                .maybe();

        assertThat(bob).contains("Bob[Delta]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void fourChildrenOfDifferentKindsAtOnce() {
        var post = USERS.posts();

        List<String> users = sent.db()
                .find(USERS)
                .with(
                        many(post).map(PostsRow::title).orderBy(post.ID),
                        maybe(USERS.customers()).map(CustomersRow::name),
                        count(USERS.comments()),
                        sum(USERS.accounts(), USERS.accounts().CREDITS),
                        (user, titles, customer, comments, credits) -> String.join(
                                "|", user.name(), titles.toString(), customer.orElse("-"), comments + "", credits + ""))
                .orderBy(USERS.ID)
                .list();

        assertThat(sent.taken()).hasSize(1);
        assertThat(users)
                .containsExactly(
                        "Ada|[Alpha, Beta, Gamma]|Ada & Co|3|150",
                        "Bob|[Delta]|Bob|2|0",
                        "Cyd|[Epsilon]|-|1|0",
                        "Dan|[]|-|0|0")
                .isEqualTo(migrated.plain("""
                        select concat_ws('|', u.name,
                          '[' || coalesce((select string_agg(title, ', ' order by id) from posts where user_id = u.id), '') || ']',
                          coalesce((select name from customers where user_id = u.id), '-'),
                          (select count(*) from comments where author_id = u.id),
                          (select coalesce(sum(credits), 0) from accounts where user_id = u.id))
                        from users u order by u.id"""));
    }

    @Test
    void childrenMayBeAddedOneAfterTheOther() {
        List<String> users = sent.db()
                .find(USERS)
                .with(count(USERS.posts()), (user, posts) -> user.name() + " " + posts)
                .with(count(USERS.comments()), (text, comments) -> text + " " + comments)
                .orderBy(USERS.ID)
                .list();

        assertThat(users).containsExactly("Ada 3 3", "Bob 1 2", "Cyd 1 1", "Dan 0 0");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void twoChildrenOverOnePathHaveConditionsOfTheirOwn() {
        var post = USERS.posts();

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post)
                                .select(row(post.TITLE), Record1::value1)
                                .where(post.PUBLISHED_AT.isNotNull())
                                .orderBy(post.ID),
                        many(post)
                                .select(row(post.TITLE), Record1::value1)
                                .where(post.PUBLISHED_AT.isNull(), post.ARCHIVED_AT.isNull()),
                        (name, published, drafts) -> name + published + drafts)
                .orderBy(USERS.ID)
                .list();

        assertThat(users).containsExactly("Ada[Alpha, Gamma][Beta]", "Bob[Delta][]", "Cyd[][]", "Dan[][]");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users order by users.id;
                select <posts>.title, <posts>.user_id from posts as <posts> where <posts>.published_at is not null order by <posts>.id;
                select <posts>.title, <posts>.user_id from posts as <posts> where (<posts>.published_at is null and <posts>.archived_at is null)""");
    }

    @Test
    void aConditionOfTheChildMayBeAboutItsParent() {
        var comment = USERS.posts().comments();

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(comment)
                                .select(row(comment.BODY), Record1::value1)
                                .where(comment.AUTHOR_ID.eq(USERS.ID))
                                .orderBy(comment.ID),
                        (name, own) -> name + own)
                .orderBy(USERS.ID)
                .list();

        assertThat(users).containsExactly("Ada[Thanks]", "Bob[]", "Cyd[]", "Dan[]");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users order by users.id;
                select <comments>.body, <posts>.user_id from users join posts as <posts> on <posts>.user_id = users.id join comments as <comments> on <comments>.post_id = <posts>.id where <comments>.author_id = users.id order by <comments>.id""");
    }

    @Test
    void withoutRowsThereIsNothing() {
        Find<String> nobody = sent.db()
                .find(USERS)
                .with(many(USERS.posts()), (user, posts) -> user.name())
                .where(USERS.NAME.eq("Nobody"));

        assertThat(nobody.list()).isEmpty();
        assertThat(nobody.first()).isEmpty();
        assertThat(nobody.maybe()).isEmpty();
        assertThat(sent.taken()).hasSize(3);
    }

    @Test
    void theLastRowsMayHaveNoChildrenAtAnyLevel() {
        var account = USERS.accounts();
        var transfer = account.transfersFromAccountIdFkey();

        assertThat(sent.db()
                        .find(USERS)
                        .with(
                                many(account)
                                        .with(
                                                many(transfer)
                                                        .map(TransfersRow::amount)
                                                        .orderBy(transfer.ID),
                                                (a, sent) -> a.credits() + "" + sent)
                                        .orderBy(account.ID),
                                (user, accounts) -> user.name() + accounts)
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("Ada[100[10, 20], 50[]]", "Bob[0[5]]", "Cyd[]", "Dan[]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void rowsAreCountedAndLookedForWithoutTheirChildren() {
        Find<String> users = sent.db().find(USERS).with(many(USERS.posts()), (user, posts) -> user.name());

        assertThat(users.count()).isEqualTo(4);
        assertThat(sent.only()).isEqualTo("select count(*) from users");
        assertThat(users.exists()).isTrue();
        assertThat(sent.only()).isEqualTo("select exists (select 1 as one from users)");
    }
}
