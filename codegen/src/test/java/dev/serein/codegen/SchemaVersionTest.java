package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.jooq.SQLDialect;
import org.jooq.codegen.JavaWriter;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaVersionTest {
    @TempDir
    Path folder;

    @Test
    void ofManyMigrationsIsSplitIntoMethodsThatAreNotTooLarge() throws Exception {
        String text = write("insert into flyway_schema_history"
                + " select n, n, 'the ' || n || 'th', 'V' || n || '__x.sql', n from generate_series(1, 1001) n");
        assertThat(text)
                .contains("""
                    public static final List<SchemaMigration> MIGRATIONS = Stream.of(
                            part0(),
                            part1(),
                            part2()
                    ).flatMap(List::stream).toList();
                """)
                .contains("new SchemaMigration(\"500\", \"the 500th\", \"V500__x.sql\", 500)\n")
                .contains("new SchemaMigration(\"501\", \"the 501th\", \"V501__x.sql\", 501),\n")
                .contains("new SchemaMigration(\"1001\", \"the 1001th\", \"V1001__x.sql\", 1001)\n");
    }

    @Test
    void ofCallbacksAloneIsEmpty() throws Exception {
        assertThat(write("select 1")).contains("return List.of(\n        );");
    }

    @Test
    void keepsQuotesAndBackslashesAndLeavesOutWhatHasNoChecksum() throws Exception {
        String text = write("insert into flyway_schema_history values"
                + " (1, '1', 'say \"hi\" %s [[x]] \\u0041', 'V1__\\.sql', 7), (2, '2', '<< gone >>', 'gone', null)");
        assertThat(text).contains("""
                        return List.of(
                                new SchemaMigration("1", "say \\"hi\\" %s [[x]] \\\\u0041", "V1__\\\\.sql", 7)
                        );
                """);
    }

    private String write(String insert) throws Exception {
        Path file = folder.resolve("SchemaVersion.java");
        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table flyway_schema_history"
                    + " (installed_rank int, version text, description text, script text, checksum int)");
            statement.execute(insert);
            JavaWriter out = new JavaWriter(file.toFile(), null);
            out.printPackageSpecification("a");
            out.printImports();
            new SchemaVersionWriter(DSL.using(connection, SQLDialect.POSTGRES), out).write();
            out.close();
        }
        return Files.readString(file);
    }
}
