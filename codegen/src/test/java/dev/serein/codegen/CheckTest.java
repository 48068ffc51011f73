package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    @TempDir
    Path folder;

    private Workspace project;

    @BeforeEach
    void generateOnce() throws IOException {
        project = new Workspace(folder)
                .migration("V1__users.sql", "create table users (id int); create table posts (id int);");
        project.generate();
    }

    @Test
    void passesWhatIsCurrentAndSaysNothing() {
        assertThat(project.main("--check")).isEqualTo(new Workspace.Run(0, "", ""));
    }

    @Test
    void namesEveryFileThatIsChangedMissingOrStaleAndWritesNothing() throws IOException {
        Files.writeString(project.file("UsersRow.java"), "// edited\n");
        Files.delete(project.file("tables/Users.java"));
        Files.writeString(project.file("MineRow.java"), "// by hand\n");
        project.migration("V2__tags.sql", "drop table posts; create table tags (id int);");
        Map<String, String> before = project.files();

        Workspace.Run check = project.main("--check");

        Path classes = project.file("");
        assertThat(check.err()).isEqualTo("""
                The generated classes of com.acme.db are not what the migrations make
                  stale:   %1$s/MineRow.java
                  stale:   %1$s/PostsDao.java
                  stale:   %1$s/PostsRow.java
                  changed: %1$s/Public.java
                  changed: %1$s/SchemaVersion.java
                  changed: %1$s/Tables.java
                  missing: %1$s/TagsDao.java
                  missing: %1$s/TagsRow.java
                  changed: %1$s/UsersRow.java
                  stale:   %1$s/tables/Posts.java
                  missing: %1$s/tables/Tags.java
                  missing: %1$s/tables/Users.java
                  stale:   %1$s/tables/records/PostsRecord.java
                  missing: %1$s/tables/records/TagsRecord.java
                  fix: generate them again without --check
                """.formatted(classes));
        assertThat(check.exit()).isEqualTo(1);
        assertThat(project.files()).isEqualTo(before);
    }

    @Test
    void namesAllWhereNothingWasGenerated() throws IOException {
        GeneratedFiles.delete(project.output);
        Workspace.Run check = project.main("--check");
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.err().lines().filter(line -> line.startsWith("  missing: ")))
                .hasSize(12);
        assertThat(project.output).doesNotExist();
    }
}
