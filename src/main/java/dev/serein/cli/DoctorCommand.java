package dev.serein.cli;

import dev.serein.Database;
import dev.serein.MigrationFailed;
import dev.serein.doctor.Doctor;
import dev.serein.doctor.Examination;
import dev.serein.doctor.Finding;
import dev.serein.doctor.Unseen;
import dev.serein.migrate.MigrationFiles;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = {
            "Examines the database as it runs, by the checklist of a production.",
            "Reads only, over DATABASE_URL as the application does, and needs no superuser. Ends with 1 if",
            "something is wrong; hints do not count, nor what this role cannot see, which is told."
        },
        footer = {
            "  serein doctor",
            "  serein doctor --instances 4 --without unused-index",
            "  serein doctor --json --schema public --schema billing"
        })
final class DoctorCommand extends Subcommand {
    @Mixin
    private final FilesOptions where = new FilesOptions();

    @Option(
            names = "--without",
            paramLabel = "CHECK",
            converter = KnownCheck.class,
            description = "Leaves out a check, as the report names it; may be repeated.")
    private List<String> without = List.of();

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "Whose tables are examined; may be repeated. By default all that are not PostgreSQL's.")
    private List<String> schemas = List.of();

    @Option(
            names = "--instances",
            paramLabel = "NUMBER",
            converter = Count.class,
            description = "How many of the application run, each with a pool; else DATABASE_INSTANCES says it.")
    private @Nullable Integer instances;

    @Override
    Answer answer(Main serein) {
        MigrationFiles migrations;
        try {
            migrations = where.filesIfAny();
        } catch (MigrationFailed e) {
            return new Answer(Answer.COULD_NOT_RUN, Answer.of(e).data(), "", String.valueOf(e.getMessage()));
        }
        // of the size that is judged: a pool opens what is asked for, and that is one connection
        try (Database database = Database.open(serein.database())) {
            Doctor doctor = Doctor.of(database).without(without.toArray(String[]::new));
            doctor = migrations == null ? doctor : doctor.withMigrations(migrations);
            doctor = instances == null ? doctor : doctor.withInstances(instances);
            Examination examination = examined(doctor);
            return examination == null
                    ? Answer.couldNotRun(
                            "WrongUsage",
                            "--schema cannot be used: no schema of that name holds a table\n"
                                    + "  fix: see serein doctor --help")
                    : answer(examination, serein.surroundings().colours());
        }
    }

    /** @return null if a schema is not there, which its message would quote */
    private @Nullable Examination examined(Doctor doctor) {
        if (schemas.isEmpty()) {
            return doctor.examine();
        }
        try {
            return doctor.withSchemas(schemas.toArray(String[]::new)).examine();
        } catch (IllegalArgumentException notThere) {
            return null;
        }
    }

    static Answer answer(Examination examination, boolean colours) {
        ExaminationText text = new ExaminationText(examination, colours);
        return new Answer(
                examination.isHealthy() ? Answer.FINE : Answer.PROBLEMS,
                Answer.data(
                        "subject",
                        examination.subject(),
                        "healthy",
                        examination.isHealthy(),
                        "checks",
                        examination.checks(),
                        "findings",
                        examination.findings().stream()
                                .map(DoctorCommand::document)
                                .toList(),
                        "unseen",
                        examination.unseen().stream()
                                .map(DoctorCommand::document)
                                .toList()),
                text.toString(),
                text.problem());
    }

    private static Map<String, Object> document(Finding finding) {
        return Answer.data(
                "check", finding.check(),
                "severity", ExaminationText.words(finding.severity()),
                "problem", finding.problem(),
                "objects", finding.objects(),
                "fix", finding.fix());
    }

    private static Map<String, Object> document(Unseen unseen) {
        return Answer.data("check", unseen.check(), "reason", unseen.reason());
    }

    /** Names those that there are, as the report may not have: what finds nothing is not in it. */
    static final class KnownCheck implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!Doctor.checks().contains(text)) {
                throw new WrongUsage.Refused("it is none of " + String.join(", ", Doctor.checks()));
            }
            return text;
        }
    }

    /** 1 or more. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("[1-9][0-9]{0,5}")) {
                throw new WrongUsage.Refused("it is no number from 1 on");
            }
            return Integer.valueOf(text);
        }
    }
}
