package dev.serein.codegen;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A project of a test's own: a folder of migrations and one of classes. One server serves them all. */
final class Workspace {
    private static final String URL = urlOfServer();

    /** Saves the start of a server for each run. */
    static final PostgresProvider SERVER = new PostgresProvider.ExistingServer(URL);

    static final String PACKAGE = "com.acme.db";

    final Path migrations;
    final Path output;

    /** Of its database {@code postgres}: each run drops what it takes for left over, and cannot drop where it is. */
    private static String urlOfServer() {
        try (ScratchDatabase any = ScratchPostgres.shared().createDatabase()) {
            return any.url().replace(any.name(), "postgres");
        }
    }

    Workspace(Path folder) {
        this.migrations = folder.resolve("migration");
        this.output = folder.resolve("out");
    }

    Workspace migration(String name, String sql) throws IOException {
        Files.createDirectories(migrations);
        Files.writeString(migrations.resolve(name), sql);
        return this;
    }

    GenerationRequest request() {
        return new GenerationRequest(
                SERVER,
                MigrationSet.in(migrations),
                PACKAGE,
                List.of(),
                List.of(),
                List.of(),
                ManagedColumns.NONE,
                "",
                output);
    }

    Map<String, String> generate() throws IOException {
        Generation.run(request());
        return files();
    }

    /** What is in the package's folder, by path in it. */
    Map<String, String> files() throws IOException {
        return textsIn(GeneratedFiles.packageFolder(request()));
    }

    Path file(String name) {
        return GeneratedFiles.packageFolder(request()).resolve(name);
    }

    static Map<String, String> textsIn(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    texts.put(folder.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return texts;
    }

    /** What the program said and how it ended. */
    record Run(int exit, String out, String err) {}

    /** Runs the program in this project; further arguments go behind those that say where it is. */
    Run main(String... further) {
        List<String> arguments = new ArrayList<>(List.of(
                "--migrations",
                migrations.toString(),
                "--package",
                PACKAGE,
                "--output",
                output.toString(),
                "--postgres",
                URL));
        arguments.addAll(List.of(further));
        return program(arguments.toArray(String[]::new));
    }

    static Run program(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream toOut = new ByteArrayOutputStream();
        ByteArrayOutputStream toErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
            int exit = Main.run(arguments);
            return new Run(exit, toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
