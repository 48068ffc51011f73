package dev.serein;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.some;
import static dev.serein.db.Tables.ORDER_ITEMS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.row;

import dev.serein.db.CustomersRow;
import dev.serein.db.PostsRow;
import dev.serein.db.ReturnsRow;
import dev.serein.postgres.junit.Scratch;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Record1;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages of rows with their children, forwards and backwards. */
@ReferenceSchema
class RelationalPageTest {
    private static final List<List<String>> PAGES =
            List.of(List.of("Ada[Gamma, Beta]3Ada & Co", "Bob[Delta]1Bob"), List.of("Dan[]0-", "Cyd[Epsilon]1-"));

    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @BeforeAll
    static void rows() {
        ExampleRows.insertBlog(migrated.db());
        ExampleRows.insertShop(migrated.db());
    }

    private Find<String> users() {
        var post = USERS.posts();
        return sent.db()
                .find(USERS)
                .with(
                        many(post).map(PostsRow::title).orderBy(post.ID.desc()).limit(2),
                        count(post),
                        maybe(USERS.customers()).map(CustomersRow::name),
                        (user, last, posts, customer) -> user.name() + last + posts + customer.orElse("-"));
    }

    @Test
    void pagesForwardsAndBackwards() {
        Find<String> ordered = users().orderBy(USERS.ACTIVE.desc(), USERS.NAME);

        Page<String> first = ordered.page(PageRequest.first(2));
        Page<String> second = ordered.page(PageRequest.of(2, first.next()));
        Page<String> again = ordered.page(PageRequest.of(2, second.previous()));

        assertThat(List.of(first.items(), second.items())).isEqualTo(PAGES);
        assertThat(second.next()).isNull();
        assertThat(again.items()).isEqualTo(first.items());
        assertThat(again.previous()).isNull();
        assertThat(again.next()).isEqualTo(first.next());
        assertThat(sent.taken()).hasSize(3);
    }

    @Test
    void everyPageIsOneStatementAndHasEveryRowOnce() {
        for (int size = 1; size <= 5; size++) {
            Find<String> ordered = users().orderBy(USERS.NAME.desc());
            List<String> forwards = new ArrayList<>();
            List<String> backwards = new ArrayList<>();
            int pages = 0;
            String last = null;
            for (PageRequest next = PageRequest.first(size); next != null; ) {
                Page<String> page = ordered.page(next);
                forwards.addAll(page.items());
                last = page.previous();
                next = page.next() == null ? null : PageRequest.of(size, page.next());
                pages++;
            }
            List<String> lastPage = new ArrayList<>(forwards.subList((pages - 1) * size, forwards.size()));
            while (last != null) {
                Page<String> page = ordered.page(PageRequest.of(size, last));
                backwards.addAll(0, page.items());
                last = page.previous();
                pages++;
            }
            backwards.addAll(lastPage);

            assertThat(forwards)
                    .containsExactly("Dan[]0-", "Cyd[Epsilon]1-", "Bob[Delta]1Bob", "Ada[Gamma, Beta]3Ada & Co")
                    .isEqualTo(backwards);
            assertThat(sent.taken()).hasSize(pages);
        }
    }

    @Test
    void aPageOfRowsThatAreFoundByTheirChildren() {
        var comment = USERS.posts().comments();
        Find<String> found =
                users().where(some(comment, comment.BODY.ne("Nice"))).orderBy(USERS.NAME);

        Page<String> first = found.page(PageRequest.first(1));
        Page<String> second = found.page(PageRequest.of(1, first.next()));

        assertThat(first.items()).containsExactly("Ada[Gamma, Beta]3Ada & Co");
        assertThat(second.items()).containsExactly("Bob[Delta]1Bob");
        assertThat(second.next()).isNull();
        assertThat(sent.taken()).hasSize(2);
    }

    @Test
    void theStatementsOfAPage() {
        var post = USERS.posts();

        Page<String> page = sent.db()
                .find(USERS)
                .select(row(USERS.NAME), Record1::value1)
                .with(many(post).select(row(post.TITLE), Record1::value1), (name, titles) -> name + titles)
                .orderBy(USERS.NAME.desc())
                .page(PageRequest.first(2));

        assertThat(page.items()).containsExactly("Dan[]", "Cyd[Epsilon]");
        assertThat(sent.only()).isEqualTo("""
                select users.name, cast(users.name as text), cast(users.id as text), users.id from users order by users.name desc, users.id desc fetch next 3 rows only;
                select <posts>.title, <posts>.user_id from posts as <posts> where <posts>.user_id in (select users.id from users order by users.name desc, users.id desc fetch next 3 rows only)""");
    }

    @Test
    void pagesOfRowsWithAKeyOfTwoColumns() {
        var back = ORDER_ITEMS.returns();
        Find<String> items = sent.db()
                .find(ORDER_ITEMS)
                .with(
                        many(back).map(ReturnsRow::quantity).orderBy(back.ID),
                        (item, returned) -> item.orderId() + "." + item.lineNo() + returned);

        Page<String> first = items.page(PageRequest.first(4));
        Page<String> second = items.page(PageRequest.of(4, first.next()));

        assertThat(first.items()).containsExactly("1.1[1, 1]", "1.2[]", "2.1[]", "3.1[]");
        assertThat(second.items()).containsExactly("3.2[4, 1]", "3.3[]");
        assertThat(items.page(PageRequest.of(4, second.previous())).items()).isEqualTo(first.items());
        assertThat(sent.taken()).hasSize(3);
    }
}
