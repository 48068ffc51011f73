package dev.serein;

import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.PUBLISHED_POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.AccountsRow;
import dev.serein.db.UsersRow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FindTest {
    private static final String ALL_ACCOUNTS =
            "select \"public\".\"accounts\".\"id\", \"public\".\"accounts\".\"user_id\","
                    + " \"public\".\"accounts\".\"credits\", \"public\".\"accounts\".\"created_at\" from \"public\".\"accounts\"";

    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static SentSql sent;
    private static Database db;
    private static long ada;

    @BeforeAll
    static void three_users_and_four_accounts() {
        sent = new SentSql(DATABASE.scratch().dataSource());
        db = Database.using(sent.dataSource());
        ada = insertUser("ada@example.com", "Ada");
        long bob = insertUser("bob@example.com", "Bob");
        insertUser("eve@example.org", "Eve");
        for (long credits : List.of(30L, 10L, 20L)) {
            insertAccount(ada, credits);
        }
        insertAccount(bob, 20);
        sent.taken();
    }

    private static long insertUser(String email, String name) {
        return db.sql()
                .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values(email, name)
                .returning(USERS.ID)
                .fetchSingle(USERS.ID);
    }

    private static void insertAccount(long user, long credits) {
        db.sql()
                .insertInto(ACCOUNTS, ACCOUNTS.USER_ID, ACCOUNTS.CREDITS)
                .values(user, credits)
                .execute();
    }

    @Test
    void without_anything_it_reads_all_rows_and_lists_every_column() {
        List<AccountsRow> accounts = db.find(ACCOUNTS).list();

        assertThat(accounts).extracting(AccountsRow::credits).containsExactlyInAnyOrder(10L, 20L, 20L, 30L);
        assertThat(sent.taken()).containsExactly(ALL_ACCOUNTS);
    }

    @Test
    void a_row_holds_every_column() {
        UsersRow row = db.find(USERS).where(USERS.ID.eq(ada)).first().orElseThrow();

        assertThat(row.id()).isEqualTo(ada);
        assertThat(row.email()).isEqualTo("ada@example.com");
        assertThat(row.name()).isEqualTo("Ada");
        assertThat(row.nickname()).isNull();
        assertThat(row.active()).isTrue();
        assertThat(row.createdAt()).isNotNull().isEqualTo(row.updatedAt());
        sent.taken();
    }

    @Test
    void conditions_are_joined_by_and_within_a_call_and_across_calls() {
        List<AccountsRow> accounts = db.find(ACCOUNTS)
                .where(ACCOUNTS.USER_ID.eq(ada), ACCOUNTS.CREDITS.ge(20L))
                .where(ACCOUNTS.CREDITS.lt(30L).or(ACCOUNTS.CREDITS.gt(1_000L)))
                .list();

        assertThat(accounts).extracting(AccountsRow::credits).containsExactly(20L);
        assertThat(sent.taken())
                .containsExactly(ALL_ACCOUNTS
                        + " where (\"public\".\"accounts\".\"user_id\" = ? and \"public\".\"accounts\".\"credits\" >= ?"
                        + " and (\"public\".\"accounts\".\"credits\" < ? or \"public\".\"accounts\".\"credits\" > ?))");
    }

    @Test
    void a_later_order_decides_among_equals() {
        List<AccountsRow> accounts = db.find(ACCOUNTS)
                .orderBy(ACCOUNTS.CREDITS.desc())
                .orderBy(ACCOUNTS.USER_ID, ACCOUNTS.ID)
                .list();

        assertThat(accounts).extracting(AccountsRow::credits).containsExactly(30L, 20L, 20L, 10L);
        assertThat(accounts.get(1).userId()).isEqualTo(ada);
        assertThat(sent.taken())
                .containsExactly(ALL_ACCOUNTS + " order by \"public\".\"accounts\".\"credits\" desc,"
                        + " \"public\".\"accounts\".\"user_id\", \"public\".\"accounts\".\"id\"");
    }

    @Test
    void a_limit_is_bound() {
        assertThat(db.find(ACCOUNTS).orderBy(ACCOUNTS.ID).limit(2).list()).hasSize(2);
        assertThat(sent.taken())
                .containsExactly(ALL_ACCOUNTS + " order by \"public\".\"accounts\".\"id\" fetch next ? rows only");
    }

    @Test
    void the_last_limit_counts() {
        assertThat(db.find(ACCOUNTS).limit(0).limit(3).list()).hasSize(3);
        assertThat(db.find(ACCOUNTS).limit(0).list()).isEmpty();
        sent.taken();
    }

    @Test
    void a_negative_limit_is_refused() {
        assertThatThrownBy(() -> db.find(ACCOUNTS).limit(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A limit is 0 or more, not -1");
    }

    @Test
    void first_asks_for_one_row() {
        Optional<AccountsRow> richest =
                db.find(ACCOUNTS).orderBy(ACCOUNTS.CREDITS.desc()).first();

        assertThat(richest).map(AccountsRow::credits).contains(30L);
        assertThat(sent.taken())
                .containsExactly(
                        ALL_ACCOUNTS + " order by \"public\".\"accounts\".\"credits\" desc fetch next ? rows only");
    }

    @Test
    void first_is_empty_when_there_is_none() {
        assertThat(db.find(POSTS).first()).isEmpty();
        assertThat(db.find(ACCOUNTS).limit(0).first()).isEmpty();
        sent.taken();
    }

    @Test
    void narrowing_leaves_the_query_it_started_from_as_it_was() {
        Find<AccountsRow> all = db.find(ACCOUNTS);
        all.where(ACCOUNTS.ID.eq(0L)).orderBy(ACCOUNTS.ID).limit(1);

        assertThat(all.list()).hasSize(4);
        assertThat(all).hasToString(ALL_ACCOUNTS);
        sent.taken();
    }

    @Test
    void nothing_is_sent_before_it_is_run() {
        db.find(ACCOUNTS).where(ACCOUNTS.ID.eq(0L)).orderBy(ACCOUNTS.ID).limit(1);

        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void the_list_cannot_be_changed() {
        List<AccountsRow> accounts = db.find(ACCOUNTS).list();

        assertThatThrownBy(accounts::clear).isInstanceOf(UnsupportedOperationException.class);
        sent.taken();
    }

    @Test
    void a_view_and_an_alias_are_read_like_a_table() {
        var u = USERS.as("u");

        assertThat(db.find(PUBLISHED_POSTS).list()).isEmpty();
        assertThat(db.find(u).where(u.NAME.eq("Bob")).list())
                .extracting(UsersRow::email)
                .containsExactly("bob@example.com");
        sent.taken();
    }

    @Test
    void a_condition_may_follow_a_foreign_key() {
        List<AccountsRow> accounts = db.find(ACCOUNTS)
                .where(ACCOUNTS.users().EMAIL.eq("bob@example.com"))
                .list();

        assertThat(accounts).extracting(AccountsRow::credits).containsExactly(20L);
        sent.taken();
    }
}
