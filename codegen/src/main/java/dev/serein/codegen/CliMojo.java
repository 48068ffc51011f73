package dev.serein.codegen;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Runs the release step, {@code dev.serein.cli.Main}, with the project's class path, its migrations as they are in
 * their folders, and the environment: {@code mvn serein:cli -Dserein.args="status --json"}. What it finds wrong fails
 * the build. Its settings are those of the plugin, not those of an execution.
 */
@Mojo(name = "cli", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class CliMojo extends SereinMojo {
    /** The command and its options, as a shell would take them; quotes hold together what has spaces. */
    @Parameter(property = "serein.args", defaultValue = "--help")
    String args = "--help";

    /** Run by Maven. */
    public CliMojo() {}

    @Override
    void run() throws MojoFailureException {
        if (project.getArtifacts().stream()
                .noneMatch(each -> each.getGroupId().equals("dev.serein")
                        && each.getArtifactId().equals("serein"))) {
            throw new GenerationFailed(
                    "The release step is part of dev.serein:serein, which " + project.getArtifactId()
                            + " does not depend on",
                    "add the dependency, or run this in the module that has it");
        }
        int exit = process().run();
        if (exit != 0) {
            throw new MojoFailureException(
                    switch (exit) {
                        case 1 -> "serein ended with 1: it found problems";
                        case 2 -> "serein ended with 2: it could not run";
                        default -> "serein ended with " + exit;
                    });
        }
    }

    private CliProcess process() {
        Path base = project.getBasedir().toPath();
        Map<String, String> properties = new TreeMap<>();
        properties.put(
                "serein.migrations",
                migrationFoldersOrFirst().stream()
                        .map(folder -> folder.startsWith(base) ? base.relativize(folder) : folder)
                        .map(Path::toString)
                        .collect(Collectors.joining(",")));
        placeholders().forEach((name, value) -> properties.put("serein.placeholder." + name, value));
        try {
            return new CliProcess(project.getRuntimeClasspathElements(), base, properties, Words.of(args));
        } catch (DependencyResolutionRequiredException e) {
            throw new IllegalStateException(e); // Maven has resolved them, as the annotation asks for
        }
    }
}
