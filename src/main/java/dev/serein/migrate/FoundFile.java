package dev.serein.migrate;

import java.nio.file.Path;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * A file that Flyway takes.
 *
 * @param shown as a person at the prompt would name it
 * @param script relative to its location, as the history names it
 * @param name taken apart
 * @param resource its text
 * @param path null on the class path
 */
record FoundFile(
        String shown,
        String script,
        ResourceName name,
        LoadableResource resource,
        @Nullable Path path) {

    /** Whether it is something to be applied, and not what Flyway does before or after. */
    boolean isMigration() {
        return name.isValid() && (isVersioned() || name.getPrefix().equals("R"));
    }

    boolean isVersioned() {
        return name.isValid() && name.getVersion() != null;
    }
}
