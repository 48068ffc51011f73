package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipe for many rows does what it says, with each kind of key, and on a table without rows, as in a build. */
class BatchesTest {
    private static final String ROWS =
            "insert into users (id, name, done) select n, n || 'a', false from generate_series(1, 25000) n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"primary key (id)", "primary key (name)", "primary key (name, id)", "unique (id)"})
    void changesAllRows(String key) throws SQLException {
        String table = "create table users (id int, name text, done boolean, " + key + ")";
        String recipe = recipe(table, "update users set done = true")
                .replace("set …", "set done = true")
                .replace("where …", "where not done");
        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(table);
            statement.execute(recipe);
            statement.execute(ROWS);
            statement.execute(recipe);
            assertThat(count(statement, "select count(*) from users where done"))
                    .isEqualTo(25_000);
            assertThat(count(statement, "select count(distinct xmin::text) from users"))
                    .isEqualTo(3);
        }
        assertThat(new NewMigrations(folder.resolve("mended"))
                        .released(table)
                        .addOutside(recipe)
                        .lint(ScratchPostgres.shared())
                        .statements())
                .allSatisfy(each -> assertThat(each.findings()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"primary key (id)", "primary key (name)"})
    void deletesAllRows(String key) throws SQLException {
        String table = "create table users (id int, name text, done boolean, " + key + ")";
        String recipe = recipe(table, "DELETE FROM users").replace("where …", "where not done");
        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(table);
            statement.execute(ROWS);
            statement.execute(recipe);
            assertThat(count(statement, "select count(*) from users")).isZero();
        }
    }

    private String recipe(String table, String sql) {
        LintReport report = new NewMigrations(folder.resolve("new"))
                .released(table)
                .add(sql)
                .lint(ScratchPostgres.shared());
        assertThat(report.statements().get(0).findings())
                .extracting(LintFinding::rule)
                .containsExactly("many-rows");
        String fix = report.statements().get(0).findings().get(0).fix();
        return fix.substring(fix.indexOf("do $$"));
    }

    private static int count(Statement statement, String sql) throws SQLException {
        try (ResultSet count = statement.executeQuery(sql)) {
            count.next();
            return count.getInt(1);
        }
    }
}
