package dev.serein.migrate;

import dev.serein.flyway.ScriptError;
import dev.serein.migrate.FileFinding.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.jspecify.annotations.Nullable;

/** The files in the places: those that Flyway takes, and what it passes over in silence though it is meant for it. */
final class FoundFiles {
    private static final String SQL = ".sql";
    /** More than any file system nests without a circle of links. */
    private static final int DEEPEST = 40;

    private final List<FoundFile> files = new ArrayList<>();
    private final List<FileFinding> findings = new ArrayList<>();
    private final Map<Path, LoadableResource> inFolders = new TreeMap<>();
    private final ResourceNameParser names;

    FoundFiles(Configuration configuration, List<Path> folders) {
        this.names = new ResourceNameParser(configuration);
        for (LoadableResource each :
                configuration.getResourceProvider().getResources("", configuration.getSqlMigrationSuffixes())) {
            Path path = Path.of(each.getAbsolutePath());
            boolean inFolder = path.isAbsolute();
            if (inFolder) {
                inFolders.put(path, each);
            }
            add(each, inFolder ? path : null);
        }
        folders.forEach(folder -> look(folder.toAbsolutePath().normalize(), DEEPEST));
        files.sort(Comparator.comparing(FoundFile::shown));
    }

    private void add(LoadableResource resource, @Nullable Path path) {
        files.add(new FoundFile(
                path == null ? ScriptError.shown(resource) : shown(path),
                resource.getRelativePath(),
                names.parse(resource.getFilename()),
                resource,
                path));
    }

    List<FoundFile> files() {
        return files;
    }

    /** Of what Flyway does not take. */
    List<FileFinding> findings() {
        return findings;
    }

    /** As Flyway goes through it: hidden folders are not looked into, links are followed. */
    private void look(Path folder, int depth) {
        File[] all = folder.toFile().listFiles();
        if (all == null) {
            find(folder, Kind.UNREADABLE, "this folder cannot be read" + why(folder));
            return;
        }
        Arrays.sort(all);
        for (File each : all) {
            if (!each.isDirectory()) {
                lookAtFile(each.toPath());
            } else if (!each.isHidden() && depth > 0) {
                if (isSql(each.getName())) {
                    find(each.toPath(), Kind.FOLDER, "this is a folder, and would not be applied: call it otherwise");
                }
                look(each.toPath(), depth - 1);
            }
        }
    }

    private void lookAtFile(Path file) {
        String name = file.getFileName().toString();
        if (!isSql(name)) {
            return;
        }
        if (!name.endsWith(SQL)) {
            String right = name.substring(0, name.length() - SQL.length()) + SQL;
            find(file, Kind.NAME, "for this ending it would be passed over: call it " + right);
        } else if (!inFolders.containsKey(file)) {
            find(file, Kind.UNREADABLE, "this file cannot be read" + why(file));
        } else if (!Files.isRegularFile(file)) {
            find(file, Kind.UNREADABLE, "this is not a file");
            files.removeIf(each -> file.equals(each.path())); // to open a pipe is to wait for its other end
        }
    }

    private static boolean isSql(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(SQL);
    }

    private static String why(Path file) {
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            return ": it is a link to nothing";
        }
        try {
            if (Files.isDirectory(file)) {
                Files.newDirectoryStream(file).close();
            } else {
                Files.newByteChannel(file).close();
            }
            return "";
        } catch (AccessDeniedException e) {
            return ": permission denied";
        } catch (NoSuchFileException e) {
            return ": it is not there";
        } catch (IOException e) {
            return ": " + e.getMessage();
        }
    }

    private void find(Path file, Kind kind, String problem) {
        findings.add(new FileFinding(shown(file), 0, kind, problem));
    }

    /** As a person at the prompt would name it. */
    static String shown(Path absolute) {
        Path here = Path.of("").toAbsolutePath();
        return (absolute.startsWith(here) ? here.relativize(absolute) : absolute)
                .toString()
                .replace('\\', '/');
    }
}
