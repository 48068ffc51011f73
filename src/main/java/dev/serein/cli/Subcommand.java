package dev.serein.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the commands have in common. */
@Command(sortOptions = false, footerHeading = "%nExamples:%n")
abstract class Subcommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private Main serein;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Option(names = "--json", description = "One document of JSON on stdout, of an error, too.")
    private boolean json;

    @Override
    public final Integer call() {
        return serein.tell(answer(serein), spec.name(), json);
    }

    abstract Answer answer(Main serein);

    final boolean isForPrograms() {
        return json;
    }
}
