package dev.serein.connection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what is said in several places. What the program says wins over the text, that over a service file,
 * that over the environment, and that over the defaults.
 */
final class SettingsReader {
    private static final Pattern OTHER_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:(//)?.*", Pattern.DOTALL);

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Map<Parameter, Entry> said = new EnumMap<>(Parameter.class);

    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @param variable where the text is from; null if the program gave it */
    ConnectionSettings read(String text, @Nullable String variable, Map<String, String> options) {
        List<Entry> given = new ArrayList<>();
        options.forEach((name, value) -> given.add(Entry.option(name, value)));
        add(new Dialect(false, problems).translate(given));
        add(readText(text, variable));
        addService();
        Variables variables = new Variables(environment, problems);
        add(variables.read());
        variables.applyAuthority(said);
        variables.applySessionSettings(said);

        checkValues();
        dropEmpty();
        return settings();
    }

    private void add(Map<Parameter, Entry> more) {
        more.forEach(said::putIfAbsent);
    }

    private Map<Parameter, Entry> readText(String text, @Nullable String variable) {
        if (UrlReader.isUrl(text)) {
            List<Entry> entries = new UrlReader(text, variable == null ? "the URL" : variable, problems).read();
            return new Dialect(UrlReader.isDriverUrl(text), problems).translate(entries);
        }
        if (OTHER_SCHEME.matcher(text).matches() || !text.isBlank() && text.indexOf('=') < 0) {
            problems.add("it does not begin with postgresql://, postgres:// or jdbc:postgresql:, nor is it a list of"
                    + " key=value (character 1)");
            return Map.of();
        }
        String origin = variable == null ? "the connection string" : variable;
        return new Dialect(false, problems).translate(new KeyValueReader(text, origin, problems).read());
    }

    private void addService() {
        Entry service = said.get(Parameter.SERVICE);
        String variable = environment.get("PGSERVICE");
        if (service == null && variable != null) {
            service = Entry.variable("PGSERVICE", variable);
        }
        if (service != null) {
            add(new Dialect(false, problems).translate(new ServiceFile(environment, problems).read(service)));
        }
    }

    private void checkValues() {
        List<Map.Entry<Parameter, Entry>> inOrder = said.entrySet().stream()
                .map(Map.Entry::copyOf)
                .sorted(Comparator.comparingInt(each -> each.getValue().position()))
                .toList();
        for (Map.Entry<Parameter, Entry> each : inOrder) {
            Parameter parameter = each.getKey();
            Entry entry = each.getValue();
            Rule rule = parameter.rule();
            Optional<String> refusal = hasHalfOrZero(entry.value())
                    ? Optional.of("holds half a character, or a zero")
                    : rule.refusal(entry.value());
            if (refusal.isPresent()) {
                problems.add(entry.subject() + " " + refusal.get() + entry.place());
                said.remove(parameter);
            } else {
                said.put(parameter, entry.with(rule.canonical(entry.value())));
            }
        }
        conclude();
    }

    private static boolean hasHalfOrZero(String value) {
        return value.codePoints().anyMatch(each -> each == 0 || Character.getType(each) == Character.SURROGATE);
    }

    /** What libpq concludes from one thing said for another. */
    private void conclude() {
        Entry authority = said.get(Parameter.SSLROOTCERT);
        if (authority != null && authority.value().equals("system")) {
            said.putIfAbsent(Parameter.SSLMODE, authority.with("verify-full"));
        }
        // to say that it is empty is to have no bound, while to say nothing is to have the default
        said.computeIfPresent(
                Parameter.SSL_MIN_PROTOCOL_VERSION,
                (parameter, entry) -> entry.value().isEmpty() ? entry.with("TLSv1") : entry);
    }

    private String value(Parameter parameter, String otherwise) {
        Entry entry = said.get(parameter);
        return entry == null ? otherwise : entry.value();
    }

    /** An empty value has done its work once it has kept less important places from saying something. */
    private void dropEmpty() {
        said.entrySet()
                .removeIf(each ->
                        each.getValue().value().isEmpty() && each.getKey().mayBeEmpty());
    }

    private ConnectionSettings settings() {
        List<Host> hosts = new HostList(problems)
                .read(said.get(Parameter.HOST), said.get(Parameter.HOSTADDR), said.get(Parameter.PORT));
        String user = user();
        String database = value(Parameter.DBNAME, user);
        Map<Host, Setting> passwords = passwords(hosts, database, user);
        Map<Parameter, Setting> settings = new EnumMap<>(Parameter.class);
        said.forEach((parameter, entry) -> settings.put(parameter, entry.setting()));
        ConnectionSettings read =
                new ConnectionSettings(hosts, user, database, passwords, settings, Home.folder(environment));
        if (!hosts.isEmpty()) {
            problems.addAll(Tls.problems(read));
        }
        if (!problems.isEmpty()) {
            throw new InvalidConnectionSettings(problems);
        }
        return read;
    }

    private String user() {
        Entry user = said.get(Parameter.USER);
        if (user != null) {
            return user.value();
        }
        String system = System.getProperty("user.name", "");
        if (system.isEmpty() || system.equals("?")) {
            problems.add("nothing says as whom to connect, and the operating system has no name for this process's"
                    + " user: say user, or set PGUSER");
        }
        return system;
    }

    private Map<Host, Setting> passwords(List<Host> hosts, String database, String user) {
        Map<Host, Setting> passwords = new HashMap<>();
        if (problems.isEmpty() && !said.containsKey(Parameter.PASSWORD)) {
            passwordFile()
                    .map(path -> PasswordFile.read(path, problems))
                    .ifPresent(file -> hosts.forEach(host ->
                            file.password(host, database, user).ifPresent(password -> passwords.put(host, password))));
        }
        return passwords;
    }

    private Optional<Path> passwordFile() {
        Entry named = said.get(Parameter.PASSFILE);
        if (named == null) {
            return Home.file(environment, ".pgpass");
        }
        Optional<Path> path = Home.path(named.value());
        if (path.isEmpty() || !Files.exists(path.get()) || Files.isDirectory(path.get())) {
            problems.add(named.subject() + " names no file" + named.place());
        }
        return path;
    }
}
