package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoleTest {
    private static final String ROLE =
            "serein_role_test_" + ProcessHandle.current().pid();
    private static ScratchDatabase scratch;
    private static Database db;

    @BeforeAll
    static void tenants() {
        scratch = ScratchPostgres.shared().createDatabase();
        db = Database.open(scratch.url());
        db.sql().execute("create role " + ROLE);
        db.sql().execute("create table notes (tenant text, note text)");
        db.sql().execute("insert into notes values ('a', 'of a'), ('b', 'of b')");
        db.sql().execute("alter table notes enable row level security");
        db.sql().execute("create policy own on notes using (tenant = current_setting('app.tenant'))");
        db.sql().execute("grant select, insert on notes to " + ROLE);
    }

    @AfterAll
    static void close() {
        db.sql().execute("drop owned by " + ROLE);
        db.sql().execute("drop role " + ROLE);
        db.close();
        scratch.close();
    }

    private static List<String> notes(Session session) {
        return session.sql().resultQuery("select note from notes order by note").fetchInto(String.class);
    }

    private static String user(Session session) {
        return session.sql().resultQuery("select current_user").fetchSingle().get(0, String.class);
    }

    @Test
    void aTransactionSeesTheRowsOfItsTenantOnly() {
        assertThat(db.asResult(ROLE, Map.of("app.tenant", "a"), RoleTest::notes))
                .containsExactly("of a");
        assertThat(db.asResult(ROLE, Map.of("app.tenant", "b' or 'b' = 'b"), RoleTest::notes))
                .isEmpty();
        assertThat(notes(db)).containsExactly("of a", "of b");
    }

    @Test
    void nothingOfItIsLeftForTheNext() {
        db.as(ROLE, Map.of("app.tenant", "a"), tx -> assertThat(user(tx)).isEqualTo(ROLE));
        assertThatThrownBy(() -> db.as(ROLE, Map.of("app.tenant", "a"), tx -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(user(db)).isNotEqualTo(ROLE);
        assertThat(db.sql()
                        .resultQuery("select coalesce(current_setting('app.tenant', true), '')")
                        .fetchInto(String.class))
                .containsExactly("");
    }

    @Test
    void itGoesWithOtherOptions() {
        TransactionOptions options = TransactionOptions.snapshot().withRole(ROLE, Map.of("app.tenant", "a"));
        String seen = db.transactionResult(
                options,
                tx -> notes(tx)
                        + tx.sql()
                                .resultQuery("show transaction_isolation")
                                .fetchSingle()
                                .get(0, String.class));
        assertThat(seen).isEqualTo("[of a]repeatable read");
    }

    @Test
    void aRoleThatIsNotThereIsNamedInTheError() {
        assertThatThrownBy(() -> db.as("nobody", Map.of(), tx -> {}))
                .isInstanceOf(StatementFailed.class)
                .hasMessage("""
                        Cannot run a statement: a value is not valid
                          sqlstate: 22023
                          sql:      select set_config(?, ?, true)
                          role:     nobody
                          fix:      see whether there is such a role, granted to the connection's user, and such settings""");
    }

    @Test
    void aPartOfATransactionRunsAsTheWhole() {
        db.transaction(tx -> assertThatThrownBy(() -> tx.as(ROLE, Map.of(), inner -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A transaction within another is a part of it, and cannot have its own role: say it of the"
                        + " outermost one"));
    }
}
