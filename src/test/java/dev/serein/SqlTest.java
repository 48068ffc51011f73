package dev.serein;

import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which value goes into which placeholder, where jOOQ writes others into the text. */
@ReferenceSchema
class SqlTest {
    @Scratch
    static MigratedDatabase migrated;

    @BeforeAll
    static void twoUsers() {
        for (String name : new String[] {"Ada", "Bob"}) {
            migrated.db()
                    .sql()
                    .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                    .values(name + "@example.com", name)
                    .execute();
        }
    }

    @Test
    void aValueInTheTextDoesNotMoveThoseAfterIt() {
        assertThat(migrated.db()
                        .find(USERS)
                        .where(USERS.ID.gt(DSL.inline(0L)), USERS.NAME.eq("Bob"))
                        .where(DSL.castNull(USERS.NAME).isNull(), USERS.EMAIL.eq("Bob@example.com"))
                        .list())
                .extracting(UsersRow::name)
                .containsExactly("Bob");
    }

    @Test
    void norThoseOfAPreparedQuery() {
        Query2<String, Integer, UsersRow> query =
                Query.of(String.class, Integer.class, (name, length) -> Query.find(USERS)
                        .where(DSL.inline(1).eq(1), DSL.length(USERS.NAME).eq(length), USERS.NAME.eq(name))
                        .where(USERS.EMAIL.eq(name.concat(DSL.inline("@")).concat(DSL.val("example.com")))));

        assertThat(query.list(migrated.db(), "Ada", 3))
                .extracting(UsersRow::name)
                .containsExactly("Ada");
    }
}
