package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.lint.Lint.Run;
import dev.serein.postgres.MigrationFailed;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which migrations are run, against what, and what becomes of those that fail. */
class LintRunTest {
    @TempDir
    Path folder;

    private final ScratchPostgres server = ScratchPostgres.shared();

    @Test
    void onlyWhatIsNewIsWatched() {
        NewMigrations migrations = new NewMigrations(folder)
                .released("create table users (id int primary key)")
                .add("create table orders (id int); alter table orders add total int")
                .add("alter table orders add state text");
        List<Observation> seen = migrations.observe(server);
        assertThat(seen)
                .extracting(each -> each.file().replaceFirst(".*/", "") + ":" + each.line())
                .containsExactly("V2__step.sql:1", "V2__step.sql:1", "V3__step.sql:1");
        // one file goes on where the one before has ended
        assertThat(seen.get(2).before()).isEqualTo(seen.get(1).after());
        // what the release itself has made is in use by nobody
        assertThat(seen).allSatisfy(each -> assertThat(each.held()).isEmpty());
    }

    @Test
    void withoutABaseEachFileIsAReleaseOfItsOwn() {
        NewMigrations migrations = new NewMigrations(folder)
                .add("create table orders (id int)")
                .add("alter table orders add total int default 5")
                .add("alter table orders add state text default random()::text");
        Run run = Lint.watch(server, migrations.all(), null);
        assertThat(run.releases()).hasSize(3);
        assertThat(run.releases().get(1).get(0).held()).containsValue(LockMode.ACCESS_EXCLUSIVE);
        assertThat(run.releases().get(1).get(0).rows()).containsValue(8L);
        assertThat(run.releases().get(2).get(0).rewritten()).hasSize(1);
    }

