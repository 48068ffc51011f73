package dev.serein.cli;

import dev.serein.migrate.MigrationFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "new",
        description = {
            "Makes the next file of migrations.",
            "It is named by the time, so that branches do not take one version twice. Says where it is."
        },
        footer = {"  serein new add orders", "  serein new \"add orders\" --folder src/main/resources/db/migration"})
final class NewCommand extends Subcommand {
    private static final List<Path> USUAL =
            List.of(Path.of("db/migration"), Path.of("src/main/resources/db/migration"));

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "What it does, in words.")
    private List<String> words = List.of();

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = {
                "Where to; by default that of the build's plugin, else db/migration, else",
                "src/main/resources/db/migration."
            })
    private @Nullable Path folder;

    @Override
    Answer answer(Main serein) {
        Path file = MigrationFiles.create(folder == null ? usual() : folder, String.join(" ", words));
        return Answer.fine(Answer.data("file", file.toString()), file.toString());
    }

    private static Path usual() {
        List<Path> ofBuild = FilesOptions.ofProperty().stream()
                .map(Path::of)
                .filter(Files::isDirectory)
                .toList();
        return ofBuild.isEmpty()
                ? USUAL.stream().filter(Files::isDirectory).findFirst().orElse(USUAL.get(0))
                : ofBuild.get(0);
    }
}
