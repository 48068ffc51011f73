package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the {@link Corpus} does not come upon. */
class JudgedTest {
    @TempDir
    Path folder;

    @Test
    void tablesOfExtensionsAreTheirs() {
        assertThat(lint(
                        "create extension pgcrypto; create table places (id int primary key, name text);"
                                + " insert into places values (1, 'a'); alter extension pgcrypto add table places",
                        "reindex table places;\nselect * from places where id = 1;\nupdate places set name = 'b'"))
                .isEmpty();
    }

    @Test
    void namesAreQuotedInRecipes() {
        assertThat(fixes(
                        "create schema \"My App\"; create table \"My App\".\"Order\" (id int, \"No\" int)",
                        "alter table \"My App\".\"Order\" alter \"No\" type bigint;\n"
                                + "create index \"By No\" on \"My App\".\"Order\" (\"No\")"))
                .containsExactly("""
                        add a column of the new type, kept up to date by a trigger, and fill the old rows in batches (rule many-rows):
                          alter table "My App"."Order" add column "No_new" bigint;
                        then release what reads and writes the new column; drop the old one in the release after that""", "let new code write larger values only when the old version is gone", """
                        build it concurrently, in a file of its own:
                          create index concurrently "By No" on "My App"."Order" ("No");""");
    }

    @Test
    void ofSeveralNewColumnsThatIsNamedForWhichATableIsWrittenAnew() {
        assertThat(
                        lint(
                                "create domain percentage as int check (value between 0 and 100);"
                                        + " create table customers (id int primary key)",
                                "alter table customers add column phone text, add column vat_rate percentage not null default 20"))
                .containsExactly("domain-column: readers and writers of customers wait while all rows of customers are"
                        + " written anew to check the new column vat_rate against its domain percentage");
    }

    @Test
    void manyTablesAreCounted() {
        assertThat(lint(
                        "create table a (i int); create table b (i int); create table c (i int); create table d (i int);"
                                + " create table e (i int)",
                        "lock table a, b, c, d, e;\nselect from a where i > 0"))
                .containsExactly("held-lock: readers and writers of a, b, c and 2 others, locked since line 1,"
                        + " wait while all of a is read");
    }

    @Test
    void aLockThatIsStrengthenedIsFromTheLaterLine() {
        assertThat(lint(
                        "create table a (i int); create table b (i int)",
                        "lock table a in share mode;\nlock table a, b;\nselect from b where i > 0"))
                .containsExactly("held-lock: readers and writers of a and b, locked since line 2, wait while all of b"
                        + " is read");
        assertThat(lint(
                        "create table a (i int); create table b (i int)",
                        "lock table a in share mode;\nlock table b;\nselect from b where i > 0"))
                .containsExactly("held-lock: readers and writers of b, and writers of a, locked since lines 1 and 2,"
                        + " wait while all of b is read");
    }

    @Test
    void aSequenceThatIsLockedKeepsWritersWaiting() {
        assertThat(lint(
                        "create table a (i int); create sequence s",
                        "alter sequence s increment by 5;\nselect from a where i > 0"))
                .containsExactly("held-lock: writers of s, locked since line 1, wait while all of a is read");
    }

    @Test
    void aPrimaryKeyOfAnIndexThatIsThereReadsColumnsThatMayBeNull() {
        String table = "create table a (i int, j int not null); create unique index a_i on a (i);"
                + " create unique index a_j on a (j)";
        assertThat(lint(table, "alter table a add primary key using index a_j")).isEmpty();
        assertThat(lint(table, "alter table a add primary key using index a_i"))
                .containsExactly(
                        "not-null: readers and writers of a wait while all of a is read, as i becomes not null",
                        "required-column: the version that still runs may write null into a.i, which is not null now");
    }

    @Test
    void aTriggerThatRefusesTheRowsIsToldAsItFails() {
        assertThat(lint(
                        "create table a (i int); create function no() returns trigger language plpgsql as"
                                + " $$ begin raise 'not %', new.i; end $$;"
                                + " create trigger no before update on a for each row execute function no()",
                        "update a set i = 5"))
                .containsExactly("fails: PostgreSQL refuses it: not 5 (SQLSTATE P0001)");
    }

    @Test
    void severalColumnsAndConstraintsInOneStatementAreToldOneByOne() {
        assertThat(lint(
                        "create table a (i int not null, j int not null); create table b (i int primary key)",
                        "alter table a add column k uuid default gen_random_uuid(), alter j type bigint;\n"
                                + "alter table a add check (i > 0), add foreign key (i) references b not valid,"
                                + " add unique (j)"))
                .containsExactly(
                        "volatile-default: readers and writers of a wait while all rows of a are written anew to fill"
                                + " the new column k",
                        "type-change: readers and writers of a wait while all rows of a are written anew, as j changes"
                                + " from integer to bigint",
                        "incompatible-type: the version that still runs reads a.j as integer, and it is bigint now: it"
                                + " fails on values that do not fit",
                        "unique-constraint: readers and writers of a, and writers of b, wait while a_j_key is built",
                        "check-constraint: readers and writers of a, and writers of b, wait while all rows of a are"
                                + " checked against a_i_check");
    }

    private List<String> lint(String released, String added) {
        return findings(released, added).stream()
                .filter(each -> !each.rule().equals("tightened"))
                .map(each -> each.rule() + ": " + each.problem())
                .toList();
    }

    private List<String> fixes(String released, String added) {
        return findings(released, added).stream().map(LintFinding::fix).toList();
    }

    private List<LintFinding> findings(String released, String added) {
        return new NewMigrations(folder.resolve(String.valueOf(System.nanoTime())))
                .released(released).add(added).lint(ScratchPostgres.shared()).statements().stream()
                        .flatMap(each -> each.findings().stream())
                        .toList();
    }
}
