package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.one;
import static dev.serein.Relations.sum;
import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.CARTS;
import static dev.serein.db.Tables.CUSTOMERS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.RETURNS;
import static dev.serein.db.Tables.TRANSFERS;
import static dev.serein.db.Tables.USERS;
import static dev.serein.db.billing.Tables.INVOICES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.row;

import dev.serein.db.CustomersRow;
import dev.serein.db.OrdersRow;
import dev.serein.db.TransfersRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The row that each row refers to, or that refers to it alone. */
@ReferenceSchema
class ToOneTest {
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
    void aRowThatIsAlwaysThereIsJoined() {
        var author = POSTS.users();

        List<String> posts = sent.db()
                .find(POSTS)
                .select(row(POSTS.TITLE), Record1::value1)
                .with(one(author).select(row(author.NAME), Record1::value1), (title, name) -> title + " by " + name)
                .orderBy(POSTS.ID)
                .list();

        assertThat(sent.only())
                .isEqualTo("select posts.title, <users>.name, <users>.id from posts"
                        + " left outer join users as <users> on posts.user_id = <users>.id order by posts.id");
        assertThat(posts)
                .containsExactly("Alpha by Ada", "Beta by Ada", "Gamma by Ada", "Delta by Bob", "Epsilon by Cyd");
    }

    @Test
    void aNullForeignKeyRefersToNoRow() {
        List<String> customers = sent.db()
                .find(CUSTOMERS)
                .with(maybe(CUSTOMERS.users()).map(UsersRow::name), (customer, user) -> customer.name() + " " + user)
                .orderBy(CUSTOMERS.ID)
                .list();

        assertThat(customers).containsExactly("Ada & Co Optional[Ada]", "Guest Optional.empty", "Bob Optional[Bob]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void aUniqueForeignKeyIsFollowedFromTheOtherSideToo() {
        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        maybe(USERS.customers()).select(row(USERS.customers().NAME), Record1::value1),
                        (name, customer) -> name + " " + customer.orElse("-"))
                .orderBy(USERS.ID)
                .list();

        assertThat(users).containsExactly("Ada Ada & Co", "Bob Bob", "Cyd -", "Dan -");
        assertThat(sent.only())
                .isEqualTo("select users.name, <customers>.name, <customers>.user_id from users"
                        + " left outer join customers as <customers> on <customers>.user_id = users.id"
                        + " order by users.id");
    }

