package dev.serein.codegen;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchPostgresException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The generator as a program, for builds other than Maven's: a Gradle {@code JavaExec} task, a shell. Its class path is
 * {@code dev.serein:serein-maven-plugin} and, for an embedded server, the binaries of the platform.
 */
@Command(
        name = "serein-generate",
        description = "Generates typed classes from SQL migrations.",
        sortOptions = false,
        exitCodeOnInvalidInput = 2,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or nothing to do",
            "1:the classes are not current, or could not be generated",
            "2:wrong usage"
        })
public final class Main implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Option(
            names = "--migrations",
            paramLabel = "FOLDER",
            description = "Of SQL migrations; may be repeated.",
            defaultValue = "db/migration")
    private List<Path> migrations = List.of();

    @Option(names = "--package", paramLabel = "NAME", required = true, description = "Of the classes.")
    private String packageName = "";

    @Option(names = "--output", paramLabel = "FOLDER", required = true, description = "Where the sources go.")
    private Path output = Path.of("");

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "Whose objects get classes; may be repeated.",
            defaultValue = "public")
    private List<String> schemas = List.of();

    @Option(
            names = "--postgres",
            paramLabel = "PROVIDER",
            description = "embedded, embedded:16, testcontainers, testcontainers:IMAGE or postgresql://...")
    private @Nullable String postgres;

    @Option(names = "--include", paramLabel = "REGEX", description = "Objects that get classes; may be repeated.")
    private List<String> includes = List.of();

    @Option(names = "--exclude", paramLabel = "REGEX", description = "Objects that get none; may be repeated.")
    private List<String> excludes = List.of();

    @Option(names = "--placeholder", paramLabel = "NAME=VALUE", description = "Of Flyway's; may be repeated.")
    private Map<String, String> placeholders = Map.of();

    @Option(
            names = "--version-column",
            paramLabel = "NAME",
            description = "A column that counts the updates of a row, in every table that has it.",
            defaultValue = "")
    private String versionColumn = "";

    @Option(
            names = "--created-at-column",
            paramLabel = "NAME",
            description = "A column that an insert sets to the time, in every table that has it.",
            defaultValue = "")
    private String createdAtColumn = "";

    @Option(
            names = "--updated-at-column",
            paramLabel = "NAME",
            description = "A column that an insert and every update set to the time, in every table that has it.",
            defaultValue = "")
    private String updatedAtColumn = "";

    @Option(names = "--jooq", paramLabel = "FILE", description = "Further settings: a <generator> element of jOOQ's.")
    private @Nullable Path jooq;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Remembers the last run, so that one that would change nothing is left out.")
    private @Nullable Path state;

    @Option(names = "--check", description = "Writes nothing; fails when the classes there are not current.")
    private boolean check;

    /** For picocli. */
    private Main() {}

    /**
     * Runs the program and ends the JVM.
     *
     * @param arguments as {@code --help} describes them
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /**
     * Runs the program. Problems go to stderr.
     *
     * @param arguments as {@code --help} describes them
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String... arguments) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof GenerationFailed || failure instanceof ScratchPostgresException) {
                        command.getErr().println(failure.getMessage());
                        return 1;
                    }
                    throw failure;
                })
                .setParameterExceptionHandler((wrong, ignored) -> {
                    CommandLine command = wrong.getCommandLine();
                    // what was not understood may be a provider's URL
                    command.getErr().println(String.valueOf(wrong.getMessage()).replaceAll("://\\S*@", "://...@"));
                    command.getErr().println("  fix: see " + command.getCommandName() + " --help");
                    return 2;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        LibraryLogs.quieten();
        GenerationRequest request = new GenerationRequest(
                postgres == null ? PostgresProvider.configured() : PostgresProvider.parse(postgres),
                new MigrationSet(migrations, placeholders),
                packageName,
                schemas,
                includes,
                excludes,
                new ManagedColumns(versionColumn, createdAtColumn, updatedAtColumn),
                jooq == null ? "" : textOf(jooq),
                output);
        if (check) {
            checkBeside(request);
            return 0;
        }
        Fingerprint fingerprint = state == null ? null : new Fingerprint(state.toAbsolutePath(), request);
        if (fingerprint != null && fingerprint.isCurrent()) {
            return 0;
        }
        Generation.run(request);
        if (fingerprint != null) {
            fingerprint.keep();
        }
        return 0;
    }

    private static String textOf(Path settings) {
        try {
            return Files.readString(settings);
        } catch (IOException e) {
            throw new GenerationFailed("Cannot read jOOQ's settings: " + e, "name a file with --jooq", e);
        }
    }

    private static void checkBeside(GenerationRequest request) throws IOException {
        Path fresh = Files.createTempDirectory("serein-check");
        try {
            Check.requireCurrent(request, fresh, "generate them again without --check");
        } finally {
            GeneratedFiles.delete(fresh);
        }
    }
}
