package dev.serein.connection;

import java.security.Security;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Settings as people read them: a line for each, with where it comes from. */
final class Description {
    private static final String DEFAULT = "default";
    private static final String HIDDEN = "(hidden)";
    /** The JVM's, when nothing is said. */
    private static final int CACHED_SECONDS = 30;

    private static final int NOTEWORTHY_SECONDS = 10;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
    private static final Map<Parameter, String> DEFAULTS = new EnumMap<>(Map.of(
            Parameter.APPLICATION_NAME, "serein",
            Parameter.CHANNEL_BINDING, "prefer",
            Parameter.CONNECT_TIMEOUT, "5",
            Parameter.GSSENCMODE, "disable",
            Parameter.KEEPALIVES, "1",
            Parameter.TARGET_SESSION_ATTRS, "any"));

    private final ConnectionSettings settings;
    private final Map<Parameter, Setting> said;
    private final Map<Host, Setting> passwords;
    private final List<EffectiveSetting> rows = new ArrayList<>();

    Description(ConnectionSettings settings, Map<Parameter, Setting> said, Map<Host, Setting> passwords) {
        this.settings = settings;
        this.said = said;
        this.passwords = passwords;
    }

    List<EffectiveSetting> settings() {
        addWhere();
        for (Parameter each : Parameter.values()) {
            addParameter(each);
        }
        addAddressCache();
        return List.copyOf(rows);
    }

    @Override
    public String toString() {
        List<EffectiveSetting> all = settings();
        int names = width(all, EffectiveSetting::name);
        int values = width(all, EffectiveSetting::value);
        return all.stream()
                .map(row -> pad(row.name(), names) + "  " + pad(row.value(), values) + "  " + row.origin() + "\n")
                .collect(Collectors.joining());
    }

    private void addWhere() {
        add("host", joined(settings.hosts().stream().map(Host::name).toList()), origin(Parameter.HOST));
        if (said.containsKey(Parameter.HOSTADDR)) {
            List<String> addresses = settings.hosts().stream()
                    .map(host -> host.address() == null ? "" : host.address())
                    .toList();
            add("hostaddr", joined(addresses), origin(Parameter.HOSTADDR));
        }
        List<String> ports = settings.hosts().stream()
                .map(host -> String.valueOf(host.port()))
                .toList();
        boolean same = ports.stream().distinct().count() == 1;
        add("port", same ? ports.get(0) : joined(ports), origin(Parameter.PORT));
        add(
                "dbname",
                settings.database(),
                said.containsKey(Parameter.DBNAME) ? origin(Parameter.DBNAME) : "default, the user's name");
        add(
                "user",
                settings.user(),
                said.containsKey(Parameter.USER) ? origin(Parameter.USER) : "default, the operating system's user");
        addPasswords();
    }

    private void addPasswords() {
        if (said.containsKey(Parameter.PASSWORD)) {
            add("password", HIDDEN, origin(Parameter.PASSWORD));
            return;
        }
        for (Host host : settings.hosts()) {
            Setting password = passwords.get(host);
            if (password != null) {
                add("password", HIDDEN, password.origin());
            }
        }
    }

    private void addParameter(Parameter parameter) {
        switch (parameter) {
            case HOST, HOSTADDR, PORT, DBNAME, USER, PASSWORD -> {
                return;
            }
            default -> {
                Setting setting = said.get(parameter);
                if (setting != null) {
                    add(parameter.spelling(), shown(parameter, setting.value()), setting.origin());
                } else if (parameter == Parameter.SSLMODE) {
                    addSslMode();
                } else if (DEFAULTS.containsKey(parameter) && !isReplaced(parameter)) {
                    add(parameter.spelling(), String.valueOf(DEFAULTS.get(parameter)), DEFAULT);
                }
            }
        }
    }

    private boolean isReplaced(Parameter parameter) {
        return parameter == Parameter.APPLICATION_NAME && said.containsKey(Parameter.FALLBACK_APPLICATION_NAME);
    }

    private void addSslMode() {
        List<String> remote = settings.hosts().stream()
                .filter(host -> !host.isLocal())
                .map(Host::name)
                .toList();
        if (remote.isEmpty()) {
            add("sslmode", "prefer", "default, as " + joined(names()) + " is this machine");
        } else {
            add("sslmode", "verify-full", "default, as " + remote.get(0) + " is not this machine");
        }
    }

    private List<String> names() {
        return settings.hosts().stream().map(Host::name).toList();
    }

    /** A key may be said as its text, and in another's place. */
    private static String shown(Parameter parameter, String value) {
        boolean armoured = value.contains("-----BEGIN");
        boolean bare = !armoured && parameter.isOfTls() && TlsText.isInline(value);
        if (parameter.isSecret() || bare || armoured && parameter == Parameter.SSLKEY) {
            return HIDDEN;
        }
        return armoured ? "(PEM text)" : value;
    }

    /** What was looked up is used for so long, though the name may have moved to another server. */
    private void addAddressCache() {
        boolean lookedUp = settings.hosts().stream()
                .anyMatch(host -> !host.isSocket()
                        && host.address() == null
                        && !ADDRESS.matcher(host.name()).matches());
        int seconds = cachedSeconds();
        if (lookedUp && (seconds < 0 || seconds > NOTEWORTHY_SECONDS)) {
            add(
                    "addresses",
                    "cached " + (seconds < 0 ? "for ever" : "for " + seconds + " s"),
                    "the JVM, networkaddress.cache.ttl");
        }
    }

    private static int cachedSeconds() {
        String said = Security.getProperty("networkaddress.cache.ttl");
        try {
            return said == null ? CACHED_SECONDS : Integer.parseInt(said.strip());
        } catch (NumberFormatException e) {
            return CACHED_SECONDS;
        }
    }

    private String origin(Parameter parameter) {
        Setting setting = said.get(parameter);
        return setting == null ? DEFAULT : setting.origin();
    }

    private static String joined(List<String> parts) {
        return String.join(",", parts);
    }

    /** No value can begin a line of its own. */
    private void add(String name, String value, String origin) {
        rows.add(new EffectiveSetting(
                name,
                CONTROL.matcher(value).replaceAll("?"),
                CONTROL.matcher(origin).replaceAll("?")));
    }

    private static int width(List<EffectiveSetting> all, Function<EffectiveSetting, String> column) {
        return all.stream().mapToInt(row -> column.apply(row).length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
