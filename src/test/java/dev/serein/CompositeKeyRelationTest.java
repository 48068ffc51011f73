package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.one;
import static dev.serein.Relations.sum;
import static dev.serein.db.Tables.ORDERS;
import static dev.serein.db.Tables.ORDER_ITEMS;
import static dev.serein.db.Tables.PAGE_VIEWS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.RETURNS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.row;

import dev.serein.db.OrdersRow;
import dev.serein.db.PostsRow;
import dev.serein.db.ProductsRow;
import dev.serein.db.ReturnsRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.Optional;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Relations over keys of two columns. */
@ReferenceSchema
class CompositeKeyRelationTest {
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
    void childrenOfRowsWhoseKeyHasTwoColumns() {
        var back = ORDER_ITEMS.returns();

        List<String> items = sent.db()
                .find(ORDER_ITEMS)
                .select(row(ORDER_ITEMS.ORDER_ID, ORDER_ITEMS.LINE_NO), mapping((order, line) -> order + "." + line))
                .with(
                        many(back).select(row(back.QUANTITY), Record1::value1).orderBy(back.ID),
                        (item, returned) -> item + returned)
                .orderBy(ORDER_ITEMS.ORDER_ID, ORDER_ITEMS.LINE_NO)
                .list();

        assertThat(items)
                .containsExactly("1.1[1, 1]", "1.2[]", "2.1[]", "3.1[]", "3.2[4, 1]", "3.3[]")
                .isEqualTo(migrated.plain("""
                        select i.order_id || '.' || i.line_no || '[' || coalesce(string_agg(r.quantity::text, ', ' order by r.id), '') || ']'
                        from order_items i left join returns r using (order_id, line_no)
                        group by i.order_id, i.line_no order by i.order_id, i.line_no"""));
        assertThat(sent.only()).isEqualTo("""
                select order_items.order_id, order_items.line_no from order_items order by order_items.order_id, order_items.line_no;
                select <returns>.quantity, <returns>.order_id, <returns>.line_no from returns as <returns> order by <returns>.id""");
    }

