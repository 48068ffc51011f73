package dev.serein.cli;

import dev.serein.DatabaseException;
import dev.serein.DatabaseOptions;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The release step as a program: {@code java -cp "app.jar:lib/*" dev.serein.cli.Main migrate}. The environment says
 * where the database is, as {@link DatabaseOptions#fromEnvironment()} reads it.
 */
@Command(
        name = "serein",
        description = {
            "Brings a PostgreSQL database to the version of the application, once per release, and examines",
            "it as it runs."
        },
        sortOptions = false,
        subcommands = {
            MigrateCommand.class,
            StatusCommand.class,
            NewCommand.class,
            CheckCommand.class,
            BaselineCommand.class,
            RepairCommand.class,
            DoctorCommand.class,
            UrlCommand.class
        },
        footerHeading = "%nThe database is said by the environment, never by an argument, which others could see:%n",
        footer = {
            "DATABASE_DIRECT_URL comes before DATABASE_URL, which the application uses: behind a",
            "pooler the migrations need a way to the server itself. serein url shows what is in",
            "effect.",
            "",
            "Examples:",
            "  DATABASE_URL=postgresql://ada@db/shop java -cp \"app.jar:lib/*\" dev.serein.cli.Main migrate",
            "  mvn serein:cli -Dserein.args=\"status --json\"",
            "",
            "Exit codes:",
            "  0   fine",
            "  1   problems were found",
            "  2   it could not run: wrong usage, no connection, wrong configuration"
        })
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this; of a command, too.")
    private boolean help;

    private final Surroundings surroundings;

    private Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Runs the program and ends the JVM. What libraries print to stdout meanwhile goes to stderr.
     *
     * @param arguments as {@code --help} describes them
     */
    public static void main(String[] arguments) {
        // the absence of a logger is no problem of a release's
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR");
        }
        Surroundings surroundings = Surroundings.ofProcess();
        System.setOut(System.err);
        System.exit(run(surroundings, arguments));
    }

    /**
     * Runs the program. Data goes to stdout, problems go to stderr.
     *
     * @param arguments as {@code --help} describes them
     * @return 0 fine, 1 problems were found, 2 it could not run
     */
    public static int run(String... arguments) {
        return run(Surroundings.ofProcess(), arguments);
    }

    static int run(Surroundings surroundings, String... arguments) {
        Main serein = new Main(surroundings);
        boolean json = List.of(arguments).contains("--json");
        PrintStream out = surroundings.out();
        CommandLine line = new CommandLine(serein)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(surroundings.err(), true))
                .setColorScheme(Help.defaultColorScheme(surroundings.colours() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(100)
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    Answer answer =
                            failure instanceof DatabaseException known ? Answer.of(known) : Answer.unexpected(failure);
                    return serein.tell(answer, command.getCommandName(), json);
                })
                .setParameterExceptionHandler((wrong, ignored) -> serein.refuse(wrong, json));
        try {
            return line.execute(arguments);
        } catch (LinkageError incomplete) {
            return serein.tell(Answer.unexpected(incomplete), "serein", json);
        }
    }

    private int refuse(ParameterException wrong, boolean json) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        Answer answer = Answer.couldNotRun("WrongUsage", WrongUsage.of(wrong) + "\n  fix: see " + name + " --help");
        return tell(answer, command.getCommandName(), json);
    }

    /** @return how the process ends */
    int tell(Answer answer, String command, boolean json) {
        String text = json ? answer.json(command) : answer.text();
        if (!text.isEmpty()) {
            surroundings.out().println(text);
        }
        surroundings.out().flush();
        if (!answer.problem().isEmpty()) {
            surroundings.err().println(answer.problem());
        }
        return answer.exit();
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Of the environment. */
    DatabaseOptions database() {
        return DatabaseOptions.fromEnvironment(surroundings.environment());
    }
}
