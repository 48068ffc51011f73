package dev.serein;

import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.ConstraintViolation.Kind;
import dev.serein.db.Indexes;
import dev.serein.db.Keys;
import dev.serein.postgres.junit.Scratch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Check;
import org.jooq.Named;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both doors say which rule is violated, in the server's words and as what is generated of it; and no value. */
@ChangedReferenceSchema
class ConstraintViolationTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final String SECRET = "hunter2@example.com";
    private static final Check<?> EMAIL_CHECK = USERS.getChecks().get(0);

    private static long ada;

    @BeforeAll
    static void aUserWithAPost() {
        ada = db().sql()
                .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values(SECRET, "Ada")
                .returning()
                .fetchSingle()
                .getId();
        insertPost();
        db().sql()
                .execute(
                        "create table rooms (room int, during int4range, \"Odd, Name\" text,"
                                + " constraint rooms_taken exclude using gist (int4range(room, room, '[]') with =, during with &&))");
        db().sql().execute("create unique index rooms_odd_key on rooms (lower(\"Odd, Name\"), \"Odd, Name\")");
        db().sql().execute("insert into rooms values (1, '[1,9)', 'x)=(hunter2')");
    }

    private static void insertPost() {
        db().sql()
                .insertInto(POSTS, POSTS.USER_ID, POSTS.SLUG, POSTS.TITLE)
                .values(ada, "hunter2", "One")
                .execute();
    }

    private static Database db() {
        return migrated.db();
    }

    enum Door {
        SEREIN {
            @Override
            void run(ResultQuery<?> query) {
                JooqRows.of(query, record -> record).prepared().list(db());
            }
        },
        JOOQ {
            @Override
            void run(ResultQuery<?> query) {
                db().sql().fetch(query);
            }
        };

        abstract void run(ResultQuery<?> query);

        ConstraintViolation violation(ResultQuery<?> query) {
            return thrown(() -> run(query));
        }
    }

    private static ConstraintViolation thrown(Runnable body) {
        ConstraintViolation thrown = catchThrowableOfType(ConstraintViolation.class, body::run);
        assertThat(thrown).isNotNull();
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("hunter2");
        return thrown;
    }

    @ParameterizedTest
    @EnumSource
    void aUniqueKey(Door door) {
        ConstraintViolation violation = door.violation(DSL.insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values(SECRET, "x")
                .returning(USERS.ID));

        assertThat(violation).hasMessage("""
                Cannot insert into public.users: unique constraint users_email_key is violated
                  sqlstate: 23505
                  columns:  email
                  sql:      insert into "public"."users" ("email", "name") values (?, ?) returning "public"."users"."id"
                  fix:      catch ConstraintViolation, or use upsert""");
        assertThat(violation.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(violation.rule()).containsSame(Keys.USERS_EMAIL_KEY);
        assertThat(violation.is(Keys.USERS_EMAIL_KEY)).isTrue();
        assertThat(violation.is(Keys.USERS_PKEY)).isFalse();
        assertThat(violation.is(Keys.ACCOUNTS__ACCOUNTS_USER_ID_FKEY)).isFalse();
        assertThat(violation.is(ConflictTarget.of(USERS.EMAIL))).isTrue();
        assertThat(violation.is(ConflictTarget.of(USERS.EMAIL).where("active"))).isFalse();
        assertThat(violation.is(ConflictTarget.of(USERS.EMAIL, USERS.NAME))).isFalse();
        assertThat(violation.is(ConflictTarget.of(USERS.ID))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aPartialUniqueIndex(Door door) {
        ConstraintViolation violation = door.violation(DSL.insertInto(POSTS, POSTS.USER_ID, POSTS.SLUG, POSTS.TITLE)
                .values(ada, "hunter2", "Two")
                .returning(POSTS.ID));

        assertThat(violation.getMessage()).startsWith("""
                Cannot insert into public.posts: unique constraint posts_active_slug_key is violated
                  sqlstate: 23505
                  columns:  slug
                """);
        assertThat(violation.rule()).containsSame(Indexes.POSTS_ACTIVE_SLUG_KEY);
        assertThat(violation.is(Indexes.POSTS_ACTIVE_SLUG_KEY)).isTrue();
        assertThat(violation.is(ConflictTarget.of(POSTS.SLUG).where("(archived_at IS NULL)")))
                .isTrue();
        assertThat(violation.is(ConflictTarget.of(POSTS.SLUG))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aForeignKeyOfARowThatRefersToNothing(Door door) {
        ConstraintViolation violation = door.violation(DSL.update(POSTS)
                .set(POSTS.USER_ID, 4711L)
                .where(POSTS.USER_ID.eq(ada))
                .returning(POSTS.ID));

        assertThat(violation).hasMessage("""
                Cannot update public.posts: foreign key posts_user_id_fkey is violated
                  sqlstate: 23503
                  columns:  user_id
                  sql:      update "public"."posts" set "user_id" = ? where "public"."posts"."user_id" = ? returning "public"."posts"."id"
                  fix:      catch ConstraintViolation""");
        assertThat(violation.is(Keys.POSTS__POSTS_USER_ID_FKEY)).isTrue();
        assertThat(violation.rule()).containsSame(Keys.POSTS__POSTS_USER_ID_FKEY);
    }

    @ParameterizedTest
    @EnumSource
    void aForeignKeyOfAnotherTableThatRefersToWhatGoes(Door door) {
        ConstraintViolation violation =
                door.violation(DSL.deleteFrom(USERS).where(USERS.ID.eq(ada)).returning(USERS.ID));

        assertThat(violation.getMessage()).startsWith("""
                Cannot delete from public.users: foreign key posts_user_id_fkey is violated
                  sqlstate: 23503
                  table:    public.posts
                  columns:  user_id
                """);
        assertThat(violation.table()).isEqualTo("public.posts");
        assertThat(violation.columns()).containsExactly("user_id");
        assertThat(violation.rule()).containsSame(Keys.POSTS__POSTS_USER_ID_FKEY);
    }

    @ParameterizedTest
    @EnumSource
    void aForeignKeyThatRestricts(Door door) {
        db().sql()
                .execute("create table badges (owner bigint constraint badges_owner_fkey references users"
                        + " on delete restrict)");
        db().sql().execute("insert into badges values (" + ada + ")");
        db().sql().execute("delete from posts");
        try {
            ConstraintViolation violation =
                    door.violation(DSL.deleteFrom(USERS).where(USERS.ID.eq(ada)).returning(USERS.ID));

            assertThat(violation.getMessage())
                    .startsWith("Cannot delete from public.users: foreign key badges_owner_fkey is violated\n");
            assertThat(violation.kind()).isEqualTo(Kind.FOREIGN_KEY);
            assertThat(violation.table()).isEqualTo("public.badges");
            assertThat(violation.rule()).isEmpty();
        } finally {
            db().sql().execute("drop table badges");
            insertPost();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCheck(Door door) {
        ConstraintViolation violation = door.violation(DSL.insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values("hunter2", "x")
                .returning(USERS.ID));

        assertThat(violation.getMessage()).startsWith("""
                Cannot insert into public.users: check constraint users_email_check is violated
                  sqlstate: 23514
                  columns:  email
                """);
        assertThat(violation.kind()).isEqualTo(Kind.CHECK);
        assertThat(violation.rule()).contains((Named) EMAIL_CHECK);
        assertThat(violation.is(EMAIL_CHECK)).isTrue();
        assertThat(violation.is(POSTS.getChecks().get(0))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aValueThatIsMissing(Door door) {
        ConstraintViolation violation = door.violation(DSL.insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values(SECRET, null)
                .returning(USERS.ID));

        assertThat(violation.getMessage()).startsWith("""
                Cannot insert into public.users: column name must not be null
                  sqlstate: 23502
                  columns:  name
                """);
        assertThat(violation.kind()).isEqualTo(Kind.NOT_NULL);
        assertThat(violation.constraint()).isNull();
        assertThat(violation.rule()).isEmpty();
        assertThat(violation.is(Keys.USERS_PKEY)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anExclusion(Door door) {
        ConstraintViolation violation =
                door.violation(DSL.resultQuery("insert into rooms values (1, '[5,6)', null) returning 1")
                        .coerce(DSL.val(1)));

        assertThat(violation.getMessage()).startsWith("""
                Cannot insert into public.rooms: exclusion constraint rooms_taken is violated
                  sqlstate: 23P01
                  columns:  int4range(room, room, '[]'::text), during
                """);
        assertThat(violation.kind()).isEqualTo(Kind.EXCLUSION);
        assertThat(violation.columns()).containsExactly("int4range(room, room, '[]'::text)", "during");
    }

    @ParameterizedTest
    @EnumSource
    void anIndexOnAnExpressionAndAValueThatLooksLikeOne(Door door) {
        ConstraintViolation violation = door.violation(
                DSL.resultQuery("insert into rooms values (2, '[1,9)', {0}) returning 1", DSL.val("x)=(hunter2"))
                        .coerce(DSL.val(1)));

        assertThat(violation.getMessage()).startsWith("""
                Cannot insert into public.rooms: unique constraint rooms_odd_key is violated
                  sqlstate: 23505
                  columns:  lower("Odd, Name"), Odd, Name
                """);
        assertThat(violation.columns()).containsExactly("lower(\"Odd, Name\")", "Odd, Name");
        assertThat(violation.rule()).isEmpty();
    }

    @Test
    void aTriggerThatFailsForAnotherTable() {
        db().sql().execute("""
                create function doubled() returns trigger language plpgsql as $$
                begin
                    insert into users (email, name) select email, name from users;
                    return new;
                end $$""");
        db().sql().execute("create trigger doubled after insert on rooms execute function doubled()");
        try {
            ConstraintViolation violation =
                    thrown(() -> db().sql().execute("insert into rooms values (3, '[1,9)', 'x')"));
            assertThat(violation.getMessage()).startsWith("""
                    Cannot insert into rooms: unique constraint users_email_key is violated
                      sqlstate: 23505
                      table:    public.users
                      columns:  email
                    """);
        } finally {
            db().sql().execute("drop trigger doubled on rooms");
        }
    }

    @Test
    void aBatch() {
        ConstraintViolation violation = thrown(() -> db().sql()
                .batch(
                        DSL.update(USERS).set(USERS.NAME, "y").where(USERS.ID.eq(4711L)),
                        DSL.insertInto(USERS, USERS.EMAIL, USERS.NAME).values(SECRET, "x"))
                .execute());

        assertThat(violation).hasMessage("""
                Cannot update public.users: unique constraint users_email_key is violated
                  sqlstate: 23505
                  columns:  email
                  sql:      update "public"."users" set "name" = ? where "public"."users"."id" = ?;
                            insert into "public"."users" ("email", "name") values (?, ?)
                  fix:      catch ConstraintViolation, or use upsert""");
        assertThat(violation.is(Keys.USERS_EMAIL_KEY)).isTrue();
    }

    @Test
    void whatJooqItselfFailsAtIsNotSeenEither() {
        List<String> messages = Stream.<Runnable>of(
                        () -> db().sql()
                                .newRecord(USERS)
                                .setEmail(SECRET)
                                .setName("x")
                                .insert(),
                        () -> db().sql()
                                .batchInsert(db().sql()
                                        .newRecord(USERS)
                                        .setEmail(SECRET)
                                        .setName("x"))
                                .execute())
                .map(body -> thrown(body).getMessage().lines().findFirst().orElseThrow())
                .toList();

        assertThat(messages)
                .containsOnly("Cannot insert into public.users: unique constraint users_email_key is violated");
    }
}
