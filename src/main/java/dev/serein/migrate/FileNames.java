package dev.serein.migrate;

import dev.serein.migrate.FileFinding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;

/** What is wrong with the names of files: Flyway would refuse them too, one after the other and in other words. */
final class FileNames {
    private static final Pattern ALMOST =
            Pattern.compile("([vVrR]?)[_\\-. ]*(\\d+(?:[._]\\d+)*)?[_\\-. ]+(\\w[^/]*)\\.sql");
    private static final int LONGEST_VERSION = 50;

    private final ResourceNameParser parser;
    private final Map<List<Object>, FoundFile> known = new HashMap<>();
    private final List<FileFinding> findings = new ArrayList<>();

    FileNames(ResourceNameParser parser) {
        this.parser = parser;
    }

    List<FileFinding> of(List<FoundFile> files) {
        files.forEach(this::look);
        return findings;
    }

    private void look(FoundFile file) {
        ResourceName name = file.name();
        if (!name.isValid()) {
            find(file, Kind.NAME, "this is not the name of a migration: " + right(name(file)));
            return;
        }
        if (!file.isMigration()) {
            return;
        }
        boolean versioned = file.isVersioned();
        if (versioned && name.getVersion().getVersion().length() > LONGEST_VERSION) {
            find(
                    file,
                    Kind.NAME,
                    "its version is longer than the " + LONGEST_VERSION + " characters that the history keeps");
        }
        Object identity = versioned ? name.getVersion() : name.getDescription();
        FoundFile other = known.putIfAbsent(List.of(name.getPrefix(), identity), file);
        if (other != null) {
            find(
                    file,
                    Kind.DUPLICATE,
                    (versioned ? "version " + name.getVersion() : "the description \"" + identity + "\"")
                            + " is that of " + other.shown() + ", too: give it another");
        }
    }

    private static String name(FoundFile file) {
        return file.script().substring(file.script().lastIndexOf('/') + 1);
    }

    private String right(String name) {
        Matcher almost = ALMOST.matcher(name);
        if (almost.matches()) {
            boolean repeatable = almost.group(1).equalsIgnoreCase("r");
            String version = almost.group(2);
            if (repeatable == (version == null)) {
                String right = (repeatable ? "R" : "V" + version) + "__" + almost.group(3) + ".sql";
                if (parser.parse(right).isValid() && !right.equals(name)) {
                    return "call it " + right;
                }
            }
        }
        return "call it such as V20261123101530__orders.sql or R__orders_view.sql";
    }

    private void find(FoundFile file, Kind kind, String problem) {
        findings.add(new FileFinding(file.shown(), 0, kind, problem));
    }
}
