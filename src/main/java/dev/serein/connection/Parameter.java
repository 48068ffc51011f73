package dev.serein.connection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that libpq of PostgreSQL 18 may be told, and what other stacks say in the same place. */
enum Parameter {
    HOST(Rule.any()),
    HOSTADDR(Rule.any()),
    PORT(Rule.any()),
    DBNAME(Rule.any()),
    USER(Rule.any()),
    PASSWORD(Rule.any()),
    PASSFILE(Rule.any()),
    SERVICE(Rule.any()),
    REQUIRE_AUTH(Rule.methods()),
    CHANNEL_BINDING(Rule.oneOf("disable", "prefer", "require")),
    CONNECT_TIMEOUT(Rule.seconds()),
    CLIENT_ENCODING(Rule.utf8()),
    OPTIONS(Rule.any()),
    APPLICATION_NAME(Rule.any()),
    FALLBACK_APPLICATION_NAME(Rule.any()),
    KEEPALIVES(Rule.number("a number", Integer.MIN_VALUE, Integer.MAX_VALUE)),
    KEEPALIVES_IDLE(Rule.number("a number of seconds", 0, 32_767)),
    KEEPALIVES_INTERVAL(Rule.number("a number of seconds", 0, 32_767)),
    KEEPALIVES_COUNT(Rule.number("a number", 0, 127)),
    TCP_USER_TIMEOUT(
            Rule.refused("Java cannot set it; socket_timeout is what bounds the wait for a silent server", "0")),
    REPLICATION(Rule.refused("these connections are for SQL", "false", "off", "no", "0")),
    GSSENCMODE(Rule.oneOf("disable", "prefer", "require")),
    SSLMODE(Rule.oneOf("disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify")),
    SSLNEGOTIATION(Rule.oneOf("postgres", "direct")),
    SSLCOMPRESSION(Rule.refused("Java has no compression in TLS, as it gives secrets away", "0")),
    SSLCERT(Rule.any()),
    SSLKEY(Rule.any()),
    SSLKEYLOGFILE(Rule.refused("it would write the session's keys to a file")),
    SSLPASSWORD(Rule.any()),
    SSLCERTMODE(Rule.oneOf("disable", "allow", "require")),
    SSLROOTCERT(Rule.any()),
    SSLCRL(Rule.any()),
    SSLCRLDIR(Rule.any()),
    SSLSNI(Rule.oneOf("0", "1")),
    REQUIREPEER(Rule.refused("Java does not say as whom the other end of a Unix socket runs")),
    SSL_MIN_PROTOCOL_VERSION(Rule.oneOfIgnoringCase("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "")),
    SSL_MAX_PROTOCOL_VERSION(Rule.oneOfIgnoringCase("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "")),
    MIN_PROTOCOL_VERSION(Rule.oneOf("3.0")),
    MAX_PROTOCOL_VERSION(Rule.oneOf("3.0", "3.2", "latest")),
    KRBSRVNAME(Rule.any()),
    GSSLIB(Rule.oneOf("", "gssapi")),
    GSSDELEGATION(Rule.refused("the driver does not pass credentials on", "0")),
    SCRAM_CLIENT_KEY(Rule.refused("the driver logs in with the password, not with keys made from it")),
    SCRAM_SERVER_KEY(Rule.refused("the driver logs in with the password, not with keys made from it")),
    TARGET_SESSION_ATTRS(Rule.oneOf("any", "read-write", "read-only", "primary", "standby", "prefer-standby")),
    LOAD_BALANCE_HOSTS(Rule.oneOf("disable", "random")),
    OAUTH_ISSUER(Rule.refused("the driver has no OAuth")),
    OAUTH_CLIENT_ID(Rule.refused("the driver has no OAuth")),
    OAUTH_CLIENT_SECRET(Rule.refused("the driver has no OAuth")),
    OAUTH_SCOPE(Rule.refused("the driver has no OAuth")),
    // of other stacks
    SCHEMA(Rule.any()),
    CONNECTION_LIMIT(Rule.number("a number", 1, 99_999)),
    POOL_TIMEOUT(Rule.seconds()),
    PGBOUNCER(Rule.oneOf("true", "false")),
    STATEMENT_CACHE_SIZE(Rule.number("a number", 0, 999_999)),
    PREPARE_THRESHOLD(Rule.number("a number", 0, 999_999)),
    SOCKET_TIMEOUT(Rule.seconds());

    private static final Map<String, Parameter> BY_SPELLING =
            Arrays.stream(values()).collect(Collectors.toMap(Parameter::spelling, Function.identity()));

    private final Rule rule;

    Parameter(Rule rule) {
        this.rule = rule;
    }

    static Optional<Parameter> named(String name) {
        return Optional.ofNullable(BY_SPELLING.get(name));
    }

    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    Rule rule() {
        return rule;
    }

    /** Whether its value is never to be shown. */
    boolean isSecret() {
        return switch (this) {
            case PASSWORD, SSLPASSWORD, OAUTH_CLIENT_SECRET, SCRAM_CLIENT_KEY, SCRAM_SERVER_KEY -> true;
            default -> false;
        };
    }

    /** Whether its value is the name of a file of TLS, or what would stand in it. */
    boolean isOfTls() {
        return switch (this) {
            case SSLKEY, SSLCERT, SSLROOTCERT, SSLCRL, SSLCRLDIR -> true;
            default -> false;
        };
    }

    /** Whether saying nothing of it is to say that it is not there, whatever less important places say. */
    boolean mayBeEmpty() {
        return rule.refusal("").isEmpty();
    }
}
