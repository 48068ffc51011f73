package dev.serein.codegen;

import java.nio.file.Path;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * For projects that commit the generated classes: fails when they are not what the migrations make, naming every file
 * that is changed, missing or stale. Changes nothing.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class CheckMojo extends CodegenMojo {

    /** Run by Maven. */
    public CheckMojo() {}

    @Override
    void run(GenerationRequest request) {
        Path fresh = stateFile().resolveSibling(execution.getExecutionId() + "-fresh");
        Check.requireCurrent(resolved(request), fresh, "run mvn serein:generate, and commit what it writes");
        getLog().info("The classes of " + request.packageName() + " are what the migrations make");
    }
}
