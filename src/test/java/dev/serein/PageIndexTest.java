package dev.serein;

import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.AccountsRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.OrderField;
import org.jooq.SortField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That the server begins at the cursor, by an index, and does not read what comes before it. */
@ReferenceSchema
class PageIndexTest {
    private static final int ROWS = 100_000;

    @Scratch
    static MigratedDatabase migrated;

    @BeforeAll
    static void manyAccounts() {
        var sql = migrated.db().sql();
        sql.insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values("ada@example.com", "Ada")
                .execute();
        sql.execute("insert into accounts (user_id, credits, created_at) select (select id from users), n % 100,"
                + " timestamptz '2024-01-01 00:00:00+00' + n / 10 * interval '1 second' from generate_series(1, " + ROWS
                + ") n");
        sql.execute("create index newest on accounts (created_at desc, id desc)");
        sql.execute("create index mixed on accounts (credits, created_at desc, id)");
        sql.execute("vacuum analyze accounts");
    }

    @Test
    void byTheKey() {
        requireIndex("accounts_pkey", "(id > ", "(id < ");
        requireIndex("accounts_pkey", "(id < ", "(id > ", ACCOUNTS.ID.desc());
    }

    @Test
    void bySeveralColumnsOfOneDirection() {
        requireIndex(
                "newest",
                "(ROW(created_at, id) < ",
                "(ROW(created_at, id) > ",
                ACCOUNTS.CREATED_AT.desc(),
                ACCOUNTS.ID.desc());
        requireIndex("newest", "(ROW(created_at, id) > ", "(ROW(created_at, id) < ", ACCOUNTS.CREATED_AT);
    }

    @Test
    void bySeveralColumnsOfMixedDirectionsTheIndexBeginsAtTheFirst() {
        requireIndex(
                "mixed",
                "(credits >= ",
                "(credits <= ",
                ACCOUNTS.CREDITS,
                ACCOUNTS.CREATED_AT.desc(),
                ACCOUNTS.ID.asc());
    }

    private static void requireIndex(String index, String after, String before, SortField<?>... sorted) {
        requireIndex(index, after, before, (OrderField<?>[]) sorted);
    }

    private static void requireIndex(String index, String after, String before, OrderField<?>... order) {
        Find<AccountsRow> query = migrated.db().find(ACCOUNTS).orderBy(order);
        Page<AccountsRow> page = query.page(PageRequest.first(1_000));
        for (int i = 0; i < 10; i++) {
            page = query.page(PageRequest.of(1_000, page.next()));
        }
        assertThat(plan(query, PageRequest.first(20)))
                .contains(index)
                .doesNotContain("Sort")
                .doesNotContain("Seq Scan");
        assertThat(plan(query, PageRequest.of(20, page.next())))
                .containsPattern("Index (Only )?Scan (Backward )?using " + index)
                .contains("Index Cond: " + after)
                .doesNotContain("Sort");
        assertThat(plan(query, PageRequest.of(20, page.previous())))
                .containsPattern("Index (Only )?Scan (Backward )?using " + index)
                .contains("Index Cond: " + before)
                .doesNotContain("Sort");
    }

    private static String plan(Find<AccountsRow> query, PageRequest request) {
        List<String> lines = migrated.db()
                .sql()
                .fetch("explain {0}", new PageReading<>(query.shape(), request).select())
                .getValues(0, String.class);
        return String.join("\n", lines);
    }
}
