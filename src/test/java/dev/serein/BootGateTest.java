package dev.serein;

import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serein.SchemaMismatch.Finding;
import dev.serein.SchemaMismatch.Kind;
import dev.serein.db.SchemaVersion;
import dev.serein.postgres.fault.Fate;
import dev.serein.postgres.fault.FaultyProxy;
import dev.serein.postgres.junit.Scratch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database is opened only if it has the migrations that the program expects. */
@ReferenceSchema
class BootGateTest {
    /** What these tests do to the history, they do to a copy that comes first. */
    private static final String COPY = "bootgate";

    private static final String HISTORY = COPY + ".flyway_schema_history";

    @Scratch
    static MigratedDatabase migrated;

    @AfterEach
    void noConnectionIsLeft() {
        await().atMost(10, TimeUnit.SECONDS).until(() -> migrated.plain(
                        "select count(*) from pg_stat_activity where application_name = '" + COPY + "'")
                .equals(List.of("0")));
        execute("drop schema if exists " + COPY + " cascade");
    }

    private static void execute(String sql) {
        try (Connection connection = migrated.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** To be changed. */
    private static void copyHistory() {
        execute("create schema bootgate; create table " + HISTORY + " as table public.flyway_schema_history");
    }

    private static DatabaseOptions expecting(String url, String parameter) {
        return DatabaseOptions.of(url + "?application_name=" + COPY + parameter).expecting(SchemaVersion.MIGRATIONS);
    }

    private static DatabaseOptions expecting(String url) {
        return expecting(url, "");
    }

    private static DatabaseOptions ofCopy() {
        return expecting(migrated.url(), "&options=-csearch_path%3D" + COPY + ",public");
    }

    private static void assertMismatch(DatabaseOptions options, String message) {
        assertThatThrownBy(() -> Database.open(options))
                .isInstanceOf(SchemaMismatch.class)
                .hasNoCause()
                .hasMessage(message.replace("ADDRESS", address()));
    }

    private static String address() {
        return migrated.url().replaceFirst(".*@", "");
    }

    @Test
    void whatItsClassesWereGeneratedFromIsThere() {
        try (Database db = Database.open(expecting(migrated.url()))) {
            assertThat(db.sql().fetchCount(USERS)).isZero();
        }
    }

    @Test
    void whatItWouldFindCanBeAskedAtAnyTime() {
        Database db = migrated.db();
        assertThat(SchemaMismatch.find(db, SchemaVersion.MIGRATIONS)).isEmpty();
        SchemaMigration more = new SchemaMigration("99", "more", "V99__more.sql", 7);
        SchemaMigration known = SchemaVersion.MIGRATIONS.get(0);
        SchemaMigration edited =
                new SchemaMigration(known.version(), known.description(), known.script(), known.checksum() + 1);
        db.transaction(tx -> assertThat(SchemaMismatch.find(tx, List.of(more, edited)))
                .containsExactly(
                        new SchemaMismatch.Finding(more, SchemaMismatch.Kind.NOT_APPLIED),
                        new SchemaMismatch.Finding(edited, SchemaMismatch.Kind.EDITED)));
    }

    @Test
    void allThatIsNotAsExpectedIsNamed() {
        copyHistory();
        execute("delete from " + HISTORY + " where version in ('8', '9')");
        assertMismatch(ofCopy(), """
                The schema does not fit this program: 2 migrations are not applied
                  database:    ADDRESS
                  not applied: V8__refunds.sql
                               V9__comments_by_author.sql
                  fix:         run dev.serein.cli.Main migrate before starting the instances""");

        execute("update " + HISTORY + " set success = false where version = '7'");
        execute("update " + HISTORY + " set checksum = 1 where version in ('1', '2') or version is null");
        assertMismatch(ofCopy(), """
                The schema does not fit this program: 2 migrations are not applied, 1 is outdated, 1 has failed, 2 are edited
                  database:    ADDRESS
                  not applied: V8__refunds.sql
                               V9__comments_by_author.sql
                  outdated:    R__updated_at.sql
                  failed:      V7__reports.sql
                  edited:      V1__accounts.sql
                               V2__blog.sql
                  fix:         mend what has failed, and run dev.serein.cli.Main repair
                               put back what was edited, write the change as a migration of its own, and generate again
                               run dev.serein.cli.Main migrate before starting the instances
                               if that does not help, its placeholders have other values in the build: leave it out of expecting(…)""");
    }

    @Test
    void ofOneThatIsEditedTheWayOutIsNotToMigrate() {
        copyHistory();
        execute("update " + HISTORY + " set checksum = checksum + 1 where version = '3'");
        assertMismatch(ofCopy(), """
                The schema does not fit this program: 1 migration is edited
                  database: ADDRESS
                  edited:   V3__shop.sql
                  fix:      put back what was edited, write the change as a migration of its own, and generate again""");
    }

    @Test
    void theFindingsAreData() throws Exception {
        copyHistory();
        execute("delete from " + HISTORY + " where version = '9'");
        execute("update " + HISTORY + " set success = false where version = '8'");
        SchemaMigration eight = migration("8");
        SchemaMigration nine = migration("9");

        SchemaMismatch mismatch = null;
        try {
            Database.open(ofCopy());
        } catch (DatabaseException e) {
            mismatch = (SchemaMismatch) e;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(mismatch);
        Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(List.of(mismatch, (SchemaMismatch) copy)).allSatisfy(each -> assertThat(each.findings())
                .containsExactly(new Finding(eight, Kind.FAILED), new Finding(nine, Kind.NOT_APPLIED)));
    }

    private static SchemaMigration migration(String version) {
        return SchemaVersion.MIGRATIONS.stream()
                .filter(each -> version.equals(each.version()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneRoundTripIsAllItCosts() {
        copyHistory();
        execute("insert into " + HISTORY
                + " select n, n, 'the ' || n || 'th', 'SQL', 'V' || n || '.sql', n, 'x', now(), 1,"
                + " true from generate_series(11, 5000) n");
        List<SchemaMigration> many = new ArrayList<>(SchemaVersion.MIGRATIONS);
        IntStream.rangeClosed(11, 5000)
                .mapToObj(n -> new SchemaMigration(n + ".0", "the " + n + "th", "V" + n + ".sql", n))
                .forEach(many::add);

        try (FaultyProxy proxy = FaultyProxy.before(migrated.url())) {
            DatabaseOptions without = DatabaseOptions.of(
                            proxy.url() + "?application_name=" + COPY + "&options=-csearch_path%3D" + COPY + ",public")
                    .withPoolMax(1);
            List<String> usual = sent(proxy, without);
            List<String> asked = sent(proxy, without.expecting(many));

            assertThat(usual).noneMatch(each -> each.contains("flyway"));
            assertThat(asked).hasSize(usual.size() + 1);
            assertThat(asked)
                    .filteredOn(each -> each.contains("flyway"))
                    .containsExactly("PBDES [select version, description, type, checksum, success"
                            + " from flyway_schema_history order by installed_rank]");
        }
    }

    /** All for which an answer is waited for. */
    private static List<String> sent(FaultyProxy proxy, DatabaseOptions options) {
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        proxy.messages().follow(trip -> {
            if (!trip.messages().equals("X")) {
                sent.add(trip.messages() + " " + trip.statements());
            }
            return Fate.PASS;
        });
        Database.open(options).close();
        return List.copyOf(sent);
    }

    @Test
    void ofManyThatAreNotAppliedTenAreNamed() {
        copyHistory();
        List<SchemaMigration> many = IntStream.range(20, 42)
                .mapToObj(n -> new SchemaMigration("" + n, "m", "V" + n + "__m.sql", n))
                .toList();
        assertMismatch(ofCopy().expecting(many), """
                The schema does not fit this program: 22 migrations are not applied
                  database:    ADDRESS
                  not applied: V20__m.sql
                               V21__m.sql
                               V22__m.sql
                               V23__m.sql
                               V24__m.sql
                               V25__m.sql
                               V26__m.sql
                               V27__m.sql
                               V28__m.sql
                               V29__m.sql
                               and 12 more
                  fix:         run dev.serein.cli.Main migrate before starting the instances""");
    }
}
