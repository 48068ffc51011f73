package com.acme;

import static com.acme.db.Tables.COMMENTS;
import static com.acme.db.Tables.POSTS;
import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.one;
import static dev.serein.Relations.some;

import com.acme.db.AccountsDao;
import com.acme.db.CommentsRow;
import com.acme.db.PostsDao;
import com.acme.db.PostsRow;
import com.acme.db.SchemaVersion;
import com.acme.db.UsersDao;
import com.acme.db.UsersRow;
import com.acme.db.enums.Visibility;
import dev.serein.ConstraintViolation;
import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.Page;
import dev.serein.PageRequest;
import dev.serein.migrate.MigrationFiles;
import dev.serein.migrate.MigrationReport;
import dev.serein.migrate.Migrations;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A blog, as far as its data goes: migrates, fills, and asks. */
public final class Blog {
    private final Database db;
    private final Report report;

    private Blog(Database db, Report report) {
        this.db = db;
        this.report = report;
    }

    /** Uses the PostgreSQL of DATABASE_URL, or else one that lives as long as this program. */
    public static void main(String[] arguments) {
        Report report = new Report(System.out);
        String url = System.getenv("DATABASE_URL");
        if (url != null && !url.isBlank()) {
            run(url, report);
            return;
        }
        try (ScratchPostgres postgres = report.timed("start an embedded PostgreSQL", ScratchPostgres::start);
                ScratchDatabase database = postgres.createDatabase()) {
            run(database.url(), report);
        }
    }

    private static void run(String url, Report report) {
        DatabaseOptions options = DatabaseOptions.of(url);
        MigrationReport migrated = report.timed("migrate", () -> migrate(options));
        report.line("%d migrations applied", migrated.applied().size());
        // a database that has not these migrations is refused here, and not by the first request
        DatabaseOptions expecting = options.expecting(SchemaVersion.MIGRATIONS);
        try (Database db = report.timed("open a pool of connections", () -> Database.open(expecting))) {
            report.line(db.sql()
                    .fetchSingle("select split_part(version(), ' on ', 1)")
                    .get(0, String.class));
            Blog blog = new Blog(db, report);
            blog.load();
            blog.findOne();
            blog.newestPosts();
            blog.liveliestPosts();
            blog.busiestCommenters();
            blog.transfer();
            blog.refuseToOverdraw();
        }
    }

    /** A real service does this once per release, before its instances start: {@code dev.serein.cli.Main migrate}. */
    static MigrationReport migrate(DatabaseOptions database) {
        return Migrations.of(database, MigrationFiles.usual()).migrate();
    }

    private void load() {
        if (new UsersDao(db).exists()) {
            report.line("the data of an earlier run is still there");
            return;
        }
        int rows = report.timed("load", () -> db.transactionResult(tx -> new SampleData(tx).load()));
        report.line("%,d users, accounts, posts and comments, in one transaction", rows);
    }

    private void findOne() {
        Optional<UsersRow> ada = report.timed(
                "find a user by address", () -> new UsersDao(db).findByEmail("ada.lovelace.0@example.com"));
        ada.ifPresent(user -> report.line("%s <%s>, user %d", user.name(), user.email(), user.id()));
    }

    private void newestPosts() {
        Page<PostsRow> first = report.timed("the newest posts, a page", () -> newest(null));
        first.items().forEach(post -> report.line("%s  %s", post.publishedAt(), post.title()));
        Page<PostsRow> second = report.timed("the page after it", () -> newest(first.next()));
        second.items().forEach(post -> report.line("%s  %s", post.publishedAt(), post.title()));
    }

    // tag::page[]
    /** @param cursor of the page before, as a web client sent it back; null for the first */
    private Page<PostsRow> newest(@Nullable String cursor) {
        return new PostsDao(db)
                .page(
                        POSTS.VISIBILITY.eq(Visibility.public_),
                        List.of(POSTS.PUBLISHED_AT.desc()),
                        PageRequest.of(3, cursor));
    }
    // end::page[]

    /** A post, who wrote it, what was said of it last, and how much was. */
    private record Discussion(PostsRow post, UsersRow author, List<String> latest, long comments) {}

    /** Rows with those that belong to them, in one round trip and one snapshot. */
    private void liveliestPosts() {
        var comment = POSTS.comments();
        List<Discussion> discussions = report.timed("posts with authors and comments", () -> db.find(POSTS)
                .with(
                        one(POSTS.users()),
                        many(comment).orderBy(comment.ID.desc()).limit(2).map(CommentsRow::body),
                        count(comment),
                        Discussion::new)
                .where(POSTS.VISIBILITY.eq(Visibility.public_), some(comment))
                .orderBy(POSTS.PUBLISHED_AT.desc())
                .limit(3)
                .list());
        discussions.forEach(each -> report.line(
                "%s, by %s: %d comments, last %s", each.post.title(), each.author.name(), each.comments, each.latest));
    }

    /** All of jOOQ, with the paths that it generates from the foreign keys. */
    private void busiestCommenters() {
        List<Record2<String, Integer>> busiest = report.timed("count comments by author", () -> db.sql()
                .select(COMMENTS.users().NAME, DSL.count())
                .from(COMMENTS)
                .where(COMMENTS.posts().VISIBILITY.eq(Visibility.public_))
                .groupBy(COMMENTS.users().ID, COMMENTS.users().NAME)
                .orderBy(DSL.count().desc(), COMMENTS.users().ID)
                .limit(3)
                .fetch());
        busiest.forEach(row -> report.line("%-20s %d", row.value1(), row.value2()));
    }

    private void transfer() {
        Transfers transfers = new Transfers(db);
        report.timed(
                "transfer a credit in a transaction",
                () -> transfers.transferCredits(UUID.randomUUID(), account(1), account(2), 1));
        report.line("accounts 1 and 2 now hold %d and %d", credits(1), credits(2));
    }

    private void refuseToOverdraw() {
        Transfers transfers = new Transfers(db);
        report.timed("try to overdraw an account", () -> {
            try {
                transfers.transferCredits(UUID.randomUUID(), account(1), account(2), 1_000_000);
                throw new AssertionError("the constraint on accounts.credits is gone");
            } catch (ConstraintViolation refused) {
                return null;
            }
        });
        report.line("refused by the table's CHECK, and rolled back: still %d and %d", credits(1), credits(2));
    }

    private long account(long user) {
        return new AccountsDao(db).getByUserId(user).id();
    }

    private long credits(long user) {
        return new AccountsDao(db).getByUserId(user).credits();
    }
}
