package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.lint.LintFinding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a report reads. */
class LintTextTest {
    private static final LintReport REPORT = new LintReport(
            "PostgreSQL 16",
            List.of(
                    new LintedStatement("db/migration/V7__x.sql", 1, "create table tags (…)", List.of(), List.of()),
                    new LintedStatement(
                            "db/migration/V7__x.sql",
                            3,
                            "alter table orders …",
                            List.of(
                                    "ACCESS EXCLUSIVE on orders",
                                    "SHARE on users",
                                    "rewrites orders",
                                    "reads users whole"),
                            List.of(
                                    new LintFinding(
                                            "rewrite",
                                            Severity.DANGER,
                                            "nobody reads or writes orders while it is written anew",
                                            "add the column without the default;\nfill it in parts",
                                            null),
                                    new LintFinding("scan", Severity.HINT, "it reads users", "not valid", null))),
                    new LintedStatement(
                            "db/migration/R__y.sql",
                            12,
                            "drop view v",
                            List.of("ACCESS EXCLUSIVE on v"),
                            List.of(new LintFinding(
                                    "lost-name", Severity.DANGER, "v is read", "keep it", "nobody reads it")))),
            List.of("zoo could get no rows"));

    @Test
    void eachStatementHasAPlaceAndWhatIsDangerousAWayOut() {
        assertThat(LintText.of(REPORT)).isEqualTo("""
                db/migration/V7__x.sql:1: create table tags (…)
                db/migration/V7__x.sql:3: alter table orders …
                  locks:   ACCESS EXCLUSIVE on orders, SHARE on users
                  does:    rewrites orders, reads users whole
                  danger:  rewrite: nobody reads or writes orders while it is written anew
                  fix:     add the column without the default;
                           fill it in parts
                  hint:    scan: it reads users
                  fix:     not valid
                db/migration/R__y.sql:12: drop view v
                  locks:   ACCESS EXCLUSIVE on v
                  allowed: lost-name: v is read
                  because: nobody reads it
                note: zoo could get no rows
                PostgreSQL 16: 3 statements, 1 danger, 1 hint, 1 allowed""");
    }

    @Test
    void whereNothingIsNewThatIsSaid() {
        assertThat(LintText.of(new LintReport("PostgreSQL 16", List.of(), List.of())))
                .isEqualTo("PostgreSQL 16: nothing is new");
    }

    @Test
    void whatIsFineIsShort() {
        LintReport fine = new LintReport("PostgreSQL 16", REPORT.statements().subList(0, 1), List.of());

        assertThat(LintText.of(fine))
                .isEqualTo("db/migration/V7__x.sql:1: create table tags (…)\nPostgreSQL 16: 1 statement");
    }

    @Test
    void programsGetOneDocument() {
        assertThat(LintText.json(REPORT)).isEqualTo("""
                {"command":"lint","exit":1,"server":"PostgreSQL 16","statements":[\
                {"file":"db\\/migration\\/V7__x.sql","line":1,"statement":"create table tags (\\u2026)",\
                "observed":[],"findings":[]},\
                {"file":"db\\/migration\\/V7__x.sql","line":3,"statement":"alter table orders \\u2026",\
                "observed":["ACCESS EXCLUSIVE on orders","SHARE on users","rewrites orders","reads users whole"],\
                "findings":[{"rule":"rewrite","severity":"danger",\
                "problem":"nobody reads or writes orders while it is written anew",\
                "fix":"add the column without the default;\\nfill it in parts","allowed":null},\
                {"rule":"scan","severity":"hint","problem":"it reads users","fix":"not valid","allowed":null}]},\
                {"file":"db\\/migration\\/R__y.sql","line":12,"statement":"drop view v",\
                "observed":["ACCESS EXCLUSIVE on v"],"findings":[{"rule":"lost-name","severity":"danger",\
                "problem":"v is read","fix":"keep it","allowed":"nobody reads it"}]}],\
                "notes":["zoo could get no rows"]}""");
        assertThat(LintText.json(new LintFailed("no \"server\"", null)))
                .isEqualTo("{\"command\":\"lint\",\"exit\":2,"
                        + "\"error\":{\"type\":\"LintFailed\",\"message\":\"no \\\"server\\\"\"}}");
    }
}
