package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.db.Tables.COMMENTS;
import static dev.serein.db.Tables.PRODUCTS;
import static dev.serein.db.Tables.PRODUCT_SALES;
import static dev.serein.db.Tables.PUBLISHED_POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.row;

import dev.serein.db.ProductsRow;
import dev.serein.db.PublishedPostsRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that belong to others by a condition, as no foreign key says so: views, and keys of text. */
@ChangedReferenceSchema
class RelationWithoutForeignKeyTest {
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
    void theRowsOfAViewBelongToThoseOfATable() {
        var post = PUBLISHED_POSTS;

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post)
                                .on(post.AUTHOR_NAME.eq(coalesce(USERS.NICKNAME, USERS.NAME)))
                                .select(row(post.TITLE, post.COMMENT_COUNT), mapping((title, n) -> title + n))
                                .orderBy(post.ID),
                        (name, posts) -> name + posts)
                .orderBy(USERS.ID)
                .list();

        assertThat(users).containsExactly("Ada[Alpha3, Gamma1]", "Bob[Delta2]", "Cyd[]", "Dan[]");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users order by users.id;
                select published_posts.title, published_posts.comment_count, users.id from users join published_posts on published_posts.author_name = coalesce(users.nickname, users.name) order by published_posts.id""");
    }

    @Test
    void rowsOfAMaterializedViewBelongToThoseOfATableByAUniqueKey() {
        migrated.db().sql().execute("refresh materialized view product_sales");
        var sales = PRODUCT_SALES;

        assertThat(sent.db()
                        .find(PRODUCTS)
                        .with(
                                many(sales)
                                        .on(sales.PRODUCT_ID.eq(PRODUCTS.ID))
                                        .map(s -> s.orderCount() + "/" + s.revenue()),
                                (product, sold) -> product.sku() + sold)
                        .orderBy(PRODUCTS.SKU)
                        .list())
                .containsExactly("P-1[2/21.00]", "P-2[3/23.50]", "P-3[0/0]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void aViewMayReferToARowByACondition() {
        assertThat(sent.db()
                        .find(COMMENTS)
                        .with(
                                many(PUBLISHED_POSTS)
                                        .on(PUBLISHED_POSTS.ID.eq(COMMENTS.POST_ID))
                                        .map(PublishedPostsRow::title),
                                (comment, posts) -> comment.body() + posts)
                        .where(COMMENTS.ID.gt(3L))
                        .orderBy(COMMENTS.ID)
                        .list())
                .containsExactly("More[Gamma]", "Hm[Delta]", "Yes[Delta]");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void rowsWithAKeyOfText() {
        var account = dev.serein.db.billing.Tables.ACCOUNTS;
        var product = PRODUCTS;

        assertThat(sent.db()
                        .find(account)
                        .with(
                                many(product)
                                        .on(product.NAME.gt(account.NAME))
                                        .map(ProductsRow::sku)
                                        .orderBy(product.SKU.desc())
                                        .limit(2),
                                (a, skus) -> a.code() + skus)
                        .orderBy(account.CODE)
                        .limit(2)
                        .list())
                .containsExactly("1000[P-3, P-2]", "2000[P-3, P-2]");
        assertThat(sent.db()
                        .find(account)
                        .with(
                                many(product)
                                        .on(product.NAME.gt(account.NAME))
                                        .map(ProductsRow::sku)
                                        .orderBy(product.SKU),
                                (a, skus) -> a.code() + skus)
                        .where(account.CODE.eq("2000"))
                        .one())
                .isEqualTo("2000[P-1, P-2, P-3]");
        assertThat(sent.taken()).hasSize(2);
    }

    @Test
    void rowsOfTheSameTableUnderAnotherName() {
        var later = USERS.as("later");
        var post = later.posts();

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(later)
                                .on(later.ID.gt(USERS.ID))
                                .on(later.ACTIVE.eq(USERS.ACTIVE))
                                .select(row(later.NAME), Record1::value1)
                                .with(
                                        many(post)
                                                .select(row(post.TITLE), Record1::value1)
                                                .orderBy(post.ID),
                                        (name, titles) -> name + titles)
                                .orderBy(later.ID),
                        (name, others) -> name + others)
                .orderBy(USERS.ID)
                .list();

        assertThat(users).containsExactly("Ada[Bob[Delta], Dan[]]", "Bob[Dan[]]", "Cyd[]", "Dan[]");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users order by users.id;
                select later.name, later.id, users.id from users join users as later on (later.id > users.id and later.active = users.active) order by later.id;
                select <posts>.title, <posts>.user_id, users.id from users join users as later on (later.id > users.id and later.active = users.active) join posts as <posts> on <posts>.user_id = later.id order by <posts>.id""");
    }

    @Test
    void aForeignKeyMayHaveAFurtherCondition() {
        var post = USERS.posts();

        List<String> users = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(
                        many(post)
                                .on(post.TITLE.like("%a"))
                                .select(row(post.TITLE), Record1::value1)
                                .orderBy(post.ID),
                        (name, titles) -> name + titles)
                .where(USERS.ID.le(2L))
                .orderBy(USERS.ID)
                .list();

        assertThat(users).containsExactly("Ada[Alpha, Beta, Gamma]", "Bob[Delta]");
        assertThat(sent.only()).isEqualTo("""
                select users.name, users.id from users where users.id <= ? order by users.id;
                select <posts>.title, users.id from users join posts as <posts> on (<posts>.user_id = users.id and <posts>.title like ?) where users.id <= ? order by <posts>.id""");
    }

    @Test
    void limitsOfRowsUnderAnotherName() {
        var later = USERS.as("later");
        var post = later.posts();

        assertThat(sent.db()
                        .find(USERS)
                        .with(
                                many(later)
                                        .on(later.ID.gt(USERS.ID))
                                        .with(count(post), (user, posts) -> user.name() + posts)
                                        .orderBy(later.ID)
                                        .limit(2),
                                (user, next) -> user.name() + next)
                        .orderBy(USERS.ID)
                        .list())
                .containsExactly("Ada[Bob1, Cyd1]", "Bob[Cyd1, Dan0]", "Cyd[Dan0]", "Dan[]");
        assertThat(sent.taken()).hasSize(1);
    }
}
