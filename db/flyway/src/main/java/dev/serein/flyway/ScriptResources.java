package dev.serein.flyway;

import java.io.Reader;
import java.io.StringReader;
import java.util.Collection;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The files that Flyway has found; and for a script that has to run outside of a transaction, which Flyway would not
 * see, the configuration file that says so.
 */
final class ScriptResources implements ResourceProvider {
    private static final String CONFIGURATION = ".conf";

    private final ResourceProvider found;
    private final Configuration configuration;

    ScriptResources(ResourceProvider found, Configuration configuration) {
        this.found = found;
        this.configuration = configuration;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return found.getResources(prefix, suffixes);
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        LoadableResource resource = found.getResource(name);
        if (resource != null || !name.endsWith(".sql" + CONFIGURATION)) {
            return resource;
        }
        LoadableResource script = found.getResource(name.substring(0, name.length() - CONFIGURATION.length()));
        return script != null && Script.of(script, configuration).isUnknownToFlyway()
                ? new OutsideOfTransaction(script)
                : null;
    }

    /** As it would stand beside the script. */
    private static final class OutsideOfTransaction extends LoadableResource {
        private final LoadableResource script;

        OutsideOfTransaction(LoadableResource script) {
            this.script = script;
        }

        @Override
        public Reader read() {
            return new StringReader("executeInTransaction=false");
        }

        @Override
        public String getAbsolutePath() {
            return script.getAbsolutePath() + CONFIGURATION;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return script.getAbsolutePathOnDisk() + CONFIGURATION;
        }

        @Override
        public String getFilename() {
            return script.getFilename() + CONFIGURATION;
        }

        @Override
        public String getRelativePath() {
            return script.getRelativePath() + CONFIGURATION;
        }
    }
}
