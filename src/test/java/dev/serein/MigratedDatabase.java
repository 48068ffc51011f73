package dev.serein;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The reference schema in a database of the test class's own. */
final class MigratedDatabase implements BeforeAllCallback, AfterAllCallback {
    private ScratchDatabase scratch;
    private Database db;

    @Override
    public void beforeAll(ExtensionContext context) {
        // the working directory is src/
        scratch = ScratchPostgres.shared().createDatabase(MigrationSet.in(Path.of("../db/migration")));
        db = Database.open(scratch.url());
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

    String url() {
        return scratch.url();
    }

    /** What SQL by hand returns: one text for each row. */
    List<String> plain(String sql) {
        return db.sql().resultQuery(sql).fetchInto(String.class);
    }

    /** The URL with another word in place of one that stands in it. */
    String urlWith(String word, String other) {
        if (!url().contains(word)) {
            throw new IllegalArgumentException("The URL does not hold " + word);
        }
        return url().replace(word, other);
    }
}
