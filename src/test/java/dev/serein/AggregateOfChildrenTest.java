package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.one;
import static dev.serein.Relations.sum;
import static dev.serein.db.Tables.COMMENTS;
import static dev.serein.db.Tables.CUSTOMERS;
import static dev.serein.db.Tables.ORDERS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.selectCount;

import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Numbers that are made of the rows that belong to each row. */
@ReferenceSchema
class AggregateOfChildrenTest {
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
    void rowsAreCountedInTheDatabase() {
        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(count(USERS.posts()), (name, posts) -> name + posts)
                .orderBy(USERS.ID)
                .list();

        assertThat(users).containsExactly("Ada3", "Bob1", "Cyd1", "Dan0");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users order by users.id;
                select count(*), <posts>.user_id from posts as <posts> group by <posts>.user_id""");
    }

    @Test
    void onlySomeOfThemAreCounted() {
        var post = USERS.posts();

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        count(post).where(post.PUBLISHED_AT.isNotNull()).where(post.TITLE.ne("Alpha")),
                        count(post).where(post.ARCHIVED_AT.isNotNull()),
                        (name, published, archived) -> name + published + archived)
                .where(USERS.ID.ne(4L))
                .orderBy(USERS.ID)
                .list();

        assertThat(users).containsExactly("Ada10", "Bob10", "Cyd01");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users where users.id <> ? order by users.id;
                select count(*), <posts>.user_id from users join posts as <posts> on <posts>.user_id = users.id where (users.id <> ? and <posts>.published_at is not null and <posts>.title <> ?) group by <posts>.user_id;
                select count(*), <posts>.user_id from users join posts as <posts> on <posts>.user_id = users.id where (users.id <> ? and <posts>.archived_at is not null) group by <posts>.user_id""");
    }

    @Test
    void theSumOfNoneIsZeroAndNullsCountForNothing() {
        var invoice = ORDERS.invoices();

        assertThat(sent.db()
                        .find(ORDERS)
                        .with(
                                sum(invoice, invoice.AMOUNT),
                                sum(invoice, invoice.AMOUNT).where(invoice.ISSUED_ON.isNotNull()),
                                count(invoice),
                                (order, all, issued, n) -> order.number() + " " + all + " " + issued + " " + n)
                        .orderBy(ORDERS.NUMBER)
                        .list())
                .containsExactly("1001 10.00 9.00 2", "1002 0 0 0", "1003 22.00 22.00 1")
                .isEqualTo(migrated.plain("""
                        select concat_ws(' ', number, coalesce(sum(amount), 0), coalesce(sum(amount) filter (where issued_on is not null), 0), count(i.id))
                        from orders o left join billing.invoices i on i.order_id = o.id group by o.id order by number"""));
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void anExpressionIsSummed() {
        var item = ORDERS.orderItems();

        assertThat(sent.db()
                        .find(ORDERS)
                        .with(
                                sum(item, item.QUANTITY.mul(item.UNIT_PRICE)),
                                sum(item, item.QUANTITY),
                                (order, total, pieces) -> order.number() + " " + total + " " + pieces)
                        .orderBy(ORDERS.NUMBER)
                        .list())
                .containsExactly("1001 9.00 3", "1002 13.50 3", "1003 22.00 12");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void rowsFarAwayAreCountedAndSummed() {
        var payment = CUSTOMERS.orders().invoices().payments();

        assertThat(sent.db()
                        .find(CUSTOMERS)
                        .with(
                                count(payment),
                                sum(payment, payment.AMOUNT),
                                (customer, n, paid) -> customer.name() + " " + n + " " + paid)
                        .orderBy(CUSTOMERS.ID)
                        .list())
                .containsExactly("Ada & Co 2 9.00", "Guest 0 0", "Bob 0 0");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void childrenAreCountedThatAreNotAllRead() {
        var post = USERS.posts();
        var comment = post.comments();

        List<String> users = sent.db()
                .find(USERS)
                .with(
                        many(post)
                                .with(count(comment), (p, comments) -> p.title() + comments)
                                .orderBy(post.ID)
                                .limit(1),
                        count(post),
                        (user, first, all) -> first + " of " + all)
                .orderBy(USERS.ID)
                .limit(2)
                .list();

        assertThat(users).containsExactly("[Alpha3] of 3", "[Delta2] of 1");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void ofARowThatIsJoined() {
        var author = COMMENTS.users();

        assertThat(sent.db()
                        .find(COMMENTS)
                        .with(
                                one(author).with(count(author.posts()), (user, posts) -> user.name() + posts),
                                (c, by) -> c.body() + " " + by)
                        .orderBy(COMMENTS.ID)
                        .limit(3)
                        .list())
                .containsExactly("Nice Bob1", "Indeed Cyd1", "Thanks Ada3");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void rowsAreOrderedByHowManyTheyHave() {
        var post = USERS.posts();
        var posts = field(selectCount().from(post));

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(count(post), (name, n) -> name + n)
                .orderBy(posts.desc(), USERS.NAME.desc())
                .limit(3)
                .list();

        assertThat(users).containsExactly("Ada3", "Cyd1", "Bob1");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users order by (select count(*) from posts as <posts> where <posts>.user_id = users.id) desc, users.name desc, users.id fetch next 3 rows only;
                select count(*), <posts>.user_id from posts as <posts> where <posts>.user_id in (select users.id from users order by (select count(*) from posts as <posts> where <posts>.user_id = users.id) desc, users.name desc, users.id fetch next 3 rows only) group by <posts>.user_id""");
    }

    @Test
    void rowsAreFoundByHowManyTheyHave() {
        var post = USERS.posts();

        assertThat(sent.db()
                        .find(USERS)
                        .with(count(post), (user, n) -> user.name() + n)
                        .where(field(selectCount().from(post)).ge(1))
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("Ada3", "Bob1", "Cyd1");
        assertThat(sent.taken()).hasSize(1);
    }
}
