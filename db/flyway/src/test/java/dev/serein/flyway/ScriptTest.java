package dev.serein.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements cannot run in a transaction. That servers agree is tested where there are servers. */
class ScriptTest {
    @TempDir
    Path folder;

    private ScriptStatement only(String sql) {
        Script script = new ScriptFolder(folder).script(sql);
        assertThat(script.statements()).hasSize(1);
        return script.statements().get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index concurrently on t (a)",
                "CREATE UNIQUE INDEX\n\tCONCURRENTLY IF NOT EXISTS \"I\" ON t (a);",
                "create /* a */ index -- b\n concurrently i on t (a)",
                "drop index concurrently if exists i",
                "reindex index concurrently i",
                "reindex (verbose, concurrently) table t",
                "reindex (concurrently on) index i",
                "Reindex Table Concurrently s.\"T t\"",
                "reindex (verbose) schema s",
                "alter table if exists only s.t detach partition s.p concurrently",
                "ALTER TABLE \"a b\" DETACH PARTITION \"c d\" CONCURRENTLY",
                "vacuum (analyze) t",
                "cluster",
                "cluster (verbose)",
                "alter system set work_mem = '5MB'",
                "alter database d set tablespace s",
                "alter subscription s refresh publication",
                "alter subscription s add publication p",
                "alter subscription s set (failover = true)",
                "commit prepared 'x'",
                "discard all",
                "\uFEFFcreate index concurrently on t (a)"
            })
    void cannotRunInATransaction(String sql) {
        assertThat(only(sql).inTransaction()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index i on t (a)",
                "create index concurrently_not on t (a)",
                "reindex table t",
                "reindex (concurrently false) table t",
                "refresh materialized view concurrently v",
                "alter type e add value 'x'",
                "alter table t detach partition p",
                "alter table t detach partition p finalize",
                "alter table t add column c text default ' detach partition x concurrently'",
                "cluster t",
                "cluster (verbose) t",
                "alter database d set work_mem = '5MB'",
                "alter subscription s set publication p with (refresh = false)",
                "alter subscription s enable",
                "discard plans",
                "select 'create index concurrently i on t (a)'",
                "select e'\\n; create index concurrently i on t (a)'",
                "-- reindex table concurrently t\nselect 1",
                "/* vacuum /* t */ ; */ select 1",
                "do $x$ begin execute 'reindex table concurrently t'; end $x$",
                "create function f() returns text language sql as $$ select 'vacuum; reindex table concurrently t' $$",
                "comment on table t is 'reindex table concurrently t'"
            })
    void canRunInATransaction(String sql) {
        assertThat(only(sql).inTransaction()).isTrue();
    }

    @Test
    void neitherDoesItDependOnTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(only("REINDEX INDEX CONCURRENTLY I").inTransaction()).isFalse();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void wordsAreWhatTheServerReads() {
        ScriptStatement statement = new ScriptStatement(
                "Select /* a /* b */ */ \"Od\"\"d\" || e'\\'--' , $x$ -- $$ $x$::TEXT, 1.5e3<=U&'x' -- end", 1, true);

        assertThat(statement.words().stream().map(SqlWord::text))
                .containsExactly(
                        "select",
                        "\"Od\"\"d\"",
                        "||",
                        "e'\\'--'",
                        ",",
                        "$x$ -- $$ $x$",
                        "::",
                        "text",
                        ",",
                        "1.5e3",
                        "<=",
                        "U&'x'");
        assertThat(statement.words())
                .allSatisfy(word -> assertThat(statement.sql().substring(word.start(), word.end()))
                        .isEqualToIgnoringCase(word.text()));
    }

    @Test
    void aLongTextHasManyWords() {
        String sql = "select '" + "x''".repeat(100_000) + "' -- " + "y".repeat(100_000) + "\n" + ", $$"
                + "z'".repeat(100_000) + "$$";

        assertThat(new ScriptStatement(sql, 1, true).words()).hasSize(4);
    }

    @Test
    void flywayIsToldHowToRunWhatItDoesNotKnow() {
        ScriptFolder files = new ScriptFolder(folder);

        assertThat(files.configurationBeside("reindex table concurrently t;", Map.of()))
                .isEqualTo("executeInTransaction=false");
        assertThat(files.configurationBeside("set work_mem = '8MB'; create index concurrently on t (a);", Map.of()))
                .isEqualTo("executeInTransaction=false");
        assertThat(files.configurationBeside("reindex table ${how} t;", Map.of("how", "Concurrently")))
                .isEqualTo("executeInTransaction=false");
        assertThat(files.configurationBeside("select 'reindex table concurrently t'", Map.of()))
                .isNull();
        assertThat(files.configurationBeside("create table t (a int)", Map.of()))
                .isNull();
        assertThat(files.configurationBeside("select '${no value} concurrently'", Map.of()))
                .isNull();
    }

    @Test
    void aConfigurationOfTheUsersOwnWins() {
        ScriptFolder files = new ScriptFolder(folder).with("V1__x.sql.conf", "executeInTransaction=true");

        assertThat(files.configurationBeside("reindex table concurrently t;", Map.of()))
                .isEqualTo("executeInTransaction=true");
    }

    @Test
    void aMixtureIsBegunInATransaction() {
        ScriptFolder files = new ScriptFolder(folder);
        String mixture = "create table t (a int);\n\n-- b\nreindex table concurrently t;\nselect 1;";

        assertThat(files.configurationBeside(mixture, Map.of())).isEqualTo("executeInTransaction=true");

        Script script = files.script(mixture);
        assertThat(script.misfit()).isEqualTo(script.statements().get(1));
        assertThat(told(script, script.refusal(script.statements().get(1))))
                .isEqualTo("V1__x.sql:4 this statement cannot run in a transaction, and those before it do:"
                        + " put it into a migration of its own");
    }

    @Test
    void theOtherOrderIsRefusedToo() {
        Script script = new ScriptFolder(folder).script("vacuum t;\nset local work_mem = '8MB';");

        assertThat(told(script, script.refusal(script.statements().get(1))))
                .isEqualTo("V1__x.sql:2 this statement runs in a transaction, and those before it cannot:"
                        + " put it into a migration of its own");
        assertThat(script.misfit()).isEqualTo(script.statements().get(1));
    }

    @Test
    void whatHasFailedIsToldWithItsPlace() {
        Script script = new ScriptFolder(folder).script("select 1;\n\nselect 2;");
        ScriptStatement second = script.statements().get(1);

        ScriptError error = ScriptError.of(
                new FlywayException("wrapped", script.failure(second, second.sql(), new SQLException("no", "57014"))),
                new ScriptFolder(folder).configuration(Map.of()));

        assertThat(error.place()).endsWith("V1__x.sql:3");
        assertThat(error.problem()).isEqualTo("no");
        assertThat(error.sqlState()).isEqualTo("57014");
    }

    private String told(Script script, FlywayException refusal) {
        ScriptError error = ScriptError.of(refusal, new ScriptFolder(folder).configuration(Map.of()));
        return Path.of(error.place()).getFileName() + " " + error.problem();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"copy t from stdin;\n1\n2\n", "select 1;\n\\copy t from stdin;\n1", "copy t from stdin;\n\n"})
    void rowsWithoutAnEndAreRefusedRatherThanLookedForForEver(String sql) {
        assertThatThrownBy(() -> new ScriptFolder(folder).script(sql))
                .isInstanceOf(FlywayException.class)
                .hasMessageMatching("\\S*V1__x\\.sql:[23]: the script ends among the rows of a copy from stdin:"
                        + " end them with a line that is \\\\\\.");
        assertThatThrownBy(() -> new ScriptFolder(folder)
                        .configuration(Map.of())
                        .getResourceProvider()
                        .getResource("V1__x.sql.conf"))
                .hasMessageContaining("the script ends among the rows of a copy from stdin");
    }

    @Test
    void rowsWithAnEndAreRead() {
        assertThat(new ScriptFolder(folder)
                        .script("copy t from stdin;\n1\n\\.\nselect 1;")
                        .statements())
                .hasSize(2);
    }
}
