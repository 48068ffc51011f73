package dev.serein.codegen;

import dev.serein.postgres.MigrationSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.model.Build;
import org.apache.maven.model.Resource;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Generates typed classes from SQL migrations, and adds both to the build: the classes as sources, the migrations as
 * resources at {@code db/migration}. Does nothing when nothing has changed.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends CodegenMojo {
    /** Where Flyway looks for migrations on the class path. */
    private static final String COPIES = "db/migration";

    /** Run by Maven. */
    public GenerateMojo() {}

    @Override
    void run(GenerationRequest request) {
        Fingerprint fingerprint = new Fingerprint(stateFile(), request);
        if (fingerprint.isCurrent()) {
            getLog().info("Nothing has changed: the classes of " + request.packageName() + " are up to date");
        } else {
            getLog().info("Generating " + request.packageName() + " from "
                    + request.migrations().folders() + " on " + request.postgres());
            Generation.run(resolved(request));
            fingerprint.keep();
        }
        addToBuild(request);
    }

    /** Maven copies resources and never deletes a copy: a renamed migration would be in the jar under both names. */
    private void deleteStaleCopies(List<Path> folders) {
        Build build = project.getBuild();
        Path copies = Path.of(testSources ? build.getTestOutputDirectory() : build.getOutputDirectory(), COPIES);
        if (!Files.isDirectory(copies)) {
            return;
        }
        try (Stream<Path> all = Files.walk(copies)) {
            for (Path copy : all.filter(MigrationSet::isMigration).toList()) {
                Path name = copies.relativize(copy);
                if (folders.stream().noneMatch(folder -> Files.exists(folder.resolve(name)))) {
                    Files.delete(copy);
                }
            }
        } catch (IOException e) {
            throw new GenerationFailed("Cannot delete the copy of a migration: " + e, "run mvn clean", e);
        }
    }

    private void addToBuild(GenerationRequest request) {
        List<Path> folders = request.migrations().folders();
        deleteStaleCopies(folders);
        String output = request.output().toString();
        if (testSources) {
            project.addTestCompileSourceRoot(output);
        } else {
            project.addCompileSourceRoot(output);
        }
        List<Resource> present = testSources ? project.getTestResources() : project.getResources();
        for (Path folder : folders) {
            if (present.stream().noneMatch(resource -> folder.equals(Path.of(resource.getDirectory(), COPIES)))) {
                Resource migrations = new Resource();
                migrations.setDirectory(folder.toString());
                migrations.setTargetPath(COPIES);
                present.add(migrations);
            }
        }
    }
}
