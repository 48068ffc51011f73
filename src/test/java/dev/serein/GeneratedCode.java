package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.codegen.Main;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Code generated from a folder of migrations, and compiled, as an application's build does it. */
final class GeneratedCode {
    private final Path sources;
    private final Path classes;

    /** Two folders of the test's own. */
    GeneratedCode(Path folder) {
        this.sources = folder.resolve("sources");
        this.classes = folder.resolve("classes");
    }

    /** Generates again, over what is there. */
    void generate(Path migrations, String packageName, String... schemas) {
        List<String> arguments = new ArrayList<>();
        for (String schema : schemas) {
            arguments.addAll(List.of("--schema", schema));
        }
        generate(migrations, packageName, arguments);
    }

    /** The same, with further arguments of the generator's command line. */
    void generate(Path migrations, String packageName, List<String> further) {
        try (ScratchDatabase admin = ScratchPostgres.shared().createDatabase()) {
            List<String> arguments = new ArrayList<>(List.of(
                    "--postgres", admin.url(),
                    "--migrations", migrations.toString(),
                    "--package", packageName,
                    "--output", sources.toString()));
            arguments.addAll(further);
            assertThat(Main.run(arguments.toArray(String[]::new))).isZero();
        }
    }

    void write(String path, String text) throws IOException {
        Path file = sources.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(sources)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** The errors, a line each. */
    List<String> compile() throws IOException {
        Files.createDirectories(classes);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            compiler.getTask(
                            new StringWriter(),
                            manager,
                            diagnostics,
                            List.of("--release", "17", "-proc:none", "-d", classes.toString()),
                            null,
                            manager.getJavaFileObjectsFromPaths(files()))
                    .call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                .map(found -> Path.of(found.getSource().toUri()).getFileName() + ":" + found.getLineNumber() + ": "
                        + found.getMessage(Locale.ROOT))
                .toList();
    }

    ClassLoader load() throws IOException {
        return new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
    }
}
