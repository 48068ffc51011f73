package dev.serein.flyway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Collection;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The files that Flyway has found; and for a script that holds what cannot run in a transaction, the configuration file
 * that says how it is run.
 */
final class ScriptResources implements ResourceProvider {
    private static final String CONFIGURATION = ".conf";

    /**
     * A statement that cannot run in a transaction holds one of these, or what Flyway would not come to the end of. To
     * parse every file takes a while.
     */
    private static final Pattern WORTH_PARSING = Pattern.compile(
            "stdin|concurrently|vacuum|cluster|reindex|discard|prepared|system|database|tablespace|subscription",
            Pattern.CASE_INSENSITIVE);

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
        try {
            return script == null || !isWorthParsing(script) ? null : configurationOf(script);
        } catch (ScriptFailure e) {
            throw e; // Flyway would read on for ever
        } catch (IOException | FlywayException e) {
            return null; // Flyway says so itself, if and when it comes to apply it
        }
    }

    private boolean isWorthParsing(LoadableResource script) throws IOException {
        boolean filled = configuration.getPlaceholders().values().stream()
                .anyMatch(value -> WORTH_PARSING.matcher(value).find());
        try (BufferedReader reader = new BufferedReader(script.read())) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (WORTH_PARSING.matcher(line).find()
                        || (filled && line.contains(configuration.getPlaceholderPrefix()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable LoadableResource configurationOf(LoadableResource script) {
        Script parsed = Script.of(script, configuration, null);
        if (!parsed.needsNoTransaction()) {
            return null;
        }
        // a mixture is begun in a transaction: there it is refused, and leaves nothing behind
        return new Configured(script, parsed.misfit() != null && !configuration.isMixed());
    }

    /** As it would stand beside the script. */
    private static final class Configured extends LoadableResource {
        private final LoadableResource script;
        private final boolean inTransaction;

        Configured(LoadableResource script, boolean inTransaction) {
            this.script = script;
            this.inTransaction = inTransaction;
        }

        @Override
        public Reader read() {
            return new StringReader("executeInTransaction=" + inTransaction);
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
