package dev.serein.codegen;

import dev.serein.lint.LintFailed;
import dev.serein.postgres.ScratchPostgresException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What all goals have in common: where the migrations are, and how they fail. */
abstract class SereinMojo extends AbstractMojo {
    private static final List<String> USUAL_LOCATIONS = List.of("db/migration", "src/main/resources/db/migration");

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    /** Folders of SQL migrations. By default {@code db/migration}, else {@code src/main/resources/db/migration}. */
    @Parameter(property = "serein.locations")
    @Nullable
    List<String> locations;

    /** What Flyway's placeholders in the migrations stand for. */
    @Parameter
    @Nullable
    Map<String, @Nullable String> placeholders;

    /** Whether to do nothing. */
    @Parameter(property = "serein.skip", defaultValue = "false")
    boolean skip;

    /** Run by Maven. */
    SereinMojo() {}

    @Override
    public final void execute() throws MojoFailureException {
        if (skip) {
            getLog().info("Skipped, as asked for");
            return;
        }
        if (project.getPackaging().equals("pom")) {
            getLog().info("Nothing to do in a parent project");
            return;
        }
        try {
            run();
        } catch (GenerationFailed | LintFailed | ScratchPostgresException e) {
            getLog().debug(e);
            throw new MojoFailureException(e.getMessage()); // of a cause, Maven would repeat the message
        }
    }

    /**
     * Does what the goal does.
     *
     * @throws GenerationFailed saying why it did not
     * @throws MojoFailureException saying why it did not
     */
    abstract void run() throws MojoFailureException;

    /** Those that are there. */
    final List<Path> migrationFolders() {
        List<Path> folders = foldersSaid();
        if (folders.isEmpty()) {
            List<Path> usual = usualFolders();
            throw new GenerationFailed(
                    "No migrations found in "
                            + usual.stream().map(Path::toString).collect(Collectors.joining(", ")),
                    "write the first one, such as " + usual.get(0).resolve("V1__init.sql")
                            + "; in a module without any, set <skip>true</skip>");
        }
        return folders;
    }

    /** Those that are there; or where the first one goes. */
    final List<Path> migrationFoldersOrFirst() {
        List<Path> folders = foldersSaid();
        return folders.isEmpty() ? usualFolders().subList(0, 1) : folders;
    }

    private List<Path> foldersSaid() {
        Path base = project.getBasedir().toPath();
        if (locations != null && !locations.isEmpty()) {
            return locations.stream().map(base::resolve).map(Path::normalize).toList();
        }
        List<Path> present = usualFolders().stream().filter(Files::isDirectory).toList();
        if (present.size() > 1) {
            throw new GenerationFailed(
                    "There are migrations in both " + String.join(" and ", USUAL_LOCATIONS), "name one in <locations>");
        }
        return present;
    }

    private List<Path> usualFolders() {
        Path base = project.getBasedir().toPath();
        return USUAL_LOCATIONS.stream().map(base::resolve).toList();
    }

    /** Maven gives null for an empty element. */
    final Map<String, String> placeholders() {
        Map<String, String> values = new HashMap<>();
        if (placeholders != null) {
            placeholders.forEach((name, value) -> values.put(name, value == null ? "" : value));
        }
        return values;
    }
}
