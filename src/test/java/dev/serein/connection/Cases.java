package dev.serein.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is said, and what it means: the lines of {@code cases.txt}, and the home folder they are read in. */
final class Cases {
    private static final String HELD_BACK = "REFUSED ";

    private Cases() {}

    /**
     * One line.
     *
     * @param outcome what is made of it, as {@link #outcome} has it
     * @param deviation the name of a reason why libpq makes something else of it; empty if it does not
     */
    record Case(int line, String text, Map<String, String> environment, String outcome, String deviation) {
        boolean isRefused() {
            return outcome.startsWith(HELD_BACK);
        }

        @Override
        public String toString() {
            return "cases.txt:" + line;
        }
    }

    static List<Case> all(Path home) {
        List<String> lines = lines("cases.txt");
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("#") && !line.isEmpty()) {
                String[] cells = line.split(" \\| ", -1);
                cases.add(new Case(
                        i + 1,
                        filled(cells[0], home),
                        environment(filled(cells[1], home), home),
                        filled(cells[2], home),
                        cells.length > 3 ? cells[3] : ""));
            }
        }
        return cases;
    }

    static List<String> lines(String resource) {
        try (InputStream stream = Cases.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String filled(String cell, Path home) {
        return cell.equals("-")
                ? ""
                : cell.replace("{home}", home.toString())
                        .replace("{me}", System.getProperty("user.name"))
                        .replace("{nl}", "\n");
    }

    private static Map<String, String> environment(String cell, Path home) {
        Map<String, String> environment = new TreeMap<>(Map.of("HOME", home.toString()));
        if (!cell.isEmpty()) {
            for (String each : cell.split("; ")) {
                int equals = each.indexOf('=');
                environment.put(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        return environment;
    }

    /** What the reader makes of it, in one line: the hosts, and all that is said; or all problems. */
    static String outcome(String text, Map<String, String> environment) {
        ConnectionSettings settings;
        try {
            settings = ConnectionSettings.of(text, environment);
        } catch (InvalidConnectionSettings e) {
            return HELD_BACK + String.join("; ", e.problems());
        }
        StringBuilder outcome = new StringBuilder();
        outcome.append(settings.hosts().stream().map(Cases::shown).collect(Collectors.joining(",")))
                .append("/")
                .append(settings.database())
                .append(" as ")
                .append(settings.user());
        for (Host host : settings.hosts()) {
            Optional.ofNullable(settings.password(host))
                    .ifPresent(password -> outcome.append("; password=").append(password));
        }
        for (Parameter each : Parameter.values()) {
            switch (each) {
                case HOST, HOSTADDR, PORT, DBNAME, USER, PASSWORD, PASSFILE, SERVICE -> {
                    continue;
                }
                default -> {
                    String value = settings.value(each);
                    if (value != null) {
                        outcome.append("; ").append(each.spelling()).append("=").append(value);
                    }
                }
            }
        }
        return outcome.toString();
    }

    private static String shown(Host host) {
        return host + (host.address() == null ? "" : "(" + host.address() + ")");
    }

    /** Makes the files that the cases name. */
    static void furnish(Path home) throws IOException {
        write(home.resolve(".pg_service.conf"), "rw-r--r--", """
                # services
                [shop]
                host=shop.invalid
                  port=6432
                user=ada
                password=from service
                dbname=orders

                [twice]
                host=first.invalid
                user=ada
                host=second.invalid
                [unknown]
                host=x.invalid
                hosst=y.invalid
                [nested]
                service=shop
                [noequals]
                host
                """);
        write(home.resolve("other.conf"), "rw-r--r--", "[other]\nhost=other.invalid\nuser=ada\n");
        Files.createDirectories(home.resolve("system"));
        write(
                home.resolve("system/pg_service.conf"),
                "rw-r--r--",
                "[shop]\nhost=not.invalid\n[system]\nhost=system.invalid\nuser=ada\n");
        write(home.resolve(".pgpass"), "rw-------", """
                # passwords
                file.invalid:5432:ada:ada:one
                file.invalid:*:any:ada:two:ignored
                file.invalid:7:*:ada:th\\:re\\\\e
                *:*:*:wild:w*ld
                *:*:*:es\\:ca\\\\pe:four
                *:*:*:empty:
                *:*:*:empty:five
                localhost:*:*:local:six
                127.0.0.1:*:*:addr:seven
                name.invalid:*:*:addr:eight
                \\*:*:*:star:nine
                """.replace("two:ignored", "two:ignored\r"));
        write(home.resolve("other.pgpass"), "rw-------", "*:*:*:*:other");
        write(home.resolve("open.pgpass"), "rw-r-----", "*:*:*:*:open");
    }

    private static void write(Path file, String permissions, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
