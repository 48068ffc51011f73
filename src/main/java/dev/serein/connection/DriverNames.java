package dev.serein.connection;

import java.util.Arrays;
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

    private static final Map<String, Map<String, Spoken>> VALUES = Map.of(
            "tcpKeepAlive",
            Map.of("true", new Spoken("keepalives", "1"), "false", new Spoken("keepalives", "0")),
            "loadBalanceHosts",
            Map.of(
                    "true", new Spoken("load_balance_hosts", "random"),
                    "false", new Spoken("load_balance_hosts", "disable")),
            "targetServerType",
            // its primary is one that accepts writes
            Map.of(
                    "any", new Spoken("target_session_attrs", "any"),
                    "primary", new Spoken("target_session_attrs", "read-write"),
                    "master", new Spoken("target_session_attrs", "read-write"),
                    "secondary", new Spoken("target_session_attrs", "read-only"),
                    "slave", new Spoken("target_session_attrs", "read-only"),
                    "preferSecondary", new Spoken("target_session_attrs", "prefer-standby"),
                    "preferSlave", new Spoken("target_session_attrs", "prefer-standby")));

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

    static Set<String> known() {
        return SAME.keySet();
    }

    /** What libpq would have said in its place; empty if there is nothing to say, or a problem. */
    static Optional<Spoken> translate(Entry entry, List<String> problems) {
        String name = entry.name();
        Map<String, Spoken> values = VALUES.get(name);
        if (SAME.containsKey(name)) {
            return Optional.of(new Spoken(SAME.get(name), entry.value()));
        }
        if (values != null) {
            Spoken spoken = values.get(entry.value());
            if (spoken == null) {
                problems.add(entry.subject() + " is not one of "
                        + String.join(", ", values.keySet().stream().sorted().toList()) + entry.place());
            }
            return Optional.ofNullable(spoken);
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
        return ALL.contains(name) && !Dialect.understands(name)
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
