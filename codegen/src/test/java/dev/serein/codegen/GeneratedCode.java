package dev.serein.codegen;

import java.io.IOException;
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

/** Compiles what was generated, with the two types of the runtime that it names. */
final class GeneratedCode {
    private static final Path RUNTIME = Path.of("../src/main/java/dev/serein");

    private GeneratedCode() {}

    /** What the compiler says against it, and its check of the Javadoc of our own classes. */
    static List<String> problems(GenerationRequest request) throws IOException {
        Path sources = request.output();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8);
                Stream<Path> generated = Files.walk(sources)) {
            Stream<Path> runtime =
                    Stream.of("RowTable.java", "SchemaMigration.java").map(RUNTIME::resolve);
            List<Path> all = Stream.concat(
                            generated.filter(file -> file.toString().endsWith(".java")), runtime)
                    .toList();
            List<String> options = List.of(
                    "-proc:none",
                    "-implicit:none",
                    "-d",
                    Files.createDirectories(sources.resolve("classes")).toString(),
                    "-Xlint:dep-ann,deprecation",
                    "-Xdoclint:syntax,html",
                    "-Xdoclint/package:" + request.packageName());
            compiler.getTask(null, files, said, options, null, files.getJavaFileObjectsFromPaths(all))
                    .call();
        }
        return said.getDiagnostics().stream()
                .filter(problem -> problem.getKind() != Diagnostic.Kind.NOTE)
                .map(problem -> problem.toString())
                .toList();
    }
}
