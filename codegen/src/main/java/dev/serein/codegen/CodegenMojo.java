package dev.serein.codegen;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** What the goals that generate have in common. */
abstract class CodegenMojo extends ServerMojo {
    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    MojoExecution execution;

    /** The package of the generated classes. By default the project's group followed by {@code .db}. */
    @Parameter(property = "serein.packageName")
    @Nullable
    String packageName;

    /** The schemas whose objects get classes; the first one's are in the package itself. By default {@code public}. */
    @Parameter(property = "serein.schemas")
    @Nullable
    List<@Nullable String> schemas;

    /** Regular expressions of the objects that get classes, as jOOQ reads them. By default all. */
    @Parameter
    @Nullable
    List<@Nullable String> includes;

    /** Regular expressions of the objects that get no classes, as jOOQ reads them. */
    @Parameter
    @Nullable
    List<@Nullable String> excludes;

    /**
     * The name of a column that counts the updates of a row. DAOs fill it in every table with a primary key that has
     * it, and refuse an update of a row that somebody else has changed since it was read. By default none.
     */
    @Parameter(property = "serein.versionColumn")
    @Nullable
    String versionColumn;

    /** The name of a column that DAOs set to the time of the insert, in every table that has it. By default none. */
    @Parameter(property = "serein.createdAtColumn")
    @Nullable
    String createdAtColumn;

    /**
     * The name of a column that DAOs set to the time of the insert and of every update, in every table that has it. By
     * default none.
     */
    @Parameter(property = "serein.updatedAtColumn")
    @Nullable
    String updatedAtColumn;

    /**
     * Any other setting of jOOQ's generator: the content of a {@code <generator>} element as jOOQ documents it, such as
     * {@code <database><forcedTypes>…</forcedTypes></database>}. It goes before the settings made here.
     */
    @Parameter
    @Nullable
    PlexusConfiguration jooq;

    /** Where the sources go. By default {@code target/generated-sources/serein}. */
    @Parameter(property = "serein.outputDirectory")
    @Nullable
    File outputDirectory;

    /** Whether the classes are for the project's tests only. */
    @Parameter(property = "serein.testSources", defaultValue = "false")
    boolean testSources;

    /** Run by Maven. */
    CodegenMojo() {}

    @Override
    final void run(PostgresProvider provider) {
        run(request(provider));
    }

    abstract void run(GenerationRequest request);

    private GenerationRequest request(PostgresProvider provider) {
        return new GenerationRequest(
                provider,
                new MigrationSet(migrationFolders(), placeholders()),
                packageName == null ? project.getGroupId().replace('-', '_') + ".db" : packageName,
                orEmpty(schemas),
                orEmpty(includes),
                orEmpty(excludes),
                new ManagedColumns(orEmpty(versionColumn), orEmpty(createdAtColumn), orEmpty(updatedAtColumn)),
                jooq == null ? "" : xml(jooq),
                output());
    }

    private Path output() {
        Path target = Path.of(project.getBuild().getDirectory());
        return outputDirectory != null
                ? outputDirectory.toPath()
                : target.resolve(testSources ? "generated-test-sources/serein" : "generated-sources/serein");
    }

    /** With the jar of the binaries that an embedded server needs, which Maven downloads if it is not there yet. */
    final GenerationRequest resolved(GenerationRequest request) {
        return request.on(resolved(request.postgres()));
    }

    /** The state of this execution, beside the build's other output. */
    final Path stateFile() {
        return Path.of(project.getBuild().getDirectory(), "serein", execution.getExecutionId() + ".fingerprint");
    }

    private static String xml(PlexusConfiguration element) {
        StringBuilder text = new StringBuilder("<generator>");
        for (PlexusConfiguration child : element.getChildren()) {
            append(text, child);
        }
        return text.append("</generator>").toString();
    }

    private static void append(StringBuilder text, PlexusConfiguration element) {
        text.append('<').append(element.getName()).append('>');
        String value = element.getValue("");
        text.append(value.replace("&", "&amp;").replace("<", "&lt;"));
        Stream.of(element.getChildren()).forEach(child -> append(text, child));
        text.append("</").append(element.getName()).append('>');
    }

    /** Maven gives null for an empty element. */
    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    /** Maven gives null for an empty element. */
    private static List<String> orEmpty(@Nullable List<@Nullable String> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }
}
