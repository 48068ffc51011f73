package dev.serein.migrate;

import dev.serein.MigrationFailed;
import dev.serein.SchemaMigration;
import dev.serein.flyway.Script;
import dev.serein.flyway.ScriptError;
import dev.serein.flyway.ScriptStatement;
import dev.serein.migrate.FileFinding.Kind;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.jspecify.annotations.Nullable;

/** What can be said of files without a database. */
final class FileCheck {
    private static final Pattern NO_VALUE = Pattern.compile("No value provided for placeholder: (\\$\\{[^}]*})");
    private static final Pattern AT_LINE = Pattern.compile(" at line (\\d+) col \\d+");
    /** Beside the files; Flyway looks at its kind of files only. */
    private static final String CHECKSUMS = "checksums.txt";

    private static final int LONGEST_DESCRIPTION = 200;

    private static final Set<Kind> STOPPING = Set.of(Kind.SYNTAX, Kind.PLACEHOLDER, Kind.MIXED);

    private final Configuration configuration;
    private final FoundFiles found;
    private final List<Path> folders;
    private final List<FileFinding> findings = new ArrayList<>();
    private final Set<FoundFile> unreadable = new HashSet<>();
    private final Map<FoundFile, List<ScriptStatement>> statements = new HashMap<>();

    FileCheck(Configuration configuration, FoundFiles found, List<Path> folders) {
        this.configuration = configuration;
        this.found = found;
        this.folders = folders;
    }

    /** What Flyway would stumble on, or pass over in silence. */
    List<FileFinding> unusable() {
        findings.addAll(found.findings());
        findings.addAll(new FileNames(new ResourceNameParser(configuration)).of(found.files()));
        for (FoundFile each : found.files()) {
            FileFinding finding = new FileText(each).finding();
            if (finding != null) {
                findings.add(finding);
                unreadable.add(each);
            }
        }
        return sorted(findings);
    }

    /** All of it. */
    List<FileFinding> findings(@Nullable Checksums base) {
        unusable();
        Checksums checksums = checksums();
        for (FoundFile each : readable()) {
            // what is released as it is can be changed no more
            if (base == null || !isReleased(each, base, checksums)) {
                lookInto(each);
            }
        }
        folders.forEach(folder -> compare(folder.resolve(CHECKSUMS), checksums));
        if (base != null) {
            findings.addAll(new Release(base, checksums, readable()).findings(statements));
        }
        return sorted(findings);
    }

