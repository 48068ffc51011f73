package dev.serein;

import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.AccountsDao;
import dev.serein.db.AccountsInsert;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One row, those of a condition, or all: each asked for by its name. */
@ReferenceSchema
class DeleteTest {
    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    private UsersDao users;
    private long ada;

    @BeforeEach
    void threeUsers() {
        users = new UsersDao(sent.db());
        ada = users.insertAll(List.of(
                        UsersInsert.email("ada@example.com").name("Ada"),
                        UsersInsert.email("bob@example.com").name("Bob"),
                        UsersInsert.email("eve@example.com").name("Eve")))
                .get(0)
                .id();
        sent.forget();
    }

    @AfterEach
    void empty() {
        migrated.db().sql().truncate(USERS).cascade().execute();
    }

    @Test
    void saysWhetherThereWasARow() {
        assertThat(users.delete(ada)).isTrue();
        assertThat(users.delete(ada)).isFalse();
        String delete = "delete from \"public\".\"users\" where \"public\".\"users\".\"id\" = ?";
        assertThat(sent.taken()).containsExactly(delete, delete);
        assertThat(users.count()).isEqualTo(2);
    }

    @Test
    void manyRowsByACondition() {
        assertThat(users.deleteWhere(USERS.NAME.in("Ada", "Bob"))).isEqualTo(2);
        assertThat(sent.taken())
                .containsExactly("delete from \"public\".\"users\" where \"public\".\"users\".\"name\" in (?, ?)");
        assertThat(users.deleteWhere(DSL.and(List.of()).and(USERS.NAME.notIn("Ada"))))
                .isEqualTo(1);
        assertThat(users.deleteAll()).isZero();
        assertThat(sent.taken())
                .containsExactly(
                        "delete from \"public\".\"users\" where (true and \"public\".\"users\".\"name\" not in (?))",
                        "delete from \"public\".\"users\"");
    }

    @Test
    void allRowsAreDeletedOnlyWhereThatIsSaid() {
        for (var none : new org.jooq.Condition[] {
            DSL.noCondition(), DSL.noCondition().or(DSL.noCondition()), DSL.and(List.of()), null
        }) {
            assertThatThrownBy(() -> users.deleteWhere(none))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Cannot delete rows of public.users: the condition leaves none out."
                            + " To mean all of them, call deleteAll(…)");
        }
        assertThat(sent.taken()).isEmpty();
        assertThat(users.count()).isEqualTo(3);
    }

    @Test
    void aRowThatAnotherRefersToStays() {
        new AccountsDao(sent.db()).insert(AccountsInsert.userId(ada));
        assertThatThrownBy(() -> users.delete(ada))
                .isInstanceOf(ConstraintViolation.class)
                .hasMessage("""
                        Cannot delete from public.users: foreign key accounts_user_id_fkey is violated
                          sqlstate: 23503
                          table:    public.accounts
                          columns:  user_id
                          sql:      delete from "public"."users" where "public"."users"."id" = ?
                          fix:      catch ConstraintViolation""");
        assertThat(sent.db().find(ACCOUNTS).count()).isEqualTo(1);
    }
}
