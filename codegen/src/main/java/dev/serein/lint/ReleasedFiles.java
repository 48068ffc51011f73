package dev.serein.lint;

import dev.serein.flyway.FlywaySetup;
import dev.serein.flyway.ScriptError;
import dev.serein.postgres.MigrationSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;

/** The migrations of now, and which of them are released as they are. */
final class ReleasedFiles {
    private static final int SHOWN = 10;
    private static final String CONFIGURATION = ".conf";
    private static final String CHANGED = "put back as it was what was changed, and write a new migration in its place";
    private static final String GONE = "bring in the branch that has what is not here, or name the release before it";

    private final MigrationSet present;
    private final FluentConfiguration configuration;
    private final ResourceNameParser names;
    private final Map<String, LoadableResource> migrations = new TreeMap<>();
    private final Set<String> released = new HashSet<>();

    ReleasedFiles(MigrationSet present) {
        this.present = present;
        this.configuration = configuration(present);
        this.names = new ResourceNameParser(configuration);
        for (LoadableResource each :
                configuration.getResourceProvider().getResources("", configuration.getSqlMigrationSuffixes())) {
            if (isMigration(each.getFilename())) {
                migrations.put(each.getRelativePath(), each);
            }
        }
    }

    private static FluentConfiguration configuration(MigrationSet set) {
        set.files(); // says it if there are none
        return FlywaySetup.configure(
                set.folders().stream()
                        .map(folder -> "filesystem:" + folder.toAbsolutePath())
                        .toList(),
                set.placeholders());
    }

    /** Of all of a set, by files, relative to their location. */
    static Map<String, Integer> checksums(MigrationSet set) {
        ReleasedFiles files = new ReleasedFiles(set);
        Map<String, Integer> checksums = new TreeMap<>();
        files.migrations.forEach((script, file) -> checksums.put(script, checksum(file)));
        return checksums;
    }

    /**
     * Compares them with a release.
     *
     * @param release checksums by files, relative to their location; of repeatable ones, with their placeholders or
     *     without
     * @return the repeatable ones that are not as they were
     * @throws LintFailed if another was changed, or is not here
     */
    List<String> compare(Map<String, Integer> release) {
        List<String> changed = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> fixes = new HashSet<>();
        release.forEach((script, checksum) -> {
            LoadableResource file = migrations.get(script);
            boolean repeatable = isRepeatable(script);
            if (file == null) {
                if (!repeatable) {
                    problems.add(script + " is released, and is not here");
                    fixes.add(GONE);
                }
            } else if (checksum == checksum(file) || repeatable && isFilled(checksum, file)) {
                released.add(script);
            } else if (repeatable) {
                changed.add(ScriptError.shown(file));
            } else {
                problems.add(ScriptError.shown(file) + " was changed after its release");
                fixes.add(CHANGED);
            }
        });
        if (!problems.isEmpty()) {
            List<String> shown = new ArrayList<>(problems.subList(0, Math.min(problems.size(), SHOWN)));
            if (problems.size() > SHOWN) {
                shown.add("and " + (problems.size() - SHOWN) + " more");
            }
            throw new LintFailed(
                    String.join("\n", shown) + "\n  fix: "
                            + String.join("; ", fixes.stream().sorted().toList()),
                    null);
        }
        return changed;
    }

    /** Whether any are as they were. */
    boolean hasReleased() {
        return !released.isEmpty();
    }

    /** As the history has it. */
    private boolean isFilled(int checksum, LoadableResource file) {
        try {
            return checksum
                    == checksum(LoadableResource.createPlaceholderReplacingLoadableResource(
                            file, configuration, new ParsingContext()));
        } catch (LintFailed placeholderWithoutValue) {
            return false;
        }
    }

    private static int checksum(LoadableResource file) {
        try {
            return ChecksumCalculator.calculate(file);
        } catch (FlywayException e) {
            throw new LintFailed("Cannot read " + ScriptError.shown(file) + "\n  fix: save it as UTF-8", e);
        }
    }

    /**
     * Copies those that are released as they are, what configures them, and what Flyway runs before migrations. What it
     * runs after them may be about what is new.
     *
     * @param folder an empty one
     * @return the copies
     */
    MigrationSet copyReleased(Path folder) throws IOException {
        List<Path> copies = new ArrayList<>();
        for (Path from : present.folders()) {
            Path to = Files.createDirectories(folder.resolve(Integer.toString(copies.size())));
            copies.add(to);
            for (Path file : present.files()) {
                if (file.startsWith(from) && isWanted(from.relativize(file))) {
                    Path copy = to.resolve(from.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        return new MigrationSet(copies, present.placeholders());
    }

    private boolean isWanted(Path name) {
        String script = name.toString().replace('\\', '/');
        if (script.endsWith(CONFIGURATION)) {
            script = script.substring(0, script.length() - CONFIGURATION.length());
        }
        String file = script.substring(script.lastIndexOf('/') + 1);
        return isMigration(file) ? released.contains(script) : file.startsWith("before");
    }

    private boolean isMigration(String file) {
        ResourceName name = names.parse(file);
        return name.isValid() && (name.getVersion() != null || name.getPrefix().equals("R"));
    }

    private boolean isRepeatable(String script) {
        ResourceName name = names.parse(script.substring(script.lastIndexOf('/') + 1));
        return name.isValid() && name.getVersion() == null;
    }
}
