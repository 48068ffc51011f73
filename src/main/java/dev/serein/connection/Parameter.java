package dev.serein.connection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A parameter that may be said of a connection; all else is refused. */
enum Parameter {
    HOST,
    HOSTADDR,
    PORT,
    DBNAME,
    USER,
    PASSWORD,
    PASSFILE,
    SERVICE,
    REQUIRE_AUTH,
    CHANNEL_BINDING("disable|prefer|require"),
    CONNECT_TIMEOUT("[1-9][0-9]{0,5}"),
    CLIENT_ENCODING,
    OPTIONS,
    APPLICATION_NAME,
    FALLBACK_APPLICATION_NAME,
    KEEPALIVES,
    KEEPALIVES_IDLE,
    KEEPALIVES_INTERVAL,
    KEEPALIVES_COUNT,
    TCP_USER_TIMEOUT,
    REPLICATION,
    GSSENCMODE("disable|prefer|require"),
    SSLMODE("disable|allow|prefer|require|verify-ca|verify-full|no-verify"),
    SSLNEGOTIATION("postgres|direct"),
    SSLCOMPRESSION,
    SSLCERT,
    SSLKEY,
    SSLKEYLOGFILE,
    SSLPASSWORD,
    SSLCERTMODE("disable|allow|require"),
    SSLROOTCERT,
    SSLCRL,
    SSLCRLDIR,
    SSLSNI("0|1"),
    REQUIREPEER,
    SSL_MIN_PROTOCOL_VERSION("TLSv1|TLSv1.1|TLSv1.2|TLSv1.3"),
    SSL_MAX_PROTOCOL_VERSION("TLSv1|TLSv1.1|TLSv1.2|TLSv1.3"),
    MIN_PROTOCOL_VERSION,
    MAX_PROTOCOL_VERSION,
    KRBSRVNAME,
    GSSLIB,
    GSSDELEGATION,
    SCRAM_CLIENT_KEY,
    SCRAM_SERVER_KEY,
    TARGET_SESSION_ATTRS("any|read-write|read-only|primary|standby|prefer-standby"),
    LOAD_BALANCE_HOSTS("disable|random"),
    OAUTH_ISSUER,
    OAUTH_CLIENT_ID,
    OAUTH_CLIENT_SECRET,
    OAUTH_SCOPE,
    // of other stacks
    SCHEMA,
    CONNECTION_LIMIT("[1-9][0-9]{0,4}"),
    POOL_TIMEOUT("[0-9]{1,6}"),
    PGBOUNCER("true|false"),
    STATEMENT_CACHE_SIZE("[0-9]{1,6}"),
    SOCKET_TIMEOUT("[0-9]{1,6}");

    private final Pattern values;

    Parameter() {
        this(".*");
    }

    Parameter(String values) {
        this.values = Pattern.compile(values, Pattern.DOTALL);
    }

    static Optional<Parameter> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.spelling().equals(name))
                .findFirst();
    }

    static List<String> spellings() {
        return Arrays.stream(values()).map(Parameter::spelling).sorted().toList();
    }

    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean accepts(String value) {
        return values.matcher(value).matches();
    }

    /** What a value has to be. */
    String expected() {
        return "one of " + values.pattern().replace("|", ", ");
    }
}
