package dev.serein.log;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.db.PostsDao;
import dev.serein.db.PostsInsert;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersRow;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Three users with two posts each. */
final class LoggedDatabase implements BeforeAllCallback, AfterAllCallback {
    static final String SECRET = "hunter2@example.com";

    private ScratchDatabase scratch;
    private Database db;

    @Override
    public void beforeAll(ExtensionContext context) {
        scratch = ScratchPostgres.shared().createDatabase(MigrationSet.in(Path.of("../db/migration")));
        db = Database.open(DatabaseOptions.of(scratch.url()).withPoolMax(4));
        for (String email : new String[] {SECRET, "ada@example.com", "bob@example.com"}) {
            UsersRow user = new UsersDao(db).insert(UsersInsert.email(email).name("x"));
            for (String slug : new String[] {"first", "second"}) {
                new PostsDao(db)
                        .insert(PostsInsert.userId(user.id())
                                .slug(slug + "-of-" + user.id())
                                .title(slug));
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        db.close();
        scratch.close();
    }

    Database db() {
        return db;
    }

    ScratchDatabase scratch() {
        return scratch;
    }

    /** {@return the line that many lines above that of the caller} */
    static String here(int linesAbove) {
        StackTraceElement caller = Thread.currentThread().getStackTrace()[2];
        return caller.getClassName() + "." + caller.getMethodName() + "(" + caller.getFileName() + ":"
                + (caller.getLineNumber() - linesAbove) + ")";
    }
}
