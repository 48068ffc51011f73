package dev.serein;

import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.UsersRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a new user writes first. The regions are quoted in the README. */
class MainPathTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    @Test
    void aNewUserInsertsFindsJoinsAndCommits() {
        String url = DATABASE.url();
        // tag::main[]
        Database db = Database.open(url); // one per application; without an argument: DATABASE_URL

        // all of jOOQ
        db.sql()
                .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values("ada@example.com", "Ada Lovelace")
                .values("grace@example.com", "Grace Hopper")
                .execute();

        List<UsersRow> users = db.find(USERS)
                .where(USERS.EMAIL.likeIgnoreCase("%@example.com"))
                .orderBy(USERS.NAME)
                .list();
        long ada = users.get(0).id();

        // all of it or nothing
        db.transaction(tx -> {
            tx.sql()
                    .insertInto(POSTS, POSTS.USER_ID, POSTS.SLUG, POSTS.TITLE)
                    .values(ada, "notes", "Notes on the Analytical Engine")
                    .execute();
            tx.sql()
                    .update(USERS)
                    .set(USERS.ACTIVE, false)
                    .where(USERS.ID.eq(ada))
                    .execute();
        });

        // joins follow the foreign keys; what takes longer than 2 s is ended, in the server too
        Map<String, String> authors = db.withDeadline(Duration.ofSeconds(2))
                .sql()
                .select(POSTS.TITLE, POSTS.users().NAME)
                .from(POSTS)
                .orderBy(POSTS.TITLE)
                .fetchMap(POSTS.TITLE, POSTS.users().NAME);
        // end::main[]
        try (db) {
            assertThat(users).extracting(UsersRow::name).containsExactly("Ada Lovelace", "Grace Hopper");
            assertThat(authors).containsExactly(Map.entry("Notes on the Analytical Engine", "Ada Lovelace"));
            assertThat(db.find(USERS).where(USERS.ID.eq(ada)).first())
                    .map(UsersRow::active)
                    .contains(false);
        }
    }
}