    @Test
    void rowsInTheMiddleWithSuchAKey() {
        var item = ORDERS.orderItems();
        var back = item.returns();
        var product = item.products();

        List<String> orders = sent.db()
                .find(ORDERS)
                .with(
                        many(item)
                                .with(
                                        one(product).map(ProductsRow::sku),
                                        many(back)
                                                .map(r -> Optional.ofNullable(r.reason())
                                                        .orElse("-"))
                                                .orderBy(back.ID),
                                        (i, sku, reasons) -> i.quantity() + sku + reasons)
                                .orderBy(item.LINE_NO),
                        sum(item, item.TOTAL),
                        (order, items, total) -> order.number() + "" + items + total)
                .orderBy(ORDERS.NUMBER)
                .list();

        assertThat(orders)
                .containsExactly(
                        "1001[2P-1[leaks, -], 1P-2[]]9.00",
                        "1002[3P-2[]]13.50",
                        "1003[1P-1[], 10P-1[too many, bent], 1P-2[]]22.00");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void limitsAtEveryLevel() {
        var item = ORDERS.orderItems();
        var back = item.returns();

        List<String> orders = sent.db()
                .find(ORDERS)
                .select(row(ORDERS.NUMBER), Record1::value1)
                .with(
                        many(item)
                                .select(row(item.LINE_NO), Record1::value1)
                                .with(
                                        many(back)
                                                .select(row(back.QUANTITY), Record1::value1)
                                                .orderBy(back.ID)
                                                .limit(1),
                                        (line, returned) -> line + "" + returned)
                                .orderBy(item.LINE_NO.desc())
                                .limit(2),
                        (number, items) -> number + "" + items)
                .orderBy(ORDERS.NUMBER.desc())
                .limit(2)
                .list();

        assertThat(orders).containsExactly("1003[3[], 2[4]]", "1002[1[]]");
        assertThat(sent.only()).isEqualTo("""
                select orders.number, orders.id from orders order by orders.number desc, orders.id fetch next 2 rows only;
                select limited.c0, limited.c1, orders.id from orders cross join lateral (select <order_items>.line_no as c0, <order_items>.order_id as c1, row_number() over (order by <order_items>.line_no desc, <order_items>.order_id) as place from order_items as <order_items> where <order_items>.order_id = orders.id order by <order_items>.line_no desc, <order_items>.order_id fetch next 2 rows only) as limited where orders.id in (select orders.id from orders order by orders.number desc, orders.id fetch next 2 rows only) order by limited.place;
                select limited.c0, <order_items>.order_id, <order_items>.line_no from orders join order_items as <order_items> on <order_items>.order_id = orders.id cross join lateral (select <returns>.quantity as c0, row_number() over (order by <returns>.id) as place from returns as <returns> where (<returns>.order_id = <order_items>.order_id and <returns>.line_no = <order_items>.line_no) order by <returns>.id fetch next 1 rows only) as limited where (orders.id in (select orders.id from orders order by orders.number desc, orders.id fetch next 2 rows only) and (<order_items>.order_id, <order_items>.line_no) in (select limited.c0, limited.c1 from orders cross join lateral (select <order_items>.order_id as c0, <order_items>.line_no as c1 from order_items as <order_items> where <order_items>.order_id = orders.id order by <order_items>.line_no desc, <order_items>.order_id fetch next 2 rows only) as limited where orders.id in (select orders.id from orders order by orders.number desc, orders.id fetch next 2 rows only))) order by limited.place""");
    }

    @Test
    void aLimitInTheMiddleOfOneRow() {
        var item = ORDERS.orderItems();
        var back = item.returns();

        assertThat(sent.db()
                        .find(ORDERS)
                        .with(
                                many(item)
                                        .with(
                                                count(back),
                                                sum(back, back.QUANTITY),
                                                (i, n, pieces) -> i.lineNo() + ":" + n + ":" + pieces)
                                        .orderBy(item.LINE_NO)
                                        .offset(1)
                                        .limit(2),
                                (order, items) -> order.number() + " " + items)
                        .where(ORDERS.ID.eq(3L))
                        .one())
                .isEqualTo("1003 [2:2:5, 3:0:0]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void oneRowByItsWholeKey() {
        var back = ORDER_ITEMS.returns();

        String item = sent.db()
                .find(ORDER_ITEMS)
                .select(row(ORDER_ITEMS.QUANTITY), Record1::value1)
                .with(
                        many(back).select(row(back.QUANTITY), Record1::value1).orderBy(back.ID),
                        count(back),
                        (quantity, returned, n) -> quantity + " " + returned + " " + n)
                .where(ORDER_ITEMS.ORDER_ID.eq(3L), ORDER_ITEMS.LINE_NO.eq(2))
                .one();

        assertThat(item).isEqualTo("10 [4, 1] 2");
        assertThat(sent.only()).isEqualTo("""
                select order_items.quantity from order_items where (order_items.order_id = ? and order_items.line_no = ?);
                select <returns>.quantity, <returns>.order_id, <returns>.line_no from returns as <returns> where (<returns>.order_id = ? and <returns>.line_no = ?) order by <returns>.id;
                select count(*), <returns>.order_id, <returns>.line_no from returns as <returns> where (<returns>.order_id = ? and <returns>.line_no = ?) group by <returns>.order_id, <returns>.line_no""");
    }

    @Test
    void allRowsOfHalfAKey() {
        assertThat(sent.db()
                        .find(ORDER_ITEMS)
                        .with(count(ORDER_ITEMS.returns()), (item, n) -> item.lineNo() + ":" + n)
                        .where(ORDER_ITEMS.ORDER_ID.eq(3L))
                        .orderBy(ORDER_ITEMS.LINE_NO)
                        .list())
                .containsExactly("1:0", "2:2", "3:0");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void limitedRowsWithSuchAKey() {
        var back = ORDER_ITEMS.returns();

        assertThat(sent.db()
                        .find(ORDER_ITEMS)
                        .with(
                                many(back)
                                        .map(ReturnsRow::quantity)
                                        .orderBy(back.ID.desc())
                                        .limit(1),
                                (item, last) -> item.orderId() + "." + item.lineNo() + last)
                        .orderBy(ORDER_ITEMS.QUANTITY.desc())
                        .limit(3)
                        .list())
                .containsExactly("3.2[1]", "2.1[]", "1.1[1]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void theRowThatAKeyOfTwoColumnsRefersTo() {
        var item = RETURNS.orderItems();

        assertThat(sent.db()
                        .find(RETURNS)
                        .with(
                                one(item)
                                        .with(
                                                one(item.orders()).map(OrdersRow::number),
                                                (i, number) -> number + "/" + i.lineNo()),
                                (back, line) -> back.quantity() + " of " + line)
                        .orderBy(RETURNS.ID)
                        .list())
                .containsExactly("1 of 1001/1", "1 of 1001/1", "4 of 1003/2", "1 of 1003/2");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void partitionsHaveAKeyOfATimeAndAnIdentifier() {
        var view = POSTS.pageViews();
        var user = view.users();

        assertThat(sent.db()
                        .find(PAGE_VIEWS)
                        .with(
                                maybe(PAGE_VIEWS.users())
                                        .with(count(PAGE_VIEWS.users().posts()), (u, n) -> u.name() + n),
                                (v, text) -> v.postId() + text.orElse("-"))
                        .orderBy(PAGE_VIEWS.VIEWED_AT)
                        .list())
                .containsExactly("1Bob1", "1-", "4-");
        assertThat(sent.db()
                        .find(POSTS)
                        .with(
                                many(view)
                                        .with(
                                                maybe(user)
                                                        .with(
                                                                many(user.posts())
                                                                        .map(PostsRow::title),
                                                                (u, titles) -> u.name() + titles),
                                                (v, text) -> text.orElse("-"))
                                        .orderBy(view.VIEWED_AT)
                                        .limit(5),
                                (post, views) -> post.title() + views)
                        .orderBy(POSTS.ID)
                        .limit(1)
                        .list())
                .containsExactly("Alpha[Bob[Delta], -]");
        assertThat(sent.taken()).hasSize(2);
    }
}