    @Test
    void aKeyOfAnotherTypeIsFollowedLikewise() {
        List<String> carts = sent.db()
                .find(CARTS)
                .with(
                        maybe(CARTS.orders()).map(OrdersRow::number),
                        one(CARTS.customers()).map(CustomersRow::name),
                        (cart, number, name) -> name + " " + number.orElse(0L))
                .orderBy(CARTS.OPENED_AT)
                .list();

        assertThat(carts).containsExactly("Ada & Co 1001", "Ada & Co 0", "Guest 1003");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void rowsAreFoundOverSeveralStepsAtOnceAndOneByOne() {
        var order = INVOICES.orders();
        var customer = order.customers();

        assertThat(sent.db()
                        .find(INVOICES)
                        .with(
                                one(order).with(one(customer).map(CustomersRow::name), (o, name) -> o.number() + name),
                                maybe(customer.users()).map(UsersRow::name),
                                (invoice, text, user) -> invoice.amount() + " " + text + " " + user.orElse("-"))
                        .orderBy(INVOICES.ID)
                        .list())
                .containsExactly("9.00 1001Ada & Co Ada", "1.00 1001Ada & Co Ada", "22.00 1003Guest -");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theRowInTheMiddleMayBeAskedForAfterTheOneBehindIt() {
        var item = RETURNS.orderItems();
        var product = item.products();

        List<String> returns = sent.db()
                .find(RETURNS)
                .select(row(RETURNS.QUANTITY), Record1::value1)
                .with(
                        one(product).select(row(product.SKU), Record1::value1),
                        one(item).select(row(item.LINE_NO), Record1::value1),
                        (quantity, sku, line) -> quantity + "x" + sku + "@" + line)
                .orderBy(RETURNS.ID)
                .list();

        assertThat(returns).containsExactly("1xP-1@1", "1xP-1@1", "4xP-1@2", "1xP-1@2");
        assertThat(sent.only())
                .isEqualTo("select returns.quantity, <products>.sku, <products>.id, <order_items>.line_no,"
                        + " <order_items>.order_id from returns left outer join order_items as <order_items>"
                        + " on (returns.order_id = <order_items>.order_id and returns.line_no = <order_items>.line_no)"
                        + " left outer join products as <products> on <order_items>.product_id = <products>.id"
                        + " order by returns.id");
    }

    @Test
    void aRowMayBeAskedForTwice() {
        var author = POSTS.users();

        assertThat(sent.db()
                        .find(POSTS)
                        .with(
                                one(author).map(UsersRow::name),
                                one(author).map(UsersRow::email),
                                (post, name, email) -> post.title() + " " + name + " " + email)
                        .where(POSTS.ID.ge(4L))
                        .orderBy(POSTS.ID)
                        .list())
                .containsExactly("Delta Bob bob@example.com", "Epsilon Cyd cyd@example.com");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void aConditionLeavesTheRowOutAndNotTheOneThatRefersToIt() {
        var user = CUSTOMERS.users();

        List<String> customers = sent.db()
                .find(CUSTOMERS)
                .select(row(CUSTOMERS.NAME), Record1::value1)
                .with(
                        maybe(user).select(row(user.EMAIL), Record1::value1).where(user.NAME.eq("Ada")),
                        (name, email) -> name + " " + email.orElse("-"))
                .orderBy(CUSTOMERS.ID)
                .list();

        assertThat(customers).containsExactly("Ada & Co ada@example.com", "Guest -", "Bob -");
        assertThat(sent.only())
                .isEqualTo("select customers.name, <users>.email, case when <users>.name = ? then <users>.id end"
                        + " from customers left outer join users as <users> on customers.user_id = <users>.id"
                        + " order by customers.id");
    }

    @Test
    void aConditionOfTheRowIsNotOneOfTheQueryOverTheSamePath() {
        var user = CUSTOMERS.users();

        List<String> customers = sent.db()
                .find(CUSTOMERS)
                .with(
                        maybe(user).where(user.NAME.eq("Ada")).map(UsersRow::email),
                        maybe(user).where(user.NAME.ne("Ada")).map(UsersRow::email),
                        (customer, ada, another) -> customer.name() + " " + ada.orElse("-") + " " + another.orElse("-"))
                .where(user.NAME.in("Ada", "Bob"))
                .orderBy(user.NAME.desc())
                .list();

        assertThat(customers).containsExactly("Bob - bob@example.com", "Ada & Co ada@example.com -");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void aRowThatIsLeftOutHasNoRowsOfItsOwn() {
        var customer = CARTS.customers();
        var order = customer.orders();

        List<String> carts = sent.db()
                .find(CARTS)
                .with(
                        maybe(customer)
                                .where(customer.NAME.eq("Guest"))
                                .with(
                                        maybe(customer.users()).map(UsersRow::name),
                                        many(order).map(OrdersRow::number),
                                        count(order),
                                        (c, user, numbers, n) -> c.name() + user + numbers + n),
                        (cart, text) -> text.orElse("-"))
                .orderBy(CARTS.OPENED_AT)
                .list();

        assertThat(carts).containsExactly("-", "-", "GuestOptional.empty[1003]1");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theRowHasChildrenWhichComeOnceForEachThatRefersToIt() {
        var author = POSTS.users();
        var account = author.accounts();

        List<String> posts = sent.db()
                .find(POSTS)
                .select(row(POSTS.TITLE), Record1::value1)
                .with(
                        one(author)
                                .select(row(author.NAME), Record1::value1)
                                .with(
                                        many(account)
                                                .select(row(account.CREDITS), Record1::value1)
                                                .orderBy(account.ID),
                                        (name, credits) -> name + credits),
                        (title, by) -> title + " " + by)
                .orderBy(POSTS.ID)
                .list();

        assertThat(posts)
                .containsExactly(
                        "Alpha Ada[100, 50]",
                        "Beta Ada[100, 50]",
                        "Gamma Ada[100, 50]",
                        "Delta Bob[0]",
                        "Epsilon Cyd[]");
        assertThat(sent.only()).isEqualTo("""
                select posts.title, <users>.name, <users>.id, posts.id from posts left outer join users as <users> on posts.user_id = <users>.id order by posts.id;
                select <accounts>.credits, posts.id from posts join users as <users> on posts.user_id = <users>.id join accounts as <accounts> on <accounts>.user_id = <users>.id order by <accounts>.id""");
    }

    @Test
    void theRowOfANullForeignKeyInAChildIsMissingThereAlone() {
        var view = POSTS.pageViews();

        List<String> posts = sent.db()
                .find(POSTS)
                .with(
                        many(view)
                                .with(
                                        maybe(view.users()).map(UsersRow::name),
                                        (v, name) -> v.referrer() + "/" + name.orElse("-"))
                                .orderBy(view.VIEWED_AT),
                        (post, views) -> post.title() + views)
                .where(POSTS.ID.in(1L, 2L, 4L))
                .orderBy(POSTS.ID)
                .list();

        assertThat(posts).containsExactly("Alpha[home/Bob, search/-]", "Beta[]", "Delta[null/-]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theRowsOfTwoForeignKeysToOneTableAreTold() {
        var from = TRANSFERS.transfersFromAccountIdFkey();
        var to = TRANSFERS.transfersToAccountIdFkey();

        List<String> transfers = sent.db()
                .find(TRANSFERS)
                .with(
                        one(from).with(one(from.users()), (account, user) -> user.name() + account.id()),
                        one(to).with(one(to.users()), (account, user) -> user.name() + account.id()),
                        (transfer, giver, taker) -> giver + "-" + transfer.amount() + "->" + taker)
                .orderBy(TRANSFERS.ID)
                .list();

        assertThat(transfers)
                .containsExactly("Ada1-10->Bob3", "Bob3-5->Ada1", "Ada1-20->Ada2")
                .isEqualTo(migrated.plain("""
                        select g.name || f.id || '-' || t.amount || '->' || r.name || o.id from transfers t
                        join accounts f on f.id = t.from_account_id join users g on g.id = f.user_id
                        join accounts o on o.id = t.to_account_id join users r on r.id = o.user_id order by t.id"""));
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theRowsThatTwoForeignKeysReferFromAreTold() {
        var out = ACCOUNTS.transfersFromAccountIdFkey();
        var in = ACCOUNTS.transfersToAccountIdFkey();

        assertThat(sent.db()
                        .find(ACCOUNTS)
                        .with(
                                many(out).map(TransfersRow::amount).orderBy(out.ID),
                                many(in).map(TransfersRow::amount).orderBy(in.ID),
                                sum(in, in.AMOUNT),
                                (account, given, taken, total) -> account.id() + "" + given + taken + total)
                        .orderBy(ACCOUNTS.ID)
                        .list())
                .containsExactly("1[10, 20][5]5", "2[][20]20", "3[5][10]10");
        assertThat(sent.taken()).hasSize(1);
    }
}
