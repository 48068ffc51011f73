package dev.serein.cli;

import dev.serein.migrate.Checksums;
import dev.serein.migrate.FileFinding;
import dev.serein.migrate.MigrationFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = {
            "Says what is wrong with the files, without a database.",
            "Names, versions that are taken twice, what cannot be read. Beside the checksums of a release:",
            "what was changed after it, and new files that get in each other's way."
        },
        footer = {
            "  serein check",
            "  serein check --write db/migration/checksums.txt",
            "  git show origin/main:db/migration/checksums.txt | serein check --base -"
        })
final class CheckCommand extends Subcommand {
    private static final Path STDIN = Path.of("-");

    @Mixin
    private final FilesOptions where = new FilesOptions();

    @Option(
            names = "--base",
            paramLabel = "FILE",
            description = "The checksums of what is released, as --write has written them; - is stdin.")
    private @Nullable Path base;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Writes the checksums of the files there, to be kept beside them.")
    private @Nullable Path write;

    @Override
    Answer answer(Main serein) {
        MigrationFiles files = where.files();
        Checksums released;
        try {
            released = base == null ? null : read(base, serein.surroundings().in());
            if (write != null) {
                Files.writeString(write, files.checksums().toString());
            }
        } catch (IOException e) {
            return Answer.couldNotRun("File", "Cannot use the checksums: " + e);
        }
        List<FileFinding> findings = files.check(released);
        Map<String, Object> data = Answer.data(
                "problems", findings.stream().map(CheckCommand::document).toList());
        return findings.isEmpty()
                ? Answer.fine(data, "Nothing is wrong with " + files)
                : new Answer(
                        Answer.PROBLEMS,
                        data,
                        "",
                        findings.stream().map(FileFinding::toString).collect(Collectors.joining("\n")));
    }

    private static Checksums read(Path file, InputStream in) throws IOException {
        if (file.equals(STDIN)) {
            return Checksums.parse(new InputStreamReader(in, StandardCharsets.UTF_8), "stdin");
        }
        try (Reader text = Files.newBufferedReader(file)) {
            return Checksums.parse(text, file.toString());
        }
    }

    private static Map<String, Object> document(FileFinding finding) {
        return Answer.data(
                "file", finding.file(),
                "line", finding.line() == 0 ? null : finding.line(),
                "kind", finding.kind().name().toLowerCase(Locale.ROOT),
                "problem", finding.problem());
    }
}
