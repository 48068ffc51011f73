package dev.serein.codegen;

import java.nio.file.Path;
import java.util.List;
import org.apache.maven.model.Resource;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Generates typed classes from SQL migrations, and adds both to the build: the classes as sources, the migrations as
 * resources at {@code db/migration}. Does nothing when nothing has changed.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends CodegenMojo {

    /** Run by Maven. */
    public GenerateMojo() {}

    @Override
    void run(GenerationRequest request) {
        Fingerprint fingerprint = new Fingerprint(stateFile(), request);
        if (fingerprint.isCurrent()) {
            getLog().info("Nothing has changed: the classes of " + request.packageName() + " are up to date");
        } else {
            getLog().info("Generating " + request.packageName() + " from " + migrationFolders() + " on "
                    + request.postgres());
            Generation.run(resolved(request));
            fingerprint.keep();
        }
        addToBuild(request);
    }

    private void addToBuild(GenerationRequest request) {
        String output = request.output().toString();
        if (testSources) {
            project.addTestCompileSourceRoot(output);
        } else {
            project.addCompileSourceRoot(output);
        }
        List<Resource> present = testSources ? project.getTestResources() : project.getResources();
        for (Path folder : migrationFolders()) {
            if (present.stream().noneMatch(resource -> folder.startsWith(Path.of(resource.getDirectory())))) {
                Resource migrations = new Resource();
                migrations.setDirectory(folder.toString());
                migrations.setTargetPath("db/migration");
                present.add(migrations);
            }
        }
    }
}
