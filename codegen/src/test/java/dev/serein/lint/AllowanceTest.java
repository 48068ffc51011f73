package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the author of a migration allows, with a reason. */
class AllowanceTest {
    @TempDir
    Path folder;

    @Test
    void isSaidBeforeTheStatementOrInIt() {
        assertThat(lint("-- serein:allow create-index: it has 200 rows\ncreate index on users (name)"))
                .containsExactly("fine", "create-index allowed: it has 200 rows");
        assertThat(lint("create index -- serein:allow create-index: it has 200 rows\n on users (name)"))
                .containsExactly("fine", "create-index allowed: it has 200 rows");
        assertThat(lint("/* serein:allow create-index: it has 200 rows */ create index on users (name)"))
                .containsExactly("fine", "create-index allowed: it has 200 rows");
        assertThat(
                        lint(
                                "do $$ begin -- serein:allow create-index: it has 200 rows\n create index on users (name); end $$"))
                .containsExactly("fine", "create-index allowed: it has 200 rows");
    }

    @Test
    void namesOneRuleOrSeveral() {
        assertThat(lint("-- serein:allow drop-column, create-index, many-rows: it: is new\n"
                        + "do $$ begin create index on users (name); update users set age = 1;"
                        + " alter table users drop column old; end $$"))
                .containsExactly(
                        "not fine",
                        "create-index allowed: it: is new",
                        "held-lock",
                        "many-rows allowed: it: is new",
                        "drop-column allowed: it: is new");
        assertThat(lint("-- serein:allow drop-column: nobody reads it\n-- serein:allow many-rows: few\n"
                        + "alter table users drop column old"))
                .containsExactly(
                        "fine",
                        "drop-column allowed: nobody reads it",
                        "unused-allow: nothing here needs serein:allow many-rows / remove it from the comment, or put"
                                + " it before the statement that it is meant for");
    }

    @Test
    void needsAReason() {
        assertThat(lint("-- serein:allow drop-column\nalter table users drop column old"))
                .first()
                .isEqualTo("not fine");
        LintFinding finding = findings("-- serein:allow drop-column:  \nalter table users drop column old")
                .get(0);
        assertThat(finding.allowed()).isNull();
        assertThat(finding.fix()).endsWith("\nto allow it, give the reason: -- serein:allow drop-column: …");
    }

    @Test
    void isSaidBehindTheStatementInItsLine() {
        assertThat(lint("create index on users (name); -- serein:allow create-index: it has 200 rows"))
                .containsExactly("fine", "create-index allowed: it has 200 rows");
        assertThat(lint("create index on users (name); /* serein:allow create-index: it has 200 rows */\n\n"
                        + "create index on users (age);  -- serein:allow create-index: as many\n-- the end\n"))
                .containsExactly("fine", "create-index allowed: it has 200 rows", "create-index allowed: as many");
        assertThat(lint("create index on users (name); -- serein:allow create-index: it has 200 rows\n"
                        + "create index on users (age);"))
                .containsExactly("not fine", "create-index allowed: it has 200 rows", "create-index");
        assertThat(lint("select ';'; /* serein:allow create-index: few */ create index on users (name);"))
                .containsExactly("fine", "create-index allowed: few");
    }

    @Test
    void isForItsStatementOnly() {
        assertThat(lint("-- serein:allow create-index: few\nselect 1;\ncreate index on users (name)"))
                .containsExactly(
                        "not fine",
                        "unused-allow: nothing here needs serein:allow create-index / remove it from the comment, or"
                                + " put it before the statement that it is meant for",
                        "create-index");
    }

    @Test
    void ofARuleThatThereIsNotIsSaid() {
        assertThat(lint("-- serein:allow creat-index: few\nselect 1"))
                .containsExactly(
                        "fine",
                        "unused-allow: there is no rule creat-index / the rules are " + String.join(", ", Rules.NAMES));
    }

    @Test
    void inAStringIsNone() {
        assertThat(lint("select '-- serein:allow create-index: few', \"name\" from users where id = 5;\n"
                        + "comment on table users is '\n-- serein:allow drop-table: few'"))
                .containsExactly("fine");
    }

    private List<String> lint(String sql) {
        LintReport report = report(sql);
        List<String> lines = new ArrayList<>();
        lines.add(report.isFine() ? "fine" : "not fine");
        for (LintedStatement statement : report.statements()) {
            for (LintFinding each : statement.findings()) {
                String unused = each.rule().equals("unused-allow") ? ": " + each.problem() + " / " + each.fix() : "";
                lines.add(each.rule() + unused + (each.allowed() == null ? "" : " allowed: " + each.allowed()));
            }
        }
        return lines;
    }

    private List<LintFinding> findings(String sql) {
        return report(sql).statements().get(0).findings();
    }

    private LintReport report(String sql) {
        return new NewMigrations(folder.resolve(String.valueOf(System.nanoTime())))
                .released("create table users (id int primary key, name text, age int, old int)")
                .add(sql)
                .lint(ScratchPostgres.shared());
    }
}
