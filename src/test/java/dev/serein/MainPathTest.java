package dev.serein;

import static dev.serein.Query.find;
import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.AccountsDao;
import dev.serein.db.AccountsInsert;
import dev.serein.db.AccountsRow;
import dev.serein.db.PostsDao;
import dev.serein.db.PostsInsert;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a new user writes first. The regions are quoted in the README. */
class MainPathTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    // tag::query[]
    static final Query1<String, UsersRow> BY_EMAIL =
            Query.of(String.class, email -> find(USERS).where(USERS.EMAIL.eq(email)));
    // end::query[]

    @Test
    void aNewUserInsertsFindsUpdatesJoinsAndCommits() {
        String url = DATABASE.url();
        // tag::main[]
        Database db = Database.open(url); // one per application; without an argument: DATABASE_URL

        UsersDao users = new UsersDao(db);
        UsersRow ada = users.insert(UsersInsert.email("ada@example.com").name("Ada")); // without a name: no such method
        Optional<UsersRow> found = users.findByEmail("ada@example.com"); // one such method for each unique key

        // all of it or nothing; a DAO runs on a transaction as it does on a database
        AccountsRow account = new AccountsDao(db).insert(AccountsInsert.userId(ada.id()));
        db.transaction(tx -> {
            new AccountsDao(tx).update(account.id(), a -> a.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(100L)));
            new PostsDao(tx).insert(PostsInsert.userId(ada.id()).slug("notes").title("Notes on the Engine"));
        });

        List<UsersRow> some =
                db.find(USERS).where(USERS.NAME.like("A%")).limit(20).list();

        // all of jOOQ: joins follow the foreign keys; what takes longer than 2 s is ended, in the server too
        Map<String, String> authors = db.withDeadline(Duration.ofSeconds(2))
                .sql()
                .select(POSTS.TITLE, POSTS.users().NAME)
                .from(POSTS)
                .fetchMap(POSTS.TITLE, POSTS.users().NAME);
        // end::main[]
        try (db) {
            assertThat(found).contains(ada);
            assertThat(some).containsExactly(ada);
            assertThat(new AccountsDao(db).getById(account.id()).credits()).isEqualTo(100);
            assertThat(authors).containsExactly(Map.entry("Notes on the Engine", "Ada"));
            assertThat(BY_EMAIL.one(db, "ada@example.com")).isEqualTo(ada);
        }
    }
}
