package dev.serein.connection;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** The parameters of a {@code jdbc:} URL in libpq's words, where there are any. */
final class DriverNames {
    /** In libpq's words, with the same values. */
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("PGHOST", "host"),
            Map.entry("PGPORT", "port"),
            Map.entry("PGDBNAME", "dbname"),
            Map.entry("ApplicationName", "application_name"),
            Map.entry("channelBinding", "channel_binding"),
            Map.entry("connectTimeout", "connect_timeout"),
            Map.entry("gssEncMode", "gssencmode"),
            Map.entry("kerberosServerName", "krbsrvname"),
            Map.entry("preparedStatementCacheQueries", "statement_cache_size"),
            Map.entry("prepareThreshold", "prepare_threshold"),
            Map.entry("requireAuth", "require_auth"),
            Map.entry("socketTimeout", "socket_timeout"),
            Map.entry("sslNegotiation", "sslnegotiation"));

    private static final Map<String, Map<String, String>> VALUES = Map.of(
            "tcpKeepAlive", Map.of("true", "keepalives=1", "false", "keepalives=0"),
            "loadBalanceHosts", Map.of("true", "load_balance_hosts=random", "false", "load_balance_hosts=disable"),
            "targetServerType", targetServerTypes());

    /** What is so anyway, as it is safe, or as it is the driver's default. */
    private static final Map<String, String> SO_ANYWAY = Map.ofEntries(
            Map.entry("reWriteBatchedInserts", "true"),
            Map.entry("logServerErrorDetail", "false"),
            Map.entry("readOnly", "false"),
            Map.entry("autosave", "never"),
            Map.entry("stringtype", "varchar"),
            Map.entry("preferQueryMode", "extended"),
            Map.entry("tcpNoDelay", "true"),
            Map.entry("binaryTransfer", "true"),
            Map.entry("allowEncodingChanges", "false"),
            Map.entry("protocolVersion", "3"));

    private static final Set<String> LOADS_A_CLASS = Set.of(
            "authenticationPluginClassName",
            "connectExecutor",
            "connectExecutorArg",
            "socketFactory",
            "socketFactoryArg",
            "sslfactory",
            "sslfactoryarg",
            "sslhostnameverifier",
            "sslpasswordcallback",
            "xmlFactoryFactory",
            "jaasApplicationName",
            "jaasLogin",
            "classLoaderStrategy");

    private static final Set<String> WRITES_A_FILE = Set.of("loggerFile", "loggerLevel");

    private static final Set<String> ALL =
            Arrays.stream(PGProperty.values()).map(PGProperty::getName).collect(Collectors.toSet());

    private DriverNames() {}

    private static Map<String, String> targetServerTypes() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("any", "target_session_attrs=any");
        types.put("primary", "target_session_attrs=read-write");
        types.put("master", "target_session_attrs=read-write");
        types.put("secondary", "target_session_attrs=read-only");
        types.put("slave", "target_session_attrs=read-only");
        types.put("preferSecondary", "target_session_attrs=prefer-standby");
        types.put("preferSlave", "target_session_attrs=prefer-standby");
        return types;
    }

    static Set<String> known() {
        return SAME.keySet();
    }

    /** Where libpq has the same, it; null, and a problem, where there is nothing of the kind; else as it is. */
    static Optional<Spoken> translate(Entry entry, List<String> problems) {
        String name = entry.name();
        Map<String, String> values = VALUES.get(name);
        if (SAME.containsKey(name)) {
            return Optional.of(new Spoken(SAME.get(name), entry.value()));
        }
        if (values != null) {
            String libpq = values.get(entry.value());
            if (libpq == null) {
                problems.add(entry.subject() + " is not one of " + String.join(", ", sorted(values)) + entry.place());
                return Optional.empty();
            }
            int equals = libpq.indexOf('=');
            return Optional.of(new Spoken(libpq.substring(0, equals), libpq.substring(equals + 1)));
        }
        if (SO_ANYWAY.containsKey(name)) {
            if (!entry.value().equals(SO_ANYWAY.get(name))) {
                problems.add(entry.subject() + " is always " + SO_ANYWAY.get(name) + " here" + entry.place());
            }
            return Optional.empty();
        }
        String reason = reason(name);
        if (reason != null) {
            problems.add(entry.subject() + " is refused: " + reason + entry.place());
            return Optional.empty();
        }
        return Optional.of(new Spoken(name, entry.value()));
    }

    private static List<String> sorted(Map<String, String> values) {
        return values.keySet().stream().sorted().toList();
    }

    private static @Nullable String reason(String name) {
        if (LOADS_A_CLASS.contains(name)) {
            return "it has the driver load a class, which a URL must not";
        }
        if (WRITES_A_FILE.contains(name)) {
            return "it has the driver write a file, which a URL must not";
        }
        if (name.equals("localSocketAddress")) {
            return "the system decides from which address to connect";
        }
        return ALL.contains(name)
                        && Parameter.named(name).isEmpty()
                        && !name.equals("loginTimeout")
                        && !name.equals("ssl")
                        && !name.equals("currentSchema")
                ? "it is the driver's own, and nothing here says it to the driver"
                : null;
    }

    /** A parameter of libpq's. */
    record Spoken(String keyword, String value) {
        @Override
        public String toString() {
            return keyword;
        }
    }
}
