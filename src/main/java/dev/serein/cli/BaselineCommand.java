package dev.serein.cli;

import dev.serein.migrate.BaselineReport;
import dev.serein.migrate.Migrations;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "baseline",
        description = {
            "Adopts a database that is older than its history.",
            "Takes the files up to a version as applied, and begins the history there. Touches nothing",
            "else."
        },
        footer = {
            "  serein baseline 20261123101530",
            "  serein baseline 7 --description \"The shop as of its last release by hand\""
        })
final class BaselineCommand extends Subcommand {
    @Mixin
    private final FilesOptions where = new FilesOptions();

    @Parameters(
            paramLabel = "VERSION",
            converter = Version.class,
            description = "Of the newest file whose work is in the database already.")
    private String version = "";

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            defaultValue = "Baseline",
            description = "Where the database comes from, for the history; ${DEFAULT-VALUE}.")
    private String description = "";

    @Override
    Answer answer(Main serein) {
        BaselineReport report = Migrations.of(serein.database(), where.files()).baseline(version, description);
        return Answer.fine(
                Answer.data(
                        "version", report.version(),
                        "description", report.description(),
                        "covered", report.covered(),
                        "pending", report.pending()),
                report.toString());
    }

    /** Refuses anything else without quoting it. */
    static final class Version implements ITypeConverter<String> {
        private static final Pattern WRITTEN = Pattern.compile("[0-9]+([._][0-9]+)*");

        @Override
        public String convert(String text) {
            if (!WRITTEN.matcher(text).matches()) {
                throw new TypeConversionException("");
            }
            return text;
        }
    }
}