    /** Whoever compares to it later must find all that is released. */
    private void compare(Path file, Checksums now) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        String shown = FoundFiles.shown(file.toAbsolutePath().normalize());
        Map<String, Integer> kept;
        try (Reader text = Files.newBufferedReader(file)) {
            kept = Checksums.parse(text, shown).byScript();
        } catch (IOException | MigrationFailed e) {
            findings.add(new FileFinding(shown, 0, Kind.CHECKSUMS, "it cannot be read: write it anew"));
            return;
        }
        Set<String> scripts = new TreeSet<>(kept.keySet());
        scripts.addAll(now.byScript().keySet());
        for (String each : scripts) {
            if (!now.byScript().containsKey(each)) {
                find(shown, each + " is gone: put it back; or, if it was never released, write this file anew");
            } else if (!kept.containsKey(each)) {
                find(shown, each + " is not in it: write this file anew");
            } else if (!kept.get(each).equals(now.byScript().get(each))) {
                find(
                        shown,
                        each
                                + (each.matches("(.*/)?R__.*")
                                        ? " was changed: write this file anew"
                                        : " was changed: put it back as it was; or, if it was never released, write this file"
                                                + " anew"));
            }
        }
    }

    private void find(String checksums, String problem) {
        findings.add(new FileFinding(checksums, 0, Kind.CHECKSUMS, problem));
    }

    /** Of some: why they could not be applied, which a server would only say when it comes to them. */
    List<FileFinding> inapplicable(Predicate<FoundFile> which) {
        readable().stream().filter(which).forEach(this::lookInto);
        findings.removeIf(each -> !STOPPING.contains(each.kind()));
        return sorted(findings);
    }

    private static boolean isReleased(FoundFile file, Checksums base, Checksums now) {
        Integer checksum = base.byScript().get(file.script());
        return checksum != null && checksum.equals(now.byScript().get(file.script()));
    }

    private List<FoundFile> readable() {
        return found.files().stream()
                .filter(file -> file.isMigration() && !unreadable.contains(file))
                .toList();
    }

    /** Of those that can be read. */
    Checksums checksums() {
        Map<String, Integer> byScript = new TreeMap<>();
        readable().forEach(file -> byScript.put(file.script(), ChecksumCalculator.calculate(file.resource())));
        return new Checksums(byScript);
    }

    /** Of those that can be read, all whose checksum does not depend on what placeholders stand for; as applied. */
    List<SchemaMigration> migrations() {
        Map<String, Integer> byScript = checksums().byScript();
        return readable().stream()
                .filter(file -> file.isVersioned() || !text(file).contains(configuration.getPlaceholderPrefix()))
                .sorted(Comparator.comparing(
                        file -> file.name().getVersion(), Comparator.nullsLast(Comparator.naturalOrder())))
                .map(file -> new SchemaMigration(
                        file.isVersioned() ? file.name().getVersion().getVersion() : null,
                        file.name().getDescription(),
                        file.script(),
                        Objects.requireNonNull(byScript.get(file.script()))))
                .toList();
    }

    private void lookInto(FoundFile file) {
        int length = file.name().getDescription().length();
        if (length > LONGEST_DESCRIPTION) {
            find(
                    file,
                    0,
                    Kind.NAME,
                    "its description has " + length + " characters, and the history keeps " + LONGEST_DESCRIPTION
                            + ": shorten it");
        }
        try {
            Script script = Script.of(file.resource(), configuration);
            statements.put(file, script.statements());
            lookAt(file, script);
        } catch (FlywayException e) {
            findings.add(explained(file, e));
        }
    }

    private void lookAt(FoundFile file, Script script) {
        if (script.statements().isEmpty()) {
            find(file, 0, Kind.EMPTY, "there is no statement in it");
        }
        ScriptStatement misfit = script.misfit();
        if (misfit != null && !configuration.isMixed()) {
            find(
                    file,
                    misfit.line(),
                    Kind.MIXED,
                    ScriptError.of(script.refusal(misfit), configuration).problem());
        }
    }

    private FileFinding explained(FoundFile file, FlywayException failure) {
        String said = String.valueOf(failure.getMessage());
        Matcher noValue = NO_VALUE.matcher(said);
        if (noValue.find()) {
            String placeholder = noValue.group(1);
            String text = text(file);
            int at = text.indexOf(placeholder);
            int line = at < 0
                    ? 0
                    : 1
                            + (int) text.substring(0, at)
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count();
            return new FileFinding(
                    file.shown(), line, Kind.PLACEHOLDER, "the placeholder " + placeholder + " has no value");
        }
        Matcher atLine = AT_LINE.matcher(said);
        int line = atLine.find() ? Integer.parseInt(atLine.group(1)) : 0;
        return new FileFinding(
                file.shown(), line, Kind.SYNTAX, "it cannot be taken apart into statements from here on");
    }

    static String text(FoundFile file) {
        try (Reader reader = file.resource().read()) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString().replace("\uFEFF", "");
        } catch (IOException | FlywayException e) {
            return ""; // it was there a moment ago
        }
    }

    private void find(FoundFile file, int line, Kind kind, String problem) {
        findings.add(new FileFinding(file.shown(), line, kind, problem));
    }

    private static List<FileFinding> sorted(List<FileFinding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing(FileFinding::file)
                        .thenComparing(FileFinding::line)
                        .thenComparing(FileFinding::kind))
                .toList();
    }
}
