package dev.serein.codegen;

import java.nio.file.Path;
import java.util.List;

/** Compares committed classes with freshly generated ones. */
final class Check {
    private Check() {}

    /**
     * Generates beside and compares.
     *
     * @param fresh a folder of ours for the classes to compare with
     * @throws GenerationFailed if the committed ones differ, naming every file that does
     */
    static void requireCurrent(GenerationRequest committed, Path fresh, String fix) {
        GenerationRequest wanted = committed.to(fresh);
        Generation.run(wanted);
        List<String> differences = GeneratedFiles.differences(committed, wanted);
        if (!differences.isEmpty()) {
            throw new GenerationFailed(
                    "The generated classes of " + committed.packageName() + " are not what the migrations make\n  "
                            + String.join("\n  ", differences),
                    fix);
        }
    }
}
