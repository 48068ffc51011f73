package dev.serein.bench.kit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** In a JVM of its own: runs many test classes that each want a migrated database, and says how long that took. */
final class ManyClasses {
    private static final String METHODS = "inserts%1$d";

    private ManyClasses() {}

    public static void main(String[] words) throws Exception {
        Kit kit = Kit.valueOf(words[0]);
        Path migrations = Path.of(words[1]);
        int classes = Integer.parseInt(words[2]);
        int methods = Integer.parseInt(words[3]);
        Path folder = Files.createDirectories(Path.of(words[4]));
        System.setProperty("serein.bench.migrations", migrations.toString());
        try (URLClassLoader loader = new URLClassLoader(new URL[] {
            compile(kit, migrations, classes, methods, folder).toUri().toURL()
        })) {
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(IntStream.range(0, classes)
                            .mapToObj(number -> selectClass(loader, "T" + number))
                            .toList())
                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                    .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                    .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                    .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                    .configurationParameter(
                            "junit.jupiter.execution.parallel.config.executor-service", "FORK_JOIN_POOL")
                    .build();
            Launcher launcher = LauncherFactory.create();
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            long nanos = Clock.nanos(() -> launcher.execute(request, summary));
            if (summary.getSummary().getTestsSucceededCount() != (long) classes * methods) {
                summary.getSummary().printFailuresTo(new java.io.PrintWriter(System.err));
                throw new IllegalStateException(
                        summary.getSummary().getTestsSucceededCount() + " tests of " + classes * methods);
            }
            System.out.println("nanos " + nanos);
        }
        System.exit(0); // the library's thread that copies databases is none of a daemon
    }

    private static Path compile(Kit kit, Path migrations, int classes, int methods, Path folder) throws IOException {
        List<String> sources = new ArrayList<>();
        for (int number = 0; number < classes; number++) {
            Path source = folder.resolve("T" + number + ".java");
            Files.writeString(source, source(kit, migrations, number, methods));
            sources.add(source.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(List.of(
                "-d", folder.toString(), "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path")));
        arguments.addAll(sources);
        if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("the test classes do not compile");
        }
        return folder;
    }

    private static String source(Kit kit, Path migrations, int number, int methods) {
        StringBuilder all = new StringBuilder();
        if (kit == Kit.SEREIN) {
            all.append("@dev.serein.postgres.junit.PostgresTest(migrations = \"" + migrations + "\")\n");
        }
        all.append("class T" + number + " {\n");
        for (int method = 0; method < methods; method++) {
            all.append("  @org.junit.jupiter.api.Test void ").append(METHODS.formatted(method));
            all.append(
                    kit == Kit.SEREIN
                            ? "(javax.sql.DataSource source) throws Exception { dev.serein.bench.kit.Inserting.one(source); }\n"
                            : "() throws Exception { dev.serein.bench.kit.Inserting.one(dev.serein.bench.kit.Kit." + kit
                                    + "); }\n");
        }
        return all.append("}\n").toString();
    }
}
