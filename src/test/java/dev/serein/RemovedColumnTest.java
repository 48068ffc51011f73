package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change of the schema does to an application that no longer fits it. */
class RemovedColumnTest {
    @TempDir
    Path folder;

    @TempDir
    Path migrations;

    @Test
    void codeThatUsesARemovedColumnDoesNotCompile() throws Exception {
        GeneratedCode code = new GeneratedCode(folder);
        Files.writeString(migrations.resolve("V1__notes.sql"), "create table notes (id int primary key, text text);");
        code.generate(migrations, "app.db");
        code.write("app/Notes.java", """
                package app;

                import app.db.NotesRow;

                class Notes {
                    int length(NotesRow note) {
                        return note.text().length();
                    }
                }
                """);
        assertThat(code.compile()).isEmpty();

        Files.writeString(migrations.resolve("V2__no_text.sql"), "alter table notes drop column text;");
        code.generate(migrations, "app.db");
        assertThat(code.compile()).singleElement().asString().startsWith("Notes.java:7: cannot find symbol");
    }
}
