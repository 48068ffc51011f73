package dev.serein.connection;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one source says, put into libpq's words: other stacks, and the driver, put parameters of their own into the same
 * URL. Of what is said twice the last holds, as with libpq.
 */
final class Dialect {
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Set<String> KNOWN = known();
    private static final Set<String> KNOWN_TO_DRIVER = union(KNOWN, DriverNames.known());

    private final boolean driver;
    private final List<String> problems;
    private final Map<Parameter, Entry> said = new EnumMap<>(Parameter.class);
    private @Nullable Entry ssl;
    private @Nullable Entry sslAccept;
    private @Nullable Entry sslIdentity;
    private @Nullable Entry loginTimeout;

    /** @param driver whether the names are those of a {@code jdbc:} URL */
    Dialect(boolean driver, List<String> problems) {
        this.driver = driver;
        this.problems = problems;
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(
                Set.of("ssl", "requiressl", "sslaccept", "sslidentity", "uselibpqcompat", "currentSchema"));
        for (Parameter each : Parameter.values()) {
            known.add(each.spelling());
        }
        return known;
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }

    /** Whether it is a parameter here, by this name. */
    static boolean understands(String name) {
        return KNOWN.contains(name) || name.equals("loginTimeout");
    }

    Map<Parameter, Entry> translate(List<Entry> entries) {
        for (Entry entry : entries) {
            if (!driver) {
                read(entry.name(), entry);
            } else {
                DriverNames.translate(entry, problems)
                        .ifPresent(spoken -> read(spoken.keyword(), entry.with(spoken.value())));
            }
        }
        applySsl();
        applySslAccept();
        applySslIdentity();
        applyLoginTimeout();
        return said;
    }

    private void read(String keyword, Entry entry) {
        switch (keyword) {
            case "ssl" -> readSsl(entry);
            case "requiressl" ->
                said.put(Parameter.SSLMODE, entry.with(entry.value().startsWith("1") ? "require" : "prefer"));
            case "sslaccept" -> sslAccept = entry;
            case "sslidentity" -> sslIdentity = entry;
            case "uselibpqcompat" -> {
                if (!entry.value().equals("true")) {
                    problems.add(entry.subject() + " is not true: sslmode has libpq's meaning here" + entry.place());
                }
            }
            case "schema" -> said.put(Parameter.SCHEMA, entry.with(quoted(entry.value())));
            case "currentSchema" -> said.put(Parameter.SCHEMA, entry);
            default -> readParameter(keyword, entry);
        }
    }

    private void readParameter(String keyword, Entry entry) {
        Optional<Parameter> known = Parameter.named(keyword);
        if (known.isPresent()) {
            said.put(known.get(), entry);
        } else if (driver && keyword.equals("loginTimeout")) {
            loginTimeout = entry;
        } else {
            problems.add(Names.unknown(entry, driver ? KNOWN_TO_DRIVER : KNOWN));
        }
    }

    /** One name, as Prisma has it; the driver would take it for a list. */
    private static String quoted(String schema) {
        return schema.isEmpty() || IDENTIFIER.matcher(schema).matches()
                ? schema
                : "\"" + schema.replace("\"", "\"\"") + "\"";
    }

    /** libpq knows {@code ssl=true} as another word for one sslmode; to the driver it means more, but sslmode wins. */
    private void readSsl(Entry entry) {
        if (driver) {
            ssl = entry;
            return;
        }
        String mode =
                switch (entry.value()) {
                    case "true", "1" -> "require";
                    case "false", "0" -> "disable";
                    case "no-verify" -> "no-verify";
                    default -> null;
                };
        if (mode == null) {
            problems.add(entry.subject() + " is not one of true, false, 1, 0, no-verify" + entry.place());
        } else {
            said.put(Parameter.SSLMODE, entry.with(mode));
        }
    }

    private void applySsl() {
        if (ssl == null || said.containsKey(Parameter.SSLMODE)) {
            return;
        }
        switch (ssl.value()) {
            case "true", "" -> said.put(Parameter.SSLMODE, ssl.with("verify-full"));
            case "false" -> said.put(Parameter.SSLMODE, ssl.with("prefer"));
            default -> problems.add(ssl.subject() + " is not one of true, false" + ssl.place());
        }
    }

    /** Prisma's: sslmode says whether to encrypt, this whether to look at the certificate. */
    private void applySslAccept() {
        if (sslAccept == null) {
            return;
        }
        Entry mode = said.get(Parameter.SSLMODE);
        String said = mode == null ? "" : mode.value();
        switch (sslAccept.value()) {
            case "strict" -> {
                if (said.equals("no-verify")) {
                    contradiction(sslAccept, "sslmode");
                } else if (!said.equals("disable")) {
                    this.said.put(Parameter.SSLMODE, sslAccept.with("verify-full"));
                }
            }
            case "accept_invalid_certs" -> {
                if (said.startsWith("verify-")) {
                    contradiction(sslAccept, "sslmode");
                } else if (said.isEmpty() || said.equals("require")) {
                    this.said.put(Parameter.SSLMODE, sslAccept.with("no-verify"));
                }
            }
            default ->
                problems.add(sslAccept.subject() + " is not one of strict, accept_invalid_certs" + sslAccept.place());
        }
    }

    private void contradiction(Entry entry, String other) {
        problems.add(entry.subject() + " contradicts " + other + entry.place());
    }

    /** Prisma's name for a client's certificate and key in one file; its sslcert is libpq's sslrootcert. */
    private void applySslIdentity() {
        if (sslIdentity == null) {
            return;
        }
        if (said.containsKey(Parameter.SSLCERT)) {
            problems.add(sslIdentity.subject() + " and sslcert both name the client's certificate; the authority that"
                    + " signed the server's is named by sslrootcert" + sslIdentity.place());
        } else {
            said.put(Parameter.SSLCERT, sslIdentity);
        }
    }

    /** The driver bounds the login by another name than the connect; here one bound holds for both, so the smaller. */
    private void applyLoginTimeout() {
        if (loginTimeout == null || loginTimeout.value().equals("0")) {
            return;
        }
        Entry connect = said.get(Parameter.CONNECT_TIMEOUT);
        Rule rule = Parameter.CONNECT_TIMEOUT.rule();
        boolean both = connect != null
                && rule.refusal(connect.value()).isEmpty()
                && rule.refusal(loginTimeout.value()).isEmpty();
        if (connect == null
                || both
                        && Long.parseLong(rule.canonical(loginTimeout.value()))
                                < Long.parseLong(rule.canonical(connect.value()))
                || rule.refusal(loginTimeout.value()).isPresent()) {
            said.put(Parameter.CONNECT_TIMEOUT, loginTimeout);
        }
    }
}
