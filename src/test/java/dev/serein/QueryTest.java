package dev.serein;

import static dev.serein.Query.find;
import static dev.serein.Query.rows;
import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.TYPE_ZOO;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import dev.serein.db.UsersRow;
import java.util.List;
import org.jooq.Record2;
import org.jooq.Records;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueryTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    record Name(long id, String name) {}

    static final Query1<String, UsersRow> BY_EMAIL =
            Query.of(String.class, email -> find(USERS).where(USERS.EMAIL.eq(email)));
    static final Query1<Long[], UsersRow> BY_IDS = Query.of(
            Long[].class, ids -> find(USERS).where(USERS.ID.eq(any(ids))).orderBy(USERS.ID));
    static final Query2<String, String, UsersRow> ADD = Query.of(
            String.class,
            String.class,
            (email, name) -> rows(
                    insertInto(USERS, USERS.EMAIL, USERS.NAME)
                            .values(email, name)
                            .returning(),
                    UsersRow::of));
    static final Query2<Boolean, Integer, Name> NAMES = Query.of(
            Boolean.class,
            Integer.class,
            (active, most) -> rows(
                    select(USERS.ID, USERS.NAME)
                            .from(USERS)
                            .where(USERS.ACTIVE.eq(active))
                            .orderBy(USERS.NAME)
                            .limit(most),
                    Records.mapping(Name::new)));
    static final Query1<Long, Record2<Long, String>> PAIR = Query.of(
            Long.class, id -> rows(select(USERS.ID, USERS.NAME).from(USERS).where(USERS.ID.eq(id))));

    private static UsersRow ada;

    @BeforeAll
    static void oneUser() {
        ada = ADD.one(DATABASE.db(), "ada@example.com", "Ada");
        ADD.one(DATABASE.db(), "bob@example.com", "Bob");
    }

    @Test
    void aRowIsReadWhole() {
        UsersRow row = BY_EMAIL.one(DATABASE.db(), "ada@example.com");
        assertThat(row).isEqualTo(ada);
        assertThat(row)
                .isEqualTo(UsersRow.of(DATABASE.db()
                        .sql()
                        .selectFrom(USERS)
                        .where(USERS.ID.eq(ada.id()))
                        .fetchSingle()));
        assertThat(BY_EMAIL.maybe(DATABASE.db(), "nobody")).isEmpty();
        assertThat(BY_EMAIL).hasToString("""
                select "public"."users"."id", "public"."users"."email", "public"."users"."name",\
                 "public"."users"."nickname", "public"."users"."active", "public"."users"."created_at",\
                 "public"."users"."updated_at" from "public"."users" where "public"."users"."email" = ?""");
    }

    @Test
    void listsLimitsAndMappedColumns() {
        assertThat(BY_IDS.list(DATABASE.db(), new Long[] {ada.id(), 99L})).containsExactly(ada);
        assertThat(NAMES.list(DATABASE.db(), true, 1)).containsExactly(new Name(ada.id(), "Ada"));
        assertThat(PAIR.one(DATABASE.db(), ada.id()).value2()).isEqualTo("Ada");
    }

    @Test
    void streamsInATransaction() {
        List<String> names = DATABASE.db().find(USERS).orderBy(USERS.ID).stream(
                rows -> rows.map(UsersRow::name).toList());
        assertThat(names).containsExactly("Ada", "Bob");
        assertThat(DATABASE.db().find(USERS).count()).isEqualTo(2);
        assertThat(DATABASE.db().find(USERS).limit(1).count()).isEqualTo(1);
        assertThat(DATABASE.db().find(ACCOUNTS).exists()).isFalse();
        assertThat(DATABASE.db().find(TYPE_ZOO).list()).isEmpty();
    }

    @Test
    void noneAndTooMany() {
        assertThatThrownBy(() -> BY_EMAIL.one(DATABASE.db(), "nobody")).isInstanceOf(RowNotFound.class);
        assertThatThrownBy(() -> DATABASE.db().find(USERS).one()).isInstanceOf(TooManyRows.class);
        assertThatThrownBy(() -> DATABASE.db().transaction(tx -> ADD.one(tx, "ada@example.com", "x")))
                .isInstanceOf(ConstraintViolation.class);
    }
}