    @Test
    void aStatementThatFailsIsTheLast() {
        NewMigrations migrations = new NewMigrations(folder)
                .released("create type mood as enum ('sad')")
                .add("alter type mood add value 'ok';\ncreate table t (m mood default 'ok');")
                .add("create table never (id int)");
        Run run = Lint.watch(server, migrations.all(), migrations.released());
        assertThat(run.failure()).isNotNull();
        List<Observation> seen = run.releases().get(0);
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).failure()).isNull();
        assertThat(seen.get(1).failure().getSQLState()).isEqualTo("55P04");
        assertThat(seen.get(1).line()).isEqualTo(2);
    }

    @Test
    void whatFailsForTheRowsThatWereMadeIsRunWithoutThem() {
        NewMigrations migrations = new NewMigrations(folder)
                .released("create table orders (amount int not null)")
                .add("alter table orders add check (amount > 100)");
        Run run = Lint.watch(server, migrations.all(), migrations.released());
        assertThat(run.failure()).isNull();
        assertThat(run.notes())
                .singleElement()
                .asString()
                .endsWith("/V2__step.sql:1 fails with rows that lint had made (SQLSTATE 23514): what is said is of"
                        + " empty tables");
        assertThat(run.releases().get(0).get(0).scanned()).hasSize(1);
    }

    @Test
    void aFailureForTheRowsThatWereMadeDoesNotHideAnother() {
        NewMigrations migrations = new NewMigrations(folder)
                .released("create table users (id int)")
                .add("alter table users add email text not null;\nselect nothing");
        LintReport report = migrations.lint(server);
        assertThat(report.statements())
                .flatExtracting(LintedStatement::findings)
                .extracting(LintFinding::rule)
                .containsExactly("held-lock", "required-column", "fails");
        assertThat(report.notes())
                .singleElement()
                .asString()
                .endsWith("/V2__step.sql:1 fails with rows that lint had made (SQLSTATE 23502): what is said is of"
                        + " empty tables");
    }

    @Test
    void whatComesAfterAFailureIsSaidNotToHaveRun() {
        assertThat(notes("select nothing", "select 1")).containsExactly("V2__step.sql:1");
        assertThat(notes("select 1;\nselect nothing;\nselect 1")).containsExactly("V2__step.sql:2");
        assertThat(notes("select nothing")).isEmpty();
    }

    private List<String> notes(String... files) {
        NewMigrations migrations = new NewMigrations(folder.resolve(String.valueOf(System.nanoTime())))
                .released("create table t (id int)");
        for (String each : files) {
            migrations.add(each);
        }
        Pattern said = Pattern.compile("What comes after \\S*/(V\\S+) was not run: lint again when that is mended");
        return migrations.lint(server).notes().stream()
                .map(said::matcher)
                .filter(Matcher::matches)
                .map(each -> each.group(1))
                .toList();
    }

    @Test
    void aTableForWhichThereAreNoRowsIsNamedIfItMatters() {
        NewMigrations migrations = new NewMigrations(folder)
                .released("create table odd (a int not null check (a * a = 12321 * 4), b int);"
                        + " create table other (a int not null check (a * a = 12321 * 4))")
                .add("alter table odd add c int; create index on odd (b)");
        Run run = Lint.watch(server, migrations.all(), migrations.released());
        assertThat(run.notes()).containsExactly("No rows could be made for odd: what is said is of an empty table");
        assertThat(run.releases().get(0).get(0).scanned()).isEmpty();
        assertThat(run.releases().get(0).get(1).scanned()).hasSize(1);
    }

    @Test
    void aReleasedMigrationThatFailsIsNamed() {
        NewMigrations migrations = new NewMigrations(folder)
                .released("create table users (id int);\nselect nothing")
                .add("create table orders (id int)");
        assertThatThrownBy(() -> migrations.lint(server))
                .isInstanceOf(MigrationFailed.class)
                .hasMessageContaining("V1__step.sql:2:8: column \"nothing\" does not exist");
    }

    @Test
    void whatCannotBeTakenApartIsNamed() throws IOException {
        NewMigrations migrations = new NewMigrations(folder)
                .released("create table users (id int)")
                .add("create table ${name} (id int)");
        assertThatThrownBy(() -> migrations.lint(server))
                .isInstanceOf(LintFailed.class)
                .hasMessageEndingWith("V2__step.sql:1:14: the placeholder ${name} has no value");
        MigrationSet filled = migrations.all().withPlaceholders(Map.of("name", "orders"));
        assertThat(Lint.watch(server, filled, migrations.released()).failure()).isNull();
        Files.writeString(folder.resolve("all/V2__again.sql"), "select 1");
        assertThatThrownBy(() -> Lint.run(server, filled, migrations.released()))
                .isInstanceOf(LintFailed.class)
                .hasMessageStartingWith("Cannot apply the migrations: Found more than one migration with version 2");
    }

    @Test
    void whatIsOutOfOrderOrRepeatableIsNewToo() throws IOException {
        NewMigrations migrations = new NewMigrations(folder)
                .released("create table users (id int)")
                .released("create table t (id int)");
        Files.writeString(folder.resolve("all/V1.5__late.sql"), "alter table users add a int");
        Files.writeString(folder.resolve("all/R__view.sql"), "create or replace view v as select 2 as b");
        Files.writeString(folder.resolve("released/R__view.sql"), "create or replace view v as select 1 as b");
        assertThat(migrations.observe(server))
                .extracting(each -> each.file().replaceFirst(".*/", ""))
                .containsExactly("V1.5__late.sql", "R__view.sql");
    }

    @Test
    void theSettingsOfAMigrationDoNotMisleadTheWatch() {
        NewMigrations migrations = new NewMigrations(folder)
                .released("create schema app; create type app.mood as enum ('ok');"
                        + " create table app.orders (id int, m app.mood)")
                .add("create role serein_lint_other; grant all on schema app to serein_lint_other;"
                        + " grant all on app.orders to serein_lint_other;"
                        + " set local search_path = app; set local role serein_lint_other;"
                        + " select * from orders; reset role; drop owned by serein_lint_other;"
                        + " drop role serein_lint_other");
        List<Observation> seen = migrations.observe(server);
        assertThat(seen).hasSize(9).allSatisfy(each -> {
            assertThat(each.failure()).isNull();
            assertThat(each.after().columns()).isEqualTo(each.released().columns());
        });
    }

    @Test
    void rowsInTheFileAreCopied() {
        NewMigrations migrations = new NewMigrations(folder)
                .released("create table users (id int)")
                .add("copy users from stdin;\n1\n2\n\\.\nselect 1;");
        assertThat(migrations.observe(server)).hasSize(2).allSatisfy(each -> assertThat(each.failure())
                .isNull());
    }
}
