package dev.serein.lint;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchPostgresException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lint as a program, for builds other than Maven's. Its class path is {@code dev.serein:serein-maven-plugin} and, for
 * an embedded server, the binaries of the platform.
 */
@Command(
        name = "serein-lint",
        description = {
            "Runs new migrations on a throwaway server, and says what they would do to a database in use:",
            "what they lock, rewrite and read whole, and what they break for the version that still runs."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  serein-lint --base shop-1.4.jar",
            "  git show v1.4:src/main/java/com/acme/db/SchemaVersion.java | serein-lint --base -",
            "",
            "Exit codes:",
            "  0   fine",
            "  1   there are dangers that no comment allows",
            "  2   it could not run: wrong usage, no server, a migration that is released does not apply"
        })
public final class Main implements Callable<Integer> {
    private static final int COULD_NOT_RUN = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Option(names = "--json", description = "One document of JSON on stdout, of an error, too.")
    private boolean json;

    @Option(
            names = "--migrations",
            paramLabel = "FOLDER",
            description = "Of SQL migrations; may be repeated. By default db/migration.",
            defaultValue = "db/migration")
    private List<Path> migrations = List.of();

    @Option(
            names = "--placeholder",
            paramLabel = "NAME=VALUE",
            description = "What such a name in dollar sign and braces stands for; may be repeated.")
    private Map<String, String> placeholders = Map.of();

    @Option(
            names = "--base",
            paramLabel = "RELEASE",
            description = {
                "What is released: a folder of migrations; a jar of the application; its",
                "SchemaVersion.java; what serein check --write, or status --write, has",
                "written; - is one of the last two on stdin. Without it, each file is",
                "taken for a release of its own."
            })
    private @Nullable String base;

    @Option(
            names = "--postgres",
            paramLabel = "PROVIDER",
            description = {
                "embedded, embedded:16, testcontainers, testcontainers:IMAGE or",
                "postgresql://...; its major version should be that of production."
            })
    private @Nullable String postgres;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    private Main(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the program and ends the JVM. What libraries print to stdout meanwhile goes to stderr.
     *
     * @param arguments as {@code --help} describes them
     */
    public static void main(String[] arguments) {
        // the absence of a logger is no problem of a migration's
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR");
        }
        PrintStream out = utf8(System.out);
        System.setOut(System.err);
        System.exit(run(System.in, out, utf8(System.err), arguments));
    }

    /** In a container no locale is set, and Java would write question marks. */
    private static PrintStream utf8(PrintStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    static int run(InputStream in, PrintStream out, PrintStream err, String... arguments) {
        Main lint = new Main(in, out, err);
        boolean json = List.of(arguments).contains("--json");
        return new CommandLine(lint)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setUsageHelpWidth(100)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((wrong, ignored) -> lint.refuse(
                        new LintFailed(WrongUsage.of(wrong) + "\n  fix: see serein-lint --help", null), json))
                .setExecutionExceptionHandler((bug, ignored, parsed) -> {
                    bug.printStackTrace(err); // whoever is to mend it needs to see where
                    return lint.refuse(new LintFailed("Lint has failed: " + bug, bug), json);
                })
                .execute(arguments);
    }

    @Override
    public Integer call() {
        try {
            LintReport report = new LintRequest(
                            postgres == null ? PostgresProvider.configured() : PostgresProvider.parse(postgres),
                            new MigrationSet(migrations, placeholders),
                            base)
                    .run(in);
            out.println(json ? LintText.json(report) : LintText.of(report));
            return report.isFine() ? 0 : 1;
        } catch (LintFailed | ScratchPostgresException e) {
            return refuse(e, json);
        }
    }

    private int refuse(RuntimeException failure, boolean json) {
        if (json) {
            out.println(LintText.json(failure));
        }
        err.println(failure.getMessage());
        return COULD_NOT_RUN;
    }
}
