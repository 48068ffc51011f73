package dev.serein.codegen;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles what was generated, against the runtime as it is in the sources beside. */
final class GeneratedCode {
    private static final Path RUNTIME = Path.of("../src/main/java");

    private static final Path RUNTIME_CLASSES = Path.of("target/runtime-classes");

    static {
        List<String> problems = problems(
                Stream.of("Dao", "Lookup", "ConflictTarget", "SchemaMigration")
                        .map(name -> RUNTIME.resolve("dev/serein/" + name + ".java"))
                        .toList(),
                List.of(
                        "-proc:none",
                        "-implicit:class",
                        "-sourcepath",
                        RUNTIME.toString(),
                        "-d",
                        RUNTIME_CLASSES.toString()));
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("\n", problems));
        }
    }

    private GeneratedCode() {}

    /** What the compiler says against it, and its check of the Javadoc of our own classes. */
    static List<String> problems(GenerationRequest request) throws IOException {
        try (Stream<Path> generated = Files.walk(request.output())) {
            return problems(
                    generated.filter(file -> file.toString().endsWith(".java")).toList(),
                    List.of(
                            "-proc:none",
                            "-cp",
                            RUNTIME_CLASSES + File.pathSeparator + System.getProperty("java.class.path"),
                            "-d",
                            request.output().resolve("classes").toString(),
                            "-Xlint:dep-ann,deprecation,rawtypes,unchecked,cast,varargs,overloads",
                            "-Xdoclint:syntax,html",
                            "-Xdoclint/package:" + request.packageName()));
        }
    }

    private static List<String> problems(List<Path> sources, List<String> options) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
            Files.createDirectories(Path.of(options.get(options.indexOf("-d") + 1)));
            compiler.getTask(null, files, said, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return said.getDiagnostics().stream()
                .filter(problem -> problem.getKind() != Diagnostic.Kind.NOTE)
                .filter(problem -> problem.getSource() != null) // annotations that libraries were compiled with
                .map(problem -> problem.toString())
                .toList();
    }
}
