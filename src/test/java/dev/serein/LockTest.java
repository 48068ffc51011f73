package dev.serein;

import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A row held until the end of the transaction, and what becomes of others who want it. */
@ReferenceSchema
class LockTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final String FOR_UPDATE = "select " + Sent.columns(USERS)
            + " from \"public\".\"users\" where \"public\".\"users\".\"id\" = ? for update";

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    private UsersRow ada;

    @BeforeEach
    void oneUser() {
        ada = new UsersDao(migrated.db())
                .insert(UsersInsert.email("ada@example.com").name("Ada"));
    }

    @AfterEach
    void empty() {
        migrated.db().sql().truncate(USERS).cascade().execute();
    }

    @Test
    void readsTheRow() {
        sent.db().transaction(tx -> {
            UsersDao users = new UsersDao(tx);
            assertThat(users.lock(ada.id())).contains(ada);
            assertThat(users.lock(-1L)).isEmpty();
            assertThat(users.lock(ada.id(), LockMode.SKIP_LOCKED)).contains(ada);
            assertThat(users.lock(ada.id(), LockMode.NOWAIT)).contains(ada);
        });
        assertThat(sent.taken())
                .containsExactly(FOR_UPDATE, FOR_UPDATE, FOR_UPDATE + " skip locked", FOR_UPDATE + " nowait");
    }

    @Test
    void whatIsHeldIsSkippedOrRefusedOrWaitedFor() {
        sent.db().transaction(holder -> {
            new UsersDao(holder).lock(ada.id());
            migrated.db().transaction(other -> assertThat(new UsersDao(other).lock(ada.id(), LockMode.SKIP_LOCKED))
                    .isEmpty());
            assertThatThrownBy(() ->
                            migrated.db().transaction(other -> new UsersDao(other).lock(ada.id(), LockMode.NOWAIT)))
                    .isInstanceOf(DeadlineExceeded.class)
                    .hasMessageMatching("(?s)Cannot run a statement: another transaction holds a lock\n"
                            + "  sqlstate: 55P03\n.*for update nowait\n  ran: .*");
            assertThatThrownBy(() -> migrated.db()
                            .transaction(
                                    other -> new UsersDao(other.withDeadline(Duration.ofMillis(200))).lock(ada.id())))
                    .isInstanceOf(DeadlineExceeded.class)
                    .hasMessageStartingWith("Cannot run a statement within 200 ms: ");
        });
        migrated.db().transaction(other -> assertThat(new UsersDao(other).lock(ada.id(), LockMode.NOWAIT))
                .contains(ada));
    }

    @Test
    void outsideOfATransactionItIsRefused() {
        for (Session session : new Session[] {sent.db(), sent.db().withDeadline(Duration.ofSeconds(1))}) {
            assertThatThrownBy(() -> new UsersDao(session).lock(ada.id()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Cannot lock a row of public.users outside of a transaction: the lock would end with"
                            + " the statement. Make the DAO with a transaction: db.transaction(tx -> …)");
        }
        assertThat(sent.taken()).isEmpty();
    }
}
