package dev.serein.cli;

import dev.serein.migrate.MigrationStatus;
import dev.serein.migrate.MigrationStatus.Entry;
import dev.serein.migrate.MigrationStatus.State;
import dev.serein.migrate.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = {
            "Shows every migration and how it stands.",
            "Reads only. Ends with 1 when something is pending or wrong."
        },
        footer = {"  serein status", "  serein status --json", "  serein status --write released.txt"})
final class StatusCommand extends Subcommand {
    private static final Map<State, String> FIXES = new EnumMap<>(Map.of(
            State.PENDING, "serein migrate applies it",
            State.OUT_OF_ORDER, "serein migrate --out-of-order applies it, if it does not depend on the order",
            State.FAILED, "mend the file; serein repair removes the entry, and serein migrate goes on with what failed",
            State.EDITED, "bring the file back as it was; or serein repair takes it as it is now",
            State.MISSING, "bring the file back; or serein repair marks it as deleted"));

    @Mixin
    private final FilesOptions where = new FilesOptions();

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Writes the checksums of what is applied there, for check --base and lint --base.")
    private @Nullable Path write;

    @Override
    Answer answer(Main serein) {
        Migrations migrations = Migrations.of(serein.database(), where.files());
        MigrationStatus status = migrations.status();
        if (write != null) {
            try {
                Files.writeString(write, migrations.applied().toString());
            } catch (IOException e) {
                return Answer.couldNotRun("File", "Cannot write the checksums: " + e);
            }
        }
        Map<String, Object> data = Answer.data(
                "current",
                status.isCurrent(),
                "migrations",
                status.migrations().stream().map(StatusCommand::document).toList());
        return new Answer(
                status.isCurrent() ? Answer.FINE : Answer.PROBLEMS,
                data,
                text(status.migrations(), serein.surroundings().colours()),
                problem(status.migrations()));
    }

    private static Map<String, Object> document(Entry entry) {
        return Answer.data(
                "version", entry.version(),
                "description", entry.description(),
                "script", entry.script(),
                "state", entry.state().name().toLowerCase(Locale.ROOT),
                "appliedAt", time(entry.appliedAt()));
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String text(List<Entry> entries, boolean colours) {
        int widest = entries.stream()
                .mapToInt(entry -> entry.script().length())
                .max()
                .orElse(0);
        return entries.stream().map(entry -> line(entry, widest, colours)).collect(Collectors.joining("\n"));
    }

    private static String line(Entry entry, int widest, boolean colours) {
        String state = String.format(Locale.ROOT, "%-12s", words(entry.state()));
        String when = Objects.requireNonNullElse(time(entry.appliedAt()), "");
        String line = (colours ? coloured(entry.state(), state) : state) + "  " + entry.script()
                + " ".repeat(widest - entry.script().length()) + "  " + when;
        return line.stripTrailing();
    }

    private static String coloured(State state, String text) {
        if (state.isFine()) {
            return text;
        }
        return (state == State.PENDING ? "\u001b[33m" : "\u001b[31m") + text + "\u001b[0m";
    }

    private static String problem(List<Entry> entries) {
        Map<State, Long> counts = entries.stream()
                .map(Entry::state)
                .filter(state -> !state.isFine())
                .collect(
                        Collectors.groupingBy(state -> state, () -> new EnumMap<>(State.class), Collectors.counting()));
        if (counts.isEmpty()) {
            return "";
        }
        String summary = counts.entrySet().stream()
                .map(each -> each.getValue() + " " + words(each.getKey()))
                .collect(Collectors.joining(", "));
        String fixes = counts.keySet().stream()
                .map(state -> words(state) + ": " + FIXES.get(state))
                .collect(Collectors.joining("\n       "));
        return "The database is not as the files have it: " + summary + "\n  fix: " + fixes;
    }

    private static String words(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
