package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An empty database for each test, and what single checks find in it. */
final class ExaminedDatabase implements BeforeEachCallback, AfterEachCallback {
    private ScratchDatabase scratch;
    private Database db;

    @Override
    public void beforeEach(ExtensionContext context) {
        scratch = ScratchPostgres.shared().createDatabase();
        db = Database.open(scratch.url());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        db.close();
        scratch.close();
    }

    Database db() {
        return db;
    }

    String url() {
        return scratch.url();
    }

    DataSource dataSource() {
        return scratch.dataSource();
    }

    String name() {
        return scratch.name();
    }

    /** Each statement is a transaction of its own, as those demand that build an index beside others. */
    void has(String... statements) {
        for (String each : statements) {
            db.sql().execute(each);
        }
    }

    /** What this check of all finds, which must have seen everything. */
    List<Finding> seenBy(String check) {
        return seenBy(check(check));
    }

    List<Finding> seenBy(Check check) {
        Examination seen = Doctor.of(db).asking(check).examine();
        assertThat(seen.unseen()).isEmpty();
        return seen.findings();
    }

    /** The objects of the one finding, or none. */
    List<String> objectsOf(String check) {
        List<Finding> findings = seenBy(check);
        assertThat(findings).hasSizeLessThan(2);
        return findings.stream().flatMap(each -> each.objects().stream()).toList();
    }

    static Check check(String name) {
        return Checks.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
