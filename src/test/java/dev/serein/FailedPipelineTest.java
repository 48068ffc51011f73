package dev.serein;

import static dev.serein.Relations.many;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.condition;

import dev.serein.postgres.junit.Scratch;
import org.junit.jupiter.api.Test;

/** When one of several statements fails that were sent together, the server is left in a transaction. */
@ReferenceSchema
class FailedPipelineTest {
    @Scratch
    static MigratedDatabase migrated;

    private static Object backend(Database db) {
        return db.sql().fetchValue("select pg_backend_pid()");
    }

    private static Object stateOf(Object backend) {
        return migrated.db().sql().fetchValue("select state from pg_stat_activity where pid = ?", backend);
    }

    @Test
    void theConnectionIsUsedAgainAndIsInNoTransaction() {
        migrated.db().sql().execute("insert into users (email, name) values ('ada@example.com', 'Ada')");
        migrated.db().sql().execute("insert into posts (user_id, slug, title) values (1, 'one', 'One')");
        try (Database db = Database.open(DatabaseOptions.of(migrated.url()).withPoolMax(1))) {
            Object backend = backend(db);
            var post = USERS.posts();
            Find<?> failing = db.find(USERS)
                    .with(many(post).where(condition("1 / (length(title) - 3) > 0")), (user, posts) -> posts);

            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(failing::list)
                        .isInstanceOf(StatementFailed.class)
                        .hasMessageContaining("sqlstate: 22012");
                assertThat(stateOf(backend)).isEqualTo("idle");
            }
            assertThat(db.sql().execute("update users set name = 'Eve'")).isOne();
            assertThat(migrated.db().find(USERS).one().name()).isEqualTo("Eve");
            assertThat(backend(db)).isEqualTo(backend);
        }
    }

    @Test
    void aTransactionOfTheUsersOwnSqlEndsWhenTheConnectionComesBack() {
        try (Database db = Database.open(DatabaseOptions.of(migrated.url()).withPoolMax(1))) {
            Object backend = backend(db);

            db.sql().execute("begin");

            assertThat(stateOf(backend)).isEqualTo("idle");
            assertThat(backend(db)).isEqualTo(backend);
        }
    }
}
