package dev.serein;

import static dev.serein.Query.find;
import static dev.serein.Relations.many;
import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.serein.db.AccountsDao;
import dev.serein.db.AccountsInsert;
import dev.serein.db.AccountsRow;
import dev.serein.db.CommentsRow;
import dev.serein.db.PostsDao;
import dev.serein.db.PostsInsert;
import dev.serein.db.PostsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a new user writes first. The regions are quoted in the README. */
@ReferenceSchema
class MainPathTest {
    @Scratch
    static MigratedDatabase migrated;

    // tag::query[]
    static final Query1<String, UsersRow> BY_EMAIL =
            Query.of(String.class, email -> find(USERS).where(USERS.EMAIL.eq(email)));
    // end::query[]

    @Test
    void aNewUserInsertsFindsUpdatesCommitsAndReadsATree() {
        String url = migrated.url();
        // tag::main[]
        Database db = Database.open(url); // one per application; without an argument: DATABASE_URL
        UsersDao users = new UsersDao(db);
        UsersRow ada = users.insert(UsersInsert.email("ada@example.com").name("Ada")); // without a name: no such method
        Optional<UsersRow> found = users.findByEmail("ada@example.com"); // one such method for each unique key
        AccountsRow account = new AccountsDao(db).insert(AccountsInsert.userId(ada.id()));
        db.transaction(tx -> {
            new AccountsDao(tx).update(account.id(), a -> a.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(100L)));
            new PostsDao(tx).insert(PostsInsert.userId(ada.id()).slug("notes").title("Notes on the Engine"));
        }); // all of it or nothing; a DAO runs on a transaction as it does on a database
        record PostView(PostsRow post, List<CommentsRow> comments) {} // records of your own
        record UserView(UsersRow user, List<PostView> posts) {}
        var post = USERS.posts(); // jOOQ's paths, along the foreign keys
        var comment = post.comments();
        List<UserView> page = db.find(USERS) // rows with those that belong to them: one round trip, one snapshot
                .with(
                        many(post)
                                .with(many(comment), PostView::new)
                                .orderBy(post.ID.desc())
                                .limit(3),
                        UserView::new)
                .where(USERS.EMAIL.likeIgnoreCase("%@example.com"))
                .orderBy(USERS.ID)
                .limit(20)
                .list();
        int all = db.withDeadline(Duration.ofSeconds(2)).sql().fetchCount(USERS); // all of jOOQ; ended after 2 s
        // end::main[]
        try (db) {
            assertThat(found).contains(ada);
            assertThat(page).extracting(UserView::user).containsExactly(ada);
            assertThat(page.get(0).posts())
                    .extracting(view -> view.post().title(), PostView::comments)
                    .containsExactly(tuple("Notes on the Engine", List.of()));
            assertThat(all).isOne();
            assertThat(new AccountsDao(db).getById(account.id()).credits()).isEqualTo(100);
            assertThat(BY_EMAIL.one(db, "ada@example.com")).isEqualTo(ada);
        }
    }
}
