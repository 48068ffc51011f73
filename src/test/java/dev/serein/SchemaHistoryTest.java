package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the boot gate makes of the histories that Flyway writes. */
class SchemaHistoryTest {
    private static final String A = "create table a (id int);";
    private static final String B = "create table b (id int);";
    private static final String VIEW = "create or replace view v as select 1 as one;";
    /** Cannot run in a transaction, so that Flyway keeps what it did not finish. */
    private static final String FAILS = "create index concurrently broken on a (nothing);";

    private ScratchDatabase scratch;

    @BeforeEach
    void create() {
        scratch = ScratchPostgres.shared().createDatabase();
    }

    @AfterEach
    void drop() {
        scratch.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = scratch.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void assertFits(Release release) {
        assertFits(release.migrations());
    }

    private void assertFits(List<SchemaMigration> migrations) {
        try (Database db = Database.open(DatabaseOptions.of(scratch.url()).expecting(migrations))) {
            assertThat(db.sql().fetchSingle("select 1").get(0)).isEqualTo(1);
        }
    }

    /** @param found {@code V2__b.sql NOT_APPLIED}, and so on */
    private void assertFound(Release release, String... found) {
        assertFound(release.migrations(), found);
    }

    private void assertFound(List<SchemaMigration> migrations, String... found) {
        SchemaMismatch mismatch = catchThrowableOfType(
                SchemaMismatch.class,
                () -> Database.open(DatabaseOptions.of(scratch.url()).expecting(migrations)));
        assertThat(mismatch).isNotNull();
        assertThat(mismatch.findings())
                .extracting(each -> each.migration().script() + " " + each.kind())
                .containsExactlyInAnyOrder(found);
    }

    private void fail(Release release) {
        assertThatThrownBy(() -> release.migrate(scratch)).isInstanceOf(FlywayException.class);
    }

    @Test
    void whatIsAppliedFitsAndSoDoesWhatIsAhead() {
        Release first = Release.of("V1__a.sql", A, "R__view.sql", VIEW);
        first.migrate(scratch);
        assertFits(first);

        Release second = Release.of("V1__a.sql", A, "V1.1__b.sql", B, "R__view.sql", VIEW);
        assertFound(second, "V1.1__b.sql NOT_APPLIED");
        second.migrate(scratch);
        assertFits(second);
        assertFits(first);
    }

    @Test
    void whatIsEditedIsNamedUntilItIsRepaired() {
        Release.of("V1__a.sql", A, "V2__b.sql", B).migrate(scratch);
        Release edited = Release.of("V1__a.sql", A, "V2__b.sql", B + "--");
        assertFound(edited, "V2__b.sql EDITED");

        edited.flyway(scratch).load().repair();
        assertFits(edited);
    }

    @Test
    void lineEndingsAreNoEdit() {
        Release.of("V1__a.sql", A + "\n" + B).migrate(scratch);
        assertFits(Release.of("V1__a.sql", A + "\r\n" + B));
    }

    @Test
    void whatHasFailedIsNamedUntilItIsRepairedAndApplied() {
        Release failing = Release.of("V1__a.sql", A, "V2__index.sql", FAILS, "V3__b.sql", B);
        fail(failing);
        assertFound(failing, "V2__index.sql FAILED", "V3__b.sql NOT_APPLIED");

        Release mended = Release.of("V1__a.sql", A, "V2__index.sql", FAILS.replace("nothing", "id"));
        assertFound(mended, "V2__index.sql FAILED");
        mended.flyway(scratch).load().repair();
        assertFound(mended, "V2__index.sql NOT_APPLIED");
        mended.migrate(scratch);
        assertFits(mended);
    }

    @Test
    void whatFailedInATransactionIsNotApplied() {
        Release failing = Release.of("V1__a.sql", A, "V2__b.sql", B + "select 1 / 0;");
        fail(failing);
        assertFound(failing, "V2__b.sql NOT_APPLIED");
    }

    @Test
    void aNewerMigrationThatFailedStopsNoOldInstance() {
        Release first = Release.of("V1__a.sql", A, "R__view.sql", VIEW);
        first.migrate(scratch);
        fail(Release.of("V1__a.sql", A, "V2__index.sql", FAILS, "R__view.sql", VIEW));
        assertFits(first);
    }

    @Test
    void whatABaselineStandsForIsApplied() {
        Release release = Release.of("V1__a.sql", A, "V2_0__b.sql", B, "V2.1__c.sql", "select 1;");
        release.flyway(scratch).baselineVersion("2").load().baseline();
        assertFound(release, "V2.1__c.sql NOT_APPLIED");

        release.migrate(scratch);
        assertFits(release);
    }

    @Test
    void whatABaselineFileStandsForIsAppliedAndTheOtherWayRound() throws SQLException {
        Release asGrown = Release.of("V1__a.sql", A, "V2__b.sql", B);
        Release asBaseline =
                Release.of("V1__a.sql", A, "V2__b.sql", B, "B2__both.sql", A + B, "V3__c.sql", "select 1;");
        List<SchemaMigration> generated = asBaseline.migrations().stream()
                .filter(each -> each.script().matches("B2.*|V3.*"))
                .toList();
        assertThat(generated).hasSize(2);

        asBaseline.migrate(scratch);
        assertFits(asGrown);
        assertFits(generated);

        execute("drop schema public cascade; create schema public");
        asGrown.migrate(scratch);
        assertFound(generated, "V3__c.sql NOT_APPLIED");
        Release.of("V1__a.sql", A, "V2__b.sql", B, "V3__c.sql", "select 1;").migrate(scratch);
        assertFits(generated);
    }

    @Test
    void aBaselineFileBetweenTwoVersionsIsAppliedWhereTheSecondIs() {
        List<SchemaMigration> generated =
                Release.of("B1.5__a.sql", A, "V2__b.sql", B).migrations();
        Release.of("V1__a.sql", A).migrate(scratch);
        assertFound(generated, "B1.5__a.sql NOT_APPLIED", "V2__b.sql NOT_APPLIED");

        Release.of("V1__a.sql", A, "V2__b.sql", B).migrate(scratch);
        assertFits(generated);
    }

    @Test
    void aBaselineFileThatFailedStandsForNothing() {
        fail(Release.of("B2__a.sql", FAILS));
        assertFound(Release.of("V1__a.sql", A, "V2__b.sql", B), "V1__a.sql NOT_APPLIED", "V2__b.sql FAILED");
    }

    @Test
    void whatRepairTookOutOfTheHistoryIsNotApplied() {
        Release release = Release.of("V1__a.sql", A, "V2__b.sql", B, "V3__c.sql", "select 1;", "R__view.sql", VIEW);
        release.migrate(scratch);
        Release.of("V1__a.sql", A, "V3__c.sql", "select 1;")
                .flyway(scratch)
                .load()
                .repair();
        assertFound(release, "V2__b.sql NOT_APPLIED", "R__view.sql NOT_APPLIED");

        Release again = Release.of("V1__a.sql", A, "V2__b.sql", "drop table b;" + B, "R__view.sql", VIEW);
        again.flyway(scratch)
                .outOfOrder(true)
                .ignoreMigrationPatterns("*:missing", "*:future")
                .load()
                .migrate();
        assertFits(again);
    }

    @Test
    void whatWasUndoneIsNotApplied() throws SQLException {
        Release release = Release.of("V1__a.sql", A, "V2__b.sql", B);
        release.migrate(scratch);
        execute("insert into flyway_schema_history select 3, version, description, 'UNDO_SQL', script, null,"
                + " installed_by, installed_on, 1, true from flyway_schema_history where version = '2'");
        assertFound(release, "V2__b.sql NOT_APPLIED");
    }

    @Test
    void aRepeatableOneFitsOnceItWasAppliedAsItWasInTheBuild() {
        String changed = VIEW.replace("1 as one", "1 as one, 2 as two");
        Release first = Release.of("V1__a.sql", A, "R__view.sql", VIEW);
        Release second = Release.of("V1__a.sql", A, "R__view.sql", changed);
        first.migrate(scratch);
        assertFound(second, "R__view.sql OUTDATED");

        second.migrate(scratch);
        assertFits(second);
        assertFits(first);
        assertFound(Release.of("V1__a.sql", A, "R__other.sql", VIEW), "R__other.sql NOT_APPLIED");
    }

    @Test
    void aRepeatableOneThatOnlyANewerReleaseHasAppliedFits() {
        Release old = Release.of("V1__a.sql", A, "R__view.sql", VIEW);
        String changed = VIEW.replace("1 as one", "1 as one, 2 as two");
        Release.of("V1__a.sql", A, "V2__b.sql", B, "R__view.sql", changed).migrate(scratch);
        assertFits(old);
        assertFound(Release.of("V1__a.sql", A, "V2__b.sql", B, "R__view.sql", VIEW), "R__view.sql OUTDATED");
    }

    @Test
    void aRepeatableOneWithPlaceholdersOfOtherValuesThanInTheBuildIsOutdated() {
        Release release =
                Release.of("V1__${x}.sql", A + "-- ${flyway:database}", "R__view.sql", VIEW + "-- ${flyway:database}");
        release.migrate(scratch);
        assertFound(release, "R__view.sql OUTDATED");
    }

    @Test
    void aRepeatableOneThatFailedIsNamed() {
        Release release = Release.of("V1__a.sql", A, "R__index.sql", FAILS);
        fail(release);
        assertFound(release, "R__index.sql FAILED");
        assertFound(Release.of("V1__a.sql", A, "R__index.sql", FAILS + "--"), "R__index.sql NOT_APPLIED");
    }

    @Test
    void whatHasNoChecksumIsNotCompared() {
        Release release = Release.of("V2__b.sql", B, "R__view.sql", VIEW);
        release.flyway(scratch)
                .javaMigrations(new V1__In_java(), new R__Of_java())
                .load()
                .migrate();
        assertFits(release);
        assertFits(List.of(
                new SchemaMigration("1", "in java", "V1__in_java.sql", 7),
                new SchemaMigration(null, "Of java", "R__Of_java.sql", 7)));
    }

    /** Of nothing. */
    static final class V1__In_java extends BaseJavaMigration {
        @Override
        public void migrate(Context context) {
            // nothing to do
        }
    }

    /** Of nothing. */
    static final class R__Of_java extends BaseJavaMigration {
        @Override
        public void migrate(Context context) {
            // nothing to do
        }
    }

    @Test
    void aHistoryThatSomebodyElseWritesInTooIsRead() throws SQLException {
        Release release = Release.of("V1__a.sql", A);
        release.migrate(scratch);
        execute(
                "insert into flyway_schema_history select 9, 'x.y', 'of another tool', 'SQL', 'x', 1, 'x', now(), 1, true");
        assertFits(release);
    }
}
