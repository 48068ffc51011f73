package dev.serein;

import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.PUBLISHED_POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.AccountsRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class FindTest {
    private static final String ALL_ACCOUNTS =
            "select \"public\".\"accounts\".\"id\", \"public\".\"accounts\".\"user_id\","
                    + " \"public\".\"accounts\".\"credits\", \"public\".\"accounts\".\"created_at\" from \"public\".\"accounts\"";

    @Scratch
    static MigratedDatabase migrated;

    private static SentSql sent;
    private static Database db;
    private static long ada;

    @BeforeAll
    static void threeUsersAndFourAccounts() {
        sent = new SentSql(migrated.dataSource());
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
    void withoutAnythingItReadsAllRowsAndListsEveryColumn() {
        List<AccountsRow> accounts = db.find(ACCOUNTS).list();

        assertThat(accounts).extracting(AccountsRow::credits).containsExactlyInAnyOrder(10L, 20L, 20L, 30L);
        assertThat(sent.taken()).containsExactly(ALL_ACCOUNTS);
    }

    @Test
    void aRowHoldsEveryColumn() {
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
    void conditionsAreJoinedByAndWithinACallAndAcrossCalls() {
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
    void aLaterOrderDecidesAmongEquals() {
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
    void aLimitIsInTheTextWherePostgresPlansForIt() {
        assertThat(db.find(ACCOUNTS).orderBy(ACCOUNTS.ID).limit(2).list()).hasSize(2);
        assertThat(sent.taken())
                .containsExactly(ALL_ACCOUNTS + " order by \"public\".\"accounts\".\"id\" fetch next 2 rows only");
    }

    @Test
    void theLastLimitCounts() {
        assertThat(db.find(ACCOUNTS).limit(0).limit(3).list()).hasSize(3);
        assertThat(db.find(ACCOUNTS).limit(0).list()).isEmpty();
        sent.taken();
    }

    @Test
    void aNegativeLimitIsRefused() {
        assertThatThrownBy(() -> db.find(ACCOUNTS).limit(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A limit is 0 or more, not -1");
    }

    @Test
    void firstAsksForOneRow() {
        Optional<AccountsRow> richest =
                db.find(ACCOUNTS).orderBy(ACCOUNTS.CREDITS.desc()).first();

        assertThat(richest).map(AccountsRow::credits).contains(30L);
        assertThat(sent.taken())
                .containsExactly(
                        ALL_ACCOUNTS + " order by \"public\".\"accounts\".\"credits\" desc fetch next 1 rows only");
    }

    @Test
    void firstIsEmptyWhenThereIsNone() {
        assertThat(db.find(POSTS).first()).isEmpty();
        assertThat(db.find(ACCOUNTS).limit(0).first()).isEmpty();
        sent.taken();
    }

    @Test
    void narrowingLeavesTheQueryItStartedFromAsItWas() {
        Find<AccountsRow> all = db.find(ACCOUNTS);
        all.where(ACCOUNTS.ID.eq(0L)).orderBy(ACCOUNTS.ID).limit(1);

        assertThat(all.list()).hasSize(4);
        assertThat(all).hasToString(ALL_ACCOUNTS);
        sent.taken();
    }

    @Test
    void nothingIsSentBeforeItIsRun() {
        db.find(ACCOUNTS).where(ACCOUNTS.ID.eq(0L)).orderBy(ACCOUNTS.ID).limit(1);

        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void theListCannotBeChanged() {
        List<AccountsRow> accounts = db.find(ACCOUNTS).list();

        assertThatThrownBy(accounts::clear).isInstanceOf(UnsupportedOperationException.class);
        sent.taken();
    }

    @Test
    void aViewAndAnAliasAreReadLikeATable() {
        var u = USERS.as("u");

        assertThat(db.find(PUBLISHED_POSTS).list()).isEmpty();
        assertThat(db.find(u).where(u.NAME.eq("Bob")).list())
                .extracting(UsersRow::email)
                .containsExactly("bob@example.com");
        sent.taken();
    }

    @Test
    void aConditionMayFollowAForeignKey() {
        List<AccountsRow> accounts = db.find(ACCOUNTS)
                .where(ACCOUNTS.users().EMAIL.eq("bob@example.com"))
                .list();

        assertThat(accounts).extracting(AccountsRow::credits).containsExactly(20L);
        sent.taken();
    }
}
