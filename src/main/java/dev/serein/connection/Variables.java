package dev.serein.connection;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The environment variables of libpq. An empty one says that there is nothing, which is not the same as none. */
final class Variables {
    private static final Map<String, Parameter> LIKE_PARAMETERS = likeParameters();
    private static final Set<String> NAME_A_DATABASE =
            Set.of("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE", "PGUSER");
    private static final Set<String> UTC = Set.of("UTC", "ETC/UTC", "GMT", "ETC/GMT", "UCT", "ZULU", "Z", "DEFAULT");
    private static final Pattern ISO = Pattern.compile("ISO( *, *(MDY|DMY|YMD))?|DEFAULT", Pattern.CASE_INSENSITIVE);
    private static final Pattern SWITCH =
            Pattern.compile("on|off|true|false|yes|no|0|1|default", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> environment;
    private final List<String> problems;

    Variables(Map<String, String> environment, List<String> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    private static Map<String, Parameter> likeParameters() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        all.put("PGHOST", Parameter.HOST);
        all.put("PGHOSTADDR", Parameter.HOSTADDR);
        all.put("PGPORT", Parameter.PORT);
        all.put("PGDATABASE", Parameter.DBNAME);
        all.put("PGUSER", Parameter.USER);
        all.put("PGPASSWORD", Parameter.PASSWORD);
        all.put("PGPASSFILE", Parameter.PASSFILE);
        all.put("PGSERVICE", Parameter.SERVICE);
        all.put("PGREQUIREAUTH", Parameter.REQUIRE_AUTH);
        all.put("PGCHANNELBINDING", Parameter.CHANNEL_BINDING);
        all.put("PGCONNECT_TIMEOUT", Parameter.CONNECT_TIMEOUT);
        all.put("PGCLIENTENCODING", Parameter.CLIENT_ENCODING);
        all.put("PGOPTIONS", Parameter.OPTIONS);
        all.put("PGAPPNAME", Parameter.APPLICATION_NAME);
        all.put("PGSSLMODE", Parameter.SSLMODE);
        all.put("PGSSLNEGOTIATION", Parameter.SSLNEGOTIATION);
        all.put("PGSSLCOMPRESSION", Parameter.SSLCOMPRESSION);
        all.put("PGSSLCERT", Parameter.SSLCERT);
        all.put("PGSSLKEY", Parameter.SSLKEY);
        all.put("PGSSLCERTMODE", Parameter.SSLCERTMODE);
        all.put("PGSSLROOTCERT", Parameter.SSLROOTCERT);
        all.put("PGSSLCRL", Parameter.SSLCRL);
        all.put("PGSSLCRLDIR", Parameter.SSLCRLDIR);
        all.put("PGSSLSNI", Parameter.SSLSNI);
        all.put("PGREQUIREPEER", Parameter.REQUIREPEER);
        all.put("PGSSLMINPROTOCOLVERSION", Parameter.SSL_MIN_PROTOCOL_VERSION);
        all.put("PGSSLMAXPROTOCOLVERSION", Parameter.SSL_MAX_PROTOCOL_VERSION);
        all.put("PGMINPROTOCOLVERSION", Parameter.MIN_PROTOCOL_VERSION);
        all.put("PGMAXPROTOCOLVERSION", Parameter.MAX_PROTOCOL_VERSION);
        all.put("PGGSSENCMODE", Parameter.GSSENCMODE);
        all.put("PGKRBSRVNAME", Parameter.KRBSRVNAME);
        all.put("PGGSSLIB", Parameter.GSSLIB);
        all.put("PGGSSDELEGATION", Parameter.GSSDELEGATION);
        all.put("PGTARGETSESSIONATTRS", Parameter.TARGET_SESSION_ATTRS);
        all.put("PGLOADBALANCEHOSTS", Parameter.LOAD_BALANCE_HOSTS);
        return all;
    }

    /** Whether they are meant to say where to connect. */
    static boolean nameADatabase(Map<String, String> environment) {
        return NAME_A_DATABASE.stream().anyMatch(environment::containsKey);
    }

    Map<Parameter, Entry> read() {
        Map<Parameter, Entry> said = new EnumMap<>(Parameter.class);
        LIKE_PARAMETERS.forEach((name, parameter) -> {
            String value = environment.get(name);
            if (value != null) {
                said.put(parameter, Entry.variable(name, value));
            }
        });
        String required = environment.get("PGREQUIRESSL");
        if (required != null && required.startsWith("1")) {
            said.putIfAbsent(Parameter.SSLMODE, Entry.variable("PGREQUIRESSL", "require"));
        }
        return said;
    }

    /** The provider's certificate authority: who names it wants it to be looked at. */
    void applyAuthority(Map<Parameter, Entry> said) {
        String authority = environment.get("PG_CA_CERT_PATH");
        if (authority == null || authority.isEmpty() || said.containsKey(Parameter.SSLROOTCERT)) {
            return;
        }
        said.put(Parameter.SSLROOTCERT, Entry.variable("PG_CA_CERT_PATH", authority));
        said.putIfAbsent(Parameter.SSLMODE, Entry.variable("PG_CA_CERT_PATH", "verify-full"));
    }

    /** libpq sends these as settings of the session, and they win over options. */
    void applySessionSettings(Map<Parameter, Entry> said) {
        String zone = environment.get("PGTZ");
        if (zone != null && !zone.isEmpty() && !UTC.contains(zone.toUpperCase(Locale.ROOT))) {
            problems.add("PGTZ is not UTC, which is the time zone of every session here: unset it");
        }
        apply("PGDATESTYLE", "datestyle", ISO, "is not ISO, which is all that the driver reads", said);
        apply("PGGEQO", "geqo", SWITCH, "is not one of on, off", said);
    }

    private void apply(String variable, String setting, Pattern accepted, String refusal, Map<Parameter, Entry> said) {
        String value = environment.get(variable);
        if (value == null || value.isEmpty()) {
            return;
        }
        if (!accepted.matcher(value).matches()) {
            problems.add(variable + " " + refusal);
        } else if (!value.equalsIgnoreCase("default")) {
            String option = "-c " + setting + "=" + value.replace(" ", "");
            Entry before = said.get(Parameter.OPTIONS);
            said.put(
                    Parameter.OPTIONS,
                    before == null || before.value().isEmpty()
                            ? Entry.variable(variable, option)
                            : before.and(variable, option));
        }
    }
}
