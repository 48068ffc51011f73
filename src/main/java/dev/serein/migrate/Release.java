package dev.serein.migrate;

import dev.serein.flyway.ScriptStatement;
import dev.serein.migrate.FileFinding.Kind;
import dev.serein.migrate.TouchedObjects.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/** What a release brings, beside what is released already. */
final class Release {
    /** In the later of two files: the author knows of the earlier one. */
    private static final Pattern AFTER = Pattern.compile("(?m)^[ \\t]*--[ \\t]*after:[ \\t]*(\\S+)[ \\t]*\\r?$");

    private static final Pattern VERSION = Pattern.compile("(?:.*/)?V([0-9._]+?)__.*");
    private static final Pattern REPEATABLE = Pattern.compile("(?:.*/)?R__.*");

    private final Checksums base;
    private final Checksums now;
    private final List<FoundFile> files;
    private final List<FileFinding> findings = new ArrayList<>();

    Release(Checksums base, Checksums now, List<FoundFile> files) {
        this.base = base;
        this.now = now;
        this.files = files;
    }

    List<FileFinding> findings(Map<FoundFile, List<ScriptStatement>> statements) {
        Map<String, FoundFile> byScript = new TreeMap<>();
        files.forEach(file -> byScript.put(file.script(), file));
        Set<FoundFile> brought = new HashSet<>(files);
        brought.removeIf(file -> base.byScript().containsKey(file.script()));
        base.byScript().forEach((script, checksum) -> {
            FoundFile file = byScript.get(script);
            if (file == null) {
                findMissing(script, checksum, brought);
            } else if (file.isVersioned() && !checksum.equals(now.byScript().get(script))) {
                find(
                        file,
                        0,
                        Kind.EDITED,
                        "it was changed after its release: put it back as it was, and write the change into a new"
                                + " migration");
            }
        });
        findLate(brought);
        findSameObjects(brought, statements);
        return findings;
    }

    /** A file that moved or got another name is one file, not one that is gone and one that is new. */
    private void findMissing(String script, int checksum, Set<FoundFile> brought) {
        FoundFile renamed = null;
        for (FoundFile each : brought) {
            MigrationVersion version = version(script);
            boolean same = version == null
                    ? !each.isVersioned()
                            && Integer.valueOf(checksum).equals(now.byScript().get(each.script()))
                    : each.isVersioned() && each.name().getVersion().equals(version);
            renamed = same ? each : renamed;
        }
        if (renamed == null) {
            findings.add(new FileFinding(script, 0, Kind.MISSING, "it was released, and is gone: put it back"));
        } else {
            brought.remove(renamed);
            find(renamed, 0, Kind.EDITED, "it was released as " + script + ": give it that name again");
        }
    }

    private static @Nullable MigrationVersion version(String script) {
        Matcher matcher = VERSION.matcher(script);
        return REPEATABLE.matcher(script).matches() || !matcher.matches()
                ? null
                : MigrationVersion.fromVersion(matcher.group(1));
    }

    private void findLate(Set<FoundFile> brought) {
        String newest = null;
        for (String script : base.byScript().keySet()) {
            MigrationVersion version = version(script);
            if (version != null && (newest == null || version.isNewerThan(version(newest)))) {
                newest = script;
            }
        }
        for (FoundFile each : brought) {
            MigrationVersion released = newest == null ? null : version(newest);
            if (released != null
                    && each.name().getPrefix().equals("V")
                    && released.isNewerThan(each.name().getVersion())) {
                find(
                        each,
                        0,
                        Kind.OUT_OF_ORDER,
                        "it is older than " + newest + ", which is released: give it a newer version");
            }
        }
    }

    private void findSameObjects(Set<FoundFile> brought, Map<FoundFile, List<ScriptStatement>> statements) {
        List<FoundFile> inOrder = brought.stream()
                .filter(statements::containsKey)
                .sorted(Comparator.comparing(FoundFile::isVersioned)
                        .reversed()
                        .thenComparing(
                                file -> file.name().getVersion(), Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(FoundFile::script))
                .toList();
        Map<Named, List<Touch>> touches = new HashMap<>();
        for (FoundFile later : inOrder) {
            Map<Named, Integer> lines = new TouchedObjects(statements.getOrDefault(later, List.of())).lines();
            Set<String> known = acknowledged(later);
            lines.forEach((object, line) -> {
                for (Touch earlier : touches.getOrDefault(object.key(), List.of())) {
                    // one object of two files is enough
                    if (earlier.object.isSame(object) && known.add(fileName(earlier.file))) {
                        find(later, line, Kind.SAME_OBJECT, sameObject(object, earlier.file));
                    }
                }
            });
            lines.keySet().forEach(object -> touches.computeIfAbsent(object.key(), key -> new ArrayList<>())
                    .add(new Touch(later, object)));
        }
    }

    /** A file touches an object. */
    private record Touch(FoundFile file, Named object) {}

    private static String sameObject(Named object, FoundFile earlier) {
        return earlier.shown() + ", which is as new, touches " + object
                + " too: see that they fit, and say so in a line of its own: -- after: " + fileName(earlier);
    }

    private static Set<String> acknowledged(FoundFile file) {
        Set<String> names = new HashSet<>();
        Matcher matcher = AFTER.matcher(FileCheck.text(file));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static String fileName(FoundFile file) {
        return file.script().substring(file.script().lastIndexOf('/') + 1);
    }

    private void find(FoundFile file, int line, Kind kind, String problem) {
        findings.add(new FileFinding(file.shown(), line, kind, problem));
    }
}
