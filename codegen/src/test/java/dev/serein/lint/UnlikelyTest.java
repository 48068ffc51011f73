package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.lint.LintFinding.Severity;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations that few would write are judged right, too. */
class UnlikelyTest {
    private static final String SCHEMA = """
            create domain posint as int check (value > 0);
            create table users (id bigint primary key, name text, age int not null, score posint);
            create table accounts (id int primary key, note text constraint noted check (note is not null));
            create table items (id int primary key, account_id int not null references accounts);
            """;

    @TempDir
    Path folder;

    @Test
    void severalChangesInOneStatement() {
        assertThat(dangers(
                        "alter table accounts alter note set not null, add column key uuid default gen_random_uuid()"))
                .containsExactly("V2:1 volatile-default");
        assertThat(
                        dangers(
                                "do $$ begin alter table accounts alter note set not null; perform sum(age) from users; end $$"))
                .containsExactly("V2:1 held-lock");
    }

    @Test
    void aBlockThatCommitsIsSeenToItsEnd() {
        NewMigrations migrations = migrations("");
        migrations.addOutside(
                "do $$ begin create index on users (name); commit;"
                        + " create index on items (account_id); commit; alter table users alter name set not null; commit; end $$");
        String who = "readers and writers of users, and writers of items, wait while ";
        assertThat(problems(migrations))
                .contains(
                        "not-null: " + who + "all of users is read, as name becomes not null",
                        "create-index: " + who + "users_name_idx is built",
                        "create-index: " + who + "items_account_id_idx is built");
    }

    @Test
    void aColumnThatABlockAddsIsSeenWhereverItIs() {
        NewMigrations migrations = migrations("");
        migrations.addOutside("do $$ begin create index on users (name); commit;"
                + " alter table accounts add column at date; commit; alter table items drop column account_id; end $$");
        assertThat(problems(migrations))
                .contains("create-index: readers and writers of accounts and items, and writers of users, wait while"
                        + " users_name_idx is built");
    }

    @Test
    void aTypeOfAKeyIsChecked() {
        assertThat(dangers("alter table accounts alter id type bigint")).containsExactly("V2:1 type-change");
    }

    @Test
    void aDefaultDoesNotHelpAgainstADomain() {
        assertThat(dangers("alter table users add column tip posint default 5")).containsExactly("V2:1 domain-column");
        assertThat(dangers("alter table users add column tip posint;\nalter table users alter tip set default 5"))
                .containsExactly("V2:1 domain-column");
    }

    @Test
    void whatNeverEndsIsEnded() {
        assertThat(dangers("select 1 / (current_setting('statement_timeout') = '10min')::int"))
                .isEmpty();
    }

    @Test
    void allIndexesOfASchema() {
        NewMigrations migrations = migrations("");
        migrations.addOutside("reindex schema public");
        assertThat(problems(migrations))
                .containsExactly(
                        "reindex: readers and writers of accounts, items and users wait while users_pkey is built anew",
                        "reindex: readers and writers of accounts, items and users wait while accounts_pkey is built anew",
                        "reindex: readers and writers of accounts, items and users wait while items_pkey is built anew");
    }

    @Test
    void aTableThatIsMadeAnewHasNoRows() {
        assertThat(problems(migrations("")
                        .add("drop table items;\ncreate table items"
                                + " (id int primary key, account_id int not null references accounts)")))
                .containsExactly("truncate: all rows of items are gone: a new table takes its name");
        assertThat(dangers("create table items_new as select * from items;\ndrop table items;\n"
                        + "alter table items_new rename to items;\nalter table items alter id set not null,"
                        + " alter account_id set not null"))
                .isEmpty();
    }

    @Test
    void aRoleIsNotInTheWayWhenTheRowsDoNotFit() {
        for (int i = 0; i < 2; i++) {
            assertThat(dangers(
                            "create role lint_reader;\ngrant select on users to lint_reader",
                            "alter table users add check (age > 1000000000)"))
                    .containsExactly("V3:1 check-constraint");
        }
    }

    @Test
    void whatIsCalledOtherwiseIsNotTighter() {
        assertThat(findings(migrations("")
                        .add("set search_path = pg_catalog")
                        .add("alter table public.items alter constraint items_account_id_fkey deferrable")))
                .isEmpty();
        assertThat(findings(migrations("")
                        .add("alter table accounts rename to ledgers;\n"
                                + "create view accounts as select * from ledgers")))
                .isEmpty();
    }

    @Test
    void theSearchPathOfAMigrationStaysAsItIs() {
        assertThat(findings(migrations("")
                        .add("create schema app;\nset search_path = app;\n"
                                + "create table mine (id int);\nselect id from app.mine;\nselect id from mine")))
                .isEmpty();
    }

    private NewMigrations migrations(String more) {
        return new NewMigrations(folder.resolve(String.valueOf(System.nanoTime()))).released(SCHEMA + more);
    }

    private static List<String> problems(NewMigrations migrations) {
        return findings(migrations).stream()
                .filter(each -> each.severity() == Severity.DANGER)
                .map(each -> each.rule() + ": " + each.problem())
                .toList();
    }

    private static List<LintFinding> findings(NewMigrations migrations) {
        return migrations.lint(ScratchPostgres.shared()).statements().stream()
                .flatMap(each -> each.findings().stream())
                .toList();
    }

    /** Each danger where it is. */
    private List<String> dangers(String... files) {
        NewMigrations migrations = migrations("");
        for (String file : files) {
            migrations.add(file);
        }
        return dangers(migrations);
    }

    private static List<String> dangers(NewMigrations migrations) {
        List<String> all = new ArrayList<>();
        for (LintedStatement each : migrations.lint(ScratchPostgres.shared()).statements()) {
            String version = Path.of(each.file()).getFileName().toString().replaceFirst("__.*", "");
            each.findings().stream()
                    .filter(finding -> finding.severity() == Severity.DANGER)
                    .forEach(finding -> all.add(version + ":" + each.line() + " " + finding.rule()));
        }
        return all;
    }
}
