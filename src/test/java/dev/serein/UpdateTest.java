package dev.serein;

import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.AccountsDao;
import dev.serein.db.AccountsInsert;
import dev.serein.db.AccountsPatch;
import dev.serein.db.AccountsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersPatch;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Only what is set is updated, and only rows that were asked for. */
@ReferenceSchema
class UpdateTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final String WHERE_ID = " where \"public\".\"users\".\"id\" = ?";

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    private UsersDao users;
    private UsersRow ada;

    @BeforeEach
    void oneUser() {
        users = new UsersDao(sent.db());
        ada = users.insert(UsersInsert.email("ada@example.com").name("Ada").nickname("a"));
        sent.forget();
    }

    @AfterEach
    void empty() {
        migrated.db().sql().truncate(USERS).cascade().execute();
    }

    @Test
    void setsWhatThePatchSetsAndReturnsTheRow() {
        UsersRow updated = users.update(ada.id(), user -> user.name("Lady Ada").nickname(null));
        assertThat(sent.taken())
                .containsExactly("update \"public\".\"users\" set \"name\" = ?, \"nickname\" = ?" + WHERE_ID
                        + " returning " + Sent.columns(USERS));
        assertThat(updated.name()).isEqualTo("Lady Ada");
        assertThat(updated.nickname()).isNull();
        assertThat(updated.email()).isEqualTo("ada@example.com");
        assertThat(updated.updatedAt()).isAfter(ada.updatedAt());
        assertThat(users.getById(ada.id())).isEqualTo(updated);
    }

    @Test
    void theLastValueOfAColumnCounts() {
        assertThat(users.update(ada.id(), user -> user.name("x").name("y")).name())
                .isEqualTo("y");
    }

    @Test
    void aPatchThatSetsNothingReads() {
        assertThat(users.update(ada.id(), UsersPatch.set())).isEqualTo(ada);
        assertThat(sent.taken())
                .containsExactly("select " + Sent.columns(USERS) + " from \"public\".\"users\"" + WHERE_ID);
    }

    @Test
    void anExpressionIsEvaluatedByTheDatabase() {
        AccountsDao accounts = new AccountsDao(sent.db());
        AccountsRow account = accounts.insert(AccountsInsert.userId(ada.id()).credits(5));
        sent.forget();
        AccountsPatch more = AccountsPatch.set().set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(37L));
        assertThat(accounts.update(account.id(), more).credits()).isEqualTo(42);
        assertThat(sent.taken()).containsExactly("""
                update "public"."accounts" set "credits" = ("public"."accounts"."credits" + ?)\
                 where "public"."accounts"."id" = ? returning\s""" + Sent.columns(ACCOUNTS));
    }

    @Test
    void aRowThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> users.update(-1L, user -> user.name("secret")))
                .isInstanceOf(RowNotFound.class)
                .hasMessage("""
                        Cannot update the row of public.users: none has this id, or a trigger of the table left it as it was
                          columns: id""");
        assertThat(sent.taken()).hasSize(1);
    }

    @Test
    void anUpdateThatATriggerDropsIsNotSaidToHaveMetNoRow() {
        migrated.db().sql().execute("""
                create function keep_row() returns trigger language plpgsql as 'begin return null; end';
                create trigger keep_row before update on users for each row execute function keep_row()
                """);
        try {
            assertThatThrownBy(() -> users.update(ada.id(), user -> user.name("x")))
                    .isInstanceOf(RowNotFound.class)
                    .hasMessageStartingWith("Cannot update the row of public.users: none has this id, or a trigger");
            assertThat(users.getById(ada.id())).isEqualTo(ada);
        } finally {
            migrated.db().sql().execute("drop function keep_row cascade");
        }
    }

    @Test
    void aTableIsCalledTheSameWhereverItIsNamed() {
        assertThat(TableName.of(USERS)).isEqualTo("public.users");
        assertThat(UsersPatch.set().name("x")).hasToString("update public.users (name)");
        assertThat(UsersInsert.email("x").name("x")).hasToString("insert into public.users (email, name)");
        assertThatThrownBy(() -> users.getById(-1L))
                .extracting(thrown -> ((RowNotFound) thrown).table())
                .isEqualTo("public.users");
    }

    @Test
    void aViolatedConstraintIsNamed() {
        users.insert(UsersInsert.email("bob@example.com").name("Bob"));
        assertThatThrownBy(() -> users.update(ada.id(), user -> user.email("bob@example.com")))
                .isInstanceOf(ConstraintViolation.class)
                .hasMessage("""
                        Cannot update public.users: unique constraint users_email_key is violated
                          sqlstate: 23505
                          columns:  email
                          sql:      update "public"."users" set "email" = ?%s returning %s
                          fix:      catch ConstraintViolation, or use upsert""".formatted(WHERE_ID, Sent.columns(USERS)));
    }

    @Test
    void manyRowsByACondition() {
        users.insert(UsersInsert.email("bob@example.com").name("Bob"));
        sent.forget();
        assertThat(users.updateWhere(USERS.NAME.eq("Bob"), UsersPatch.set().active(false)))
                .isEqualTo(1);
        assertThat(sent.taken()).containsExactly("""
                update "public"."users" set "active" = ? where "public"."users"."name" = ?""");
        assertThat(users.updateAll(UsersPatch.set().nickname("every"))).isEqualTo(2);
        assertThat(sent.taken()).containsExactly("update \"public\".\"users\" set \"nickname\" = ?");
    }

    @Test
    void allRowsAreUpdatedOnlyWhereThatIsSaid() {
        UsersPatch patch = UsersPatch.set().active(false);
        for (Condition none : new Condition[] {
            DSL.noCondition(),
            DSL.noCondition().and(DSL.noCondition()),
            null,
            DSL.trueCondition(),
            DSL.and(),
            DSL.and(List.of()),
            DSL.condition((Boolean) true),
            DSL.condition("true"),
            DSL.not(DSL.or()),
            USERS.ID.notIn(List.of()),
            USERS.ID.in(List.of()).not(),
            DSL.and().and(USERS.ID.notIn(List.of())),
            USERS.ID.eq(1L).or(DSL.and(List.of()))
        }) {
            assertThatThrownBy(() -> users.updateWhere(none, patch))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Cannot update rows of public.users: the condition leaves none out."
                            + " To mean all of them, call updateAll(…)");
        }
        assertThatThrownBy(() -> users.updateAll(UsersPatch.set()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot update rows of public.users: the patch sets nothing");
        assertThat(sent.taken()).isEmpty();
    }

    /** More shapes than are kept are rendered each time, and are right. */
    @Test
    void anyColumnsInAnyNumberOfShapes() {
        Shapes<Integer, Object> shapes = new Shapes<>(shape -> new Object());
        assertThat(shapes.of(1)).isSameAs(shapes.of(1));
        for (int i = 0; i < 2 * Shapes.MOST; i++) {
            shapes.of(i);
        }
        assertThat(shapes.of(2 * Shapes.MOST)).isNotSameAs(shapes.of(2 * Shapes.MOST));
        assertThat(shapes.of(1)).isSameAs(shapes.of(1));
    }
}
