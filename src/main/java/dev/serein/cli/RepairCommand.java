package dev.serein.cli;

import dev.serein.migrate.Migrations;
import dev.serein.migrate.Repair;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "repair",
        description = {
            "Mends the history, saying what changes; with --yes only.",
            "Removes entries that failed, takes over files that were edited, marks those as deleted whose",
            "files are gone. Without --yes it shows what it would change, and ends with 1 if there is",
            "something."
        },
        footer = {"  serein repair", "  serein repair --yes"})
final class RepairCommand extends Subcommand {
    @Mixin
    private final FilesOptions where = new FilesOptions();

    @Option(names = "--yes", description = "Changes it.")
    private boolean yes;

    @Override
    Answer answer(Main serein) {
        Migrations migrations = Migrations.of(serein.database(), where.files());
        List<Repair> repairs = yes ? migrations.repair() : migrations.repairs();
        Map<String, Object> data = Answer.data(
                "done",
                yes,
                "repairs",
                repairs.stream().map(RepairCommand::document).toList());
        if (repairs.isEmpty()) {
            return Answer.fine(data, "Nothing to repair");
        }
        String text = repairs.stream().map(Repair::sentence).collect(Collectors.joining("\n"));
        return yes
                ? Answer.fine(data, text)
                : new Answer(Answer.PROBLEMS, data, text, "Nothing is changed yet\n  fix: serein repair --yes");
    }

    private static Map<String, Object> document(Repair repair) {
        return Answer.data(
                "kind", repair.kind().name().toLowerCase(Locale.ROOT),
                "version", repair.version(),
                "script", repair.script(),
                "sentence", repair.sentence());
    }
}
