package dev.serein.cli;

import dev.serein.MigrationFailed;
import dev.serein.migrate.MigrationEvent;
import dev.serein.migrate.MigrationReport;
import dev.serein.migrate.MigrationReport.Applied;
import dev.serein.migrate.Migrations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "migrate",
        description = {
            "Applies what is pending, over DATABASE_DIRECT_URL, else DATABASE_URL.",
            "One at a time works, others wait for their turn and find nothing to do. A migration that does",
            "not get a lock lets the others through and tries again."
        },
        footer = {"  serein migrate", "  serein migrate --wait 30m --lock-timeout 1s --json"})
final class MigrateCommand extends Subcommand {
    @Mixin
    private final FilesOptions where = new FilesOptions();

    @Option(
            names = "--lock-timeout",
            paramLabel = "TIME",
            defaultValue = "3s",
            converter = Times.class,
            description = "How long a statement waits for a lock before it lets others through; ${DEFAULT-VALUE}.")
    private Duration lockTimeout = Duration.ZERO;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = Times.class,
            description = "How long to wait for one's turn, and for each migration's locks; ${DEFAULT-VALUE}.")
    private Duration patience = Duration.ZERO;

    @Option(
            names = "--out-of-order",
            description = "Applies migrations, too, that are older than one that is applied already.")
    private boolean outOfOrder;

    @Override
    Answer answer(Main serein) {
        List<Applied> applied = new ArrayList<>();
        Progress progress = isForPrograms() ? event -> {} : Progress.of(serein.surroundings());
        try {
            MigrationReport report = Migrations.of(serein.database(), where.files())
                    .withLockTimeout(lockTimeout)
                    .withPatience(patience)
                    .withOutOfOrder(outOfOrder)
                    .withProgress(event -> {
                        if (event instanceof MigrationEvent.Done done) {
                            applied.add(done.migration());
                        }
                        progress.accept(event);
                    })
                    .migrate();
            return Answer.fine(data(report), text(report));
        } catch (MigrationFailed e) {
            Map<String, Object> data = Answer.data(
                    "applied", documents(applied),
                    "failed", e.outcome().failed(),
                    "pending", e.outcome().pending());
            data.putAll(Answer.of(e).data());
            return new Answer(Answer.PROBLEMS, data, "", String.valueOf(e.getMessage()));
        } finally {
            progress.end();
        }
    }

    private static Map<String, Object> data(MigrationReport report) {
        return Answer.data(
                "applied", documents(report.applied()),
                "version", report.version(),
                "millis", report.took().toMillis());
    }

    private static List<Map<String, Object>> documents(List<Applied> applied) {
        return applied.stream()
                .map(each -> Answer.data(
                        "script", each.script(),
                        "version", each.version(),
                        "millis", each.took().toMillis()))
                .toList();
    }

    private static String text(MigrationReport report) {
        int count = report.applied().size();
        String done = count == 0
                ? "Nothing to apply"
                : count + (count == 1 ? " migration" : " migrations") + " applied in " + Times.shown(report.took());
        return done + (report.version() == null ? "" : "; the schema is at version " + report.version());
    }
}
