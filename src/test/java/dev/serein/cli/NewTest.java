package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewTest {
    private static final Program PROGRAM = Program.in(Map.of());

    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void theNextFileIsMadeAndNamed() throws IOException {
        Run run = PROGRAM.run("new", "add", "orders", "--folder", folder.toString());

        assertThat(names()).singleElement().asString().matches("V[0-9]{14}__add_orders\\.sql");
        assertThat(run).isEqualTo(new Run(0, folder + "/" + names().get(0) + "\n", ""));
    }

    @Test
    void withJsonItIsADocument() throws IOException {
        Run run = PROGRAM.run("new", "add orders", "--folder", folder.toString(), "--json")
                .masked(folder);

        assertThat(run)
                .isEqualTo(new Run(
                        0, "{\"command\":\"new\",\"exit\":0,\"file\":\"FOLDER\\/" + names().get(0) + "\"}\n", ""));
    }

    @Test
    void whatCannotBeMadeIsSaid() {
        assertThat(PROGRAM.run("new")).isEqualTo(new Run(2, "", """
                There is no NAME
                  fix: see serein new --help
                """));
        assertThat(PROGRAM.run("new", "orders", "--folder", folder + "/no").masked(folder))
                .isEqualTo(new Run(1, "", """
                        Cannot create a migration: there is no folder FOLDER/no
                          fix: make it, or name the one with the migrations
                        """));
    }
}
