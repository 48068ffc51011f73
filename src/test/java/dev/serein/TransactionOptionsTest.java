package dev.serein;

import static dev.serein.db.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class TransactionOptionsTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final TransactionOptions OPTIONS = TransactionOptions.defaults();

    private final Database db = migrated.db();

    private static String show(Session session, String setting) {
        return session.sql().resultQuery("show " + setting).fetchSingle().get(0, String.class);
    }

    private List<String> shown(TransactionOptions options) {
        return db.transactionResult(options, TransactionOptionsTest::shown);
    }

    private List<String> within(TransactionOptions options, TransactionCall<List<String>, RuntimeException> body) {
        return db.transactionResult(options, body);
    }

    /** Isolation, read only, deferrable, lock timeout, statement timeout. */
    private static List<String> shown(Session session) {
        return List.of(
                show(session, "transaction_isolation"),
                show(session, "transaction_read_only"),
                show(session, "transaction_deferrable"),
                show(session, "lock_timeout"),
                show(session, "statement_timeout"));
    }

    @Test
    void whatIsNotSaidIsAsTheServerHasIt() {
        assertThat(shown(OPTIONS)).containsExactly("read committed", "off", "off", "10s", "30s");
    }

    @Test
    void whatIsSaidHoldsForTheTransactionAndNotForTheNext() {
        assertThat(shown(OPTIONS.withIsolation(Isolation.REPEATABLE_READ).withLockTimeout(Duration.ofMillis(250))))
                .containsExactly("repeatable read", "off", "off", "250ms", "30s");
        assertThat(shown(TransactionOptions.serializable().withReadOnly(true).withDeferrable(true)))
                .containsExactly("serializable", "on", "on", "10s", "30s");
        assertThat(shown(TransactionOptions.snapshot().withDeadline(Duration.ofMinutes(5))))
                .containsExactly("repeatable read", "on", "off", "10s", "5min");
        assertThat(shown(OPTIONS)).containsExactly("read committed", "off", "off", "10s", "30s");
        assertThat(shown(db)).containsExactly("read committed", "off", "off", "10s", "30s");
    }

    @Test
    void theyHoldForStatementsOfEveryKind() {
        TransactionOptions options = TransactionOptions.serializable().withLockTimeout(Duration.ofMillis(250));
        List<String> asked = List.of("serializable", "off", "off", "250ms", "30s");

        assertThat(within(options, tx -> {
                    tx.find(TAGS).list();
                    return shown(tx);
                }))
                .isEqualTo(asked);
        assertThat(within(options, tx -> {
                    new TagsDao(tx).insert(TagsInsert.name("first"));
                    return shown(tx);
                }))
                .isEqualTo(asked);
        assertThat(within(options, tx -> {
                    tx.sql().batch("select 1", "select 2").execute();
                    return shown(tx);
                }))
                .isEqualTo(asked);
        assertThat(within(options, tx -> {
                    var query = tx.sql().insertInto(TAGS, TAGS.NAME).values((String) null);
                    tx.sql().batch(query).bind("one").bind("two").execute();
                    return shown(tx);
                }))
                .isEqualTo(asked);
        assertThat(within(options, tx -> {
                    tx.sql().connection(connection -> {
                        try (var statement = connection.createStatement()) {
                            statement.execute("select 1");
                        }
                    });
                    return shown(tx);
                }))
                .isEqualTo(asked);
        assertThat(within(options, tx -> {
                    tx.find(TAGS).stream(1, rows -> rows.limit(1).count());
                    return shown(tx);
                }))
                .isEqualTo(asked);
        assertThat(new TagsDao(db).find().orderBy(TAGS.NAME).list())
                .extracting(row -> row.name())
                .containsExactly("first", "one", "two");
    }

    @Test
    void aReadOnlyTransactionDoesNotWrite() {
        assertThatThrownBy(() -> db.transaction(
                        OPTIONS.withReadOnly(true).withAttempts(3).withName("report"),
                        tx -> new TagsDao(tx).insert(TagsInsert.name("never"))))
                .isInstanceOf(StatementFailed.class)
                .hasMessage("""
                        Cannot insert into public.tags: cannot execute INSERT in a read-only transaction
                          sqlstate:    25006
                          sql:         insert into "public"."tags" ("name") values (?) returning "public"."tags"."id", "public"."tags"."name", "public"."tags"."description"
                          transaction: report
                          attempts:    1
                          fix:         this server, or this transaction, is read-only; after a failover, try again: the connection is replaced""");
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedBeforeAnythingRuns() {
        assertThatThrownBy(() -> db.transaction(OPTIONS.withDeferrable(true), tx -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A transaction is deferrable only where it is serializable and read-only:"
                        + " serializable().withReadOnly(true).withDeferrable(true)");
        assertThatThrownBy(() -> OPTIONS.withAttempts(0)).hasMessage("A transaction has at least one attempt, not 0");
        assertThatThrownBy(() -> OPTIONS.withDeadline(Duration.ZERO))
                .hasMessage("A deadline is at least 1 ms, not PT0S");
        assertThatThrownBy(() -> OPTIONS.withLockTimeout(Duration.ofDays(25)))
                .hasMessage("A lock timeout is at most 24 d");
        assertThatThrownBy(() -> OPTIONS.withBackoff(Duration.ofMillis(2), Duration.ofMillis(1)))
                .hasMessage("The longest backoff is less than the first");
        assertThatThrownBy(() -> OPTIONS.withName(" ")).hasMessage("The name of a transaction is empty");
        assertThatThrownBy(() -> OPTIONS.withRole("", Map.of())).hasMessage("The name of a role is empty");
    }

    @Test
    void aPartOfATransactionHasNoneOfItsOwn() {
        TransactionOptions outer = TransactionOptions.serializable();
        db.transaction(outer, tx -> {
            // what it is anyway, and less than that
            tx.transaction(outer.withName("inner"), inner -> {});
            tx.transaction(OPTIONS.withIsolation(Isolation.READ_COMMITTED), inner -> {});
            assertThatThrownBy(() -> tx.transaction(
                            OPTIONS.withReadOnly(true)
                                    .withDeadline(Duration.ofSeconds(1))
                                    .withLockTimeout(Duration.ofSeconds(1))
                                    .withRole("other", Map.of()),
                            inner -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A transaction within another is a part of it, and cannot have its own"
                            + " read only, deadline, lock timeout, role: say it of the outermost one");
        });
        db.transaction(tx -> assertThatThrownBy(() -> tx.transaction(outer, inner -> {}))
                .hasMessage("A transaction within another is a part of it, and cannot have its own"
                        + " isolation: say it of the outermost one"));
    }

    @Test
    void aDeadlineIsOfAllOfIt() {
        assertThatThrownBy(() -> db.transaction(OPTIONS.withDeadline(Duration.ofMillis(200)), tx -> {
                    tx.sql().execute("select pg_sleep(0.05)");
                    tx.sql().execute("select pg_sleep(60)");
                }))
                .isInstanceOf(DeadlineExceeded.class)
                .hasMessage("""
                        Cannot run a statement within 200 ms: the deadline has passed
                          sqlstate: 57014
                          sql:      select pg_sleep(60)
                          fix:      ask for less, or allow more: withDeadline(…)""");
    }

    @Test
    void optionsAreValues() {
        TransactionOptions options = TransactionOptions.serializable()
                .withName("transfer")
                .withDeadline(Duration.ofSeconds(3))
                .withRole("teller", Map.of("app.tenant", "secret"));

        assertThat(options)
                .hasToString("TransactionOptions[name=transfer, isolation=SERIALIZABLE, deadline=3 s, attempts=10,"
                        + " role=teller]")
                .isEqualTo(TransactionOptions.serializable()
                        .withRole("teller", Map.of("app.tenant", "secret"))
                        .withDeadline(Duration.ofSeconds(3))
                        .withName("transfer"))
                .hasSameHashCodeAs(options.withAttempts(10))
                .isNotEqualTo(options.withAttempts(2));
    }
}
