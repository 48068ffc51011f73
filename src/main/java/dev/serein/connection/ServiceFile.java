package dev.serein.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a service, as libpq does: in the file that PGSERVICEFILE names, or in the user's, then in the system's. Where
 * the system's lies libpq is told when it is built, so here PGSYSCONFDIR has to say it.
 */
final class ServiceFile {
    private final Map<String, String> environment;
    private final List<String> problems;

    ServiceFile(Map<String, String> environment, List<String> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** What the service says; of what it says twice the first holds, as with libpq. */
    List<Entry> read(Entry service) {
        List<Path> files = files();
        for (Path file : files) {
            Optional<List<Entry>> section = section(file, service.value());
            if (section.isPresent()) {
                return section.get();
            }
        }
        problems.add(service.subject() + " names a service that is not in "
                + (files.isEmpty()
                        ? "any file: there is no ~/.pg_service.conf, PGSERVICEFILE, PGSYSCONFDIR"
                        : String.join(", ", files.stream().map(Path::toString).toList()))
                + service.place());
        return List.of();
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        String named = environment.get("PGSERVICEFILE");
        if (named != null) {
            Home.path(named).ifPresent(files::add);
        } else {
            Home.file(environment, ".pg_service.conf").filter(Files::exists).ifPresent(files::add);
        }
        String system = environment.get("PGSYSCONFDIR");
        if (system != null) {
            Home.path(system)
                    .map(folder -> folder.resolve("pg_service.conf"))
                    .filter(Files::exists)
                    .ifPresent(files::add);
        }
        return files;
    }

    /** Empty if it is not in this file. */
    private Optional<List<Entry>> section(Path file, String service) {
        String[] lines;
        try {
            lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1);
        } catch (IOException e) {
            problems.add("the service file cannot be read (" + file + ")");
            return Optional.of(List.of());
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        boolean found = false;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                if (found) {
                    break;
                }
                found = line.startsWith(service + "]", 1);
            } else if (found) {
                readLine(line, file + ":" + (i + 1), entries);
            }
        }
        return found ? Optional.of(List.copyOf(entries.values())) : Optional.empty();
    }

    private void readLine(String line, String place, Map<String, Entry> entries) {
        int equals = line.indexOf('=');
        if (line.startsWith("ldap")) {
            problems.add("a service that is kept in LDAP is not supported (" + place + ")");
        } else if (equals < 0) {
            problems.add("a line of the service has no \"=\" (" + place + ")");
        } else if (line.startsWith("service=")) {
            problems.add("a service cannot name another (" + place + ")");
        } else {
            String name = line.substring(0, equals);
            entries.putIfAbsent(
                    name, new Entry(name, line.substring(equals + 1), place, Entry.Kind.FILE, List.of(), false));
        }
    }
}
