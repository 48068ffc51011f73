package dev.serein;

import dev.serein.EffectiveOptions.Said;
import dev.serein.InvalidConfiguration.Problem;
import dev.serein.connection.ConnectionSettings;
import dev.serein.connection.Credentials;
import dev.serein.connection.InvalidConnectionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds who says what: the program, the URL, the environment or nobody, in this order; and all that is wrong with it.
 */
final class OptionsReader {
    private static final String EXAMPLE = "write it like postgresql://user:password@host:5432/database";
    private static final List<String> WEAK = List.of("disable", "allow", "prefer", "no-verify");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern NAME = Pattern.compile("[ -~]{1,63}");
    private static final String NO_COUNT = "it is not a whole number from 1 to 99999";
    private static final String DIRECT_URL = "DATABASE_DIRECT_URL";
    private static final int POOL_MAX = 10;
    private static final Said<Duration> NOBODY = new Said<>(Duration.ZERO, "nobody");

    private final DatabaseOptions options;
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable String fix;

    OptionsReader(DatabaseOptions options) {
        this.options = options;
    }

    /** @throws InvalidConfiguration naming all that is wrong */
    EffectiveOptions read() {
        ConnectionSettings connection = connection();
        Said<Integer> poolMax = poolMax(connection);
        Map<Option, Said<Duration>> times = new EnumMap<>(Option.class);
        for (Option option : Option.values()) {
            if (option.isTime()) {
                times.put(option, time(option, connection));
            }
        }
        compare(times);
        Said<Guard> guard = guard();
        Duration slow = slowQueryLog();
        List<SchemaMigration> expected = expected();
        if (connection == null || !problems.isEmpty()) {
            throw InvalidConfiguration.of(problems, fix);
        }
        return new EffectiveOptions(connection, credentials(), poolMax, times, guard, slow, listeners(), expected);
    }

    private Said<Guard> guard() {
        Guard said = options.said(Option.GUARD, Guard.class);
        if (said != null) {
            return new Said<>(said, Option.GUARD.method());
        }
        String property = System.getProperty(Misuse.PROPERTY);
        if (property == null) {
            return new Said<>(Misuse.USUAL, "default");
        }
        Guard ofProperty = Misuse.ofProperty(property);
        if (ofProperty == null) {
            problems.add(Misuse.unreadable());
        }
        return new Said<>(ofProperty == null ? Misuse.USUAL : ofProperty, Misuse.PROPERTY);
    }

    private @Nullable Duration slowQueryLog() {
        Duration limit = options.said(Option.SLOW_QUERY_LOG, Duration.class);
        if (limit != null) {
            checked(Option.SLOW_QUERY_LOG, new Said<>(limit, Option.SLOW_QUERY_LOG.method()));
        }
        return limit;
    }

    @SuppressWarnings("unchecked") // withListener takes nothing else
    private List<StatementListener> listeners() {
        List<StatementListener> said = (List<StatementListener>) options.said(Option.LISTENER, List.class);
        return said == null ? List.of() : said;
    }

    private List<SchemaMigration> expected() {
        @SuppressWarnings("unchecked") // expecting takes nothing else
        List<SchemaMigration> said = (List<SchemaMigration>) options.said(Option.EXPECTED_MIGRATIONS, List.class);
        if (said == null) {
            return List.of();
        }
        if (said.isEmpty()) {
            fault(Option.EXPECTED_MIGRATIONS, "there is no migration in the list");
        }
        for (SchemaMigration each : said) {
            if (each.version() != null && VersionNumber.of(each.version()) == null) {
                fault(
                        Option.EXPECTED_MIGRATIONS,
                        "the version of " + each.script() + ", " + each.version() + ", is not made of numbers");
            }
        }
        return said;
    }

    @SuppressWarnings("unchecked") // withCredentials takes nothing else
    private @Nullable Supplier<Credentials> credentials() {
        return (Supplier<Credentials>) options.said(Option.CREDENTIALS, Supplier.class);
    }

    private @Nullable ConnectionSettings connection() {
        Map<String, String> keywords = keywords();
        String url = options.said(Option.URL, String.class);
        String setting =
                url != null ? "The database URL" : variable(urlVariable()) != null ? urlVariable() : "The environment";
        if (url != null && url.isBlank()) {
            return nothingSaid(setting);
        }
        try {
            ConnectionSettings settings = settings(url, keywords);
            if (!keywords.containsKey("sslrootcert")) {
                return settings;
            }
            if (settings.sslmode().isEmpty()) {
                keywords.put("sslmode", "verify-full");
                return settings(url, keywords);
            }
            if (WEAK.contains(settings.sslmode().get())) {
                fault(Option.CA_CERTIFICATE, "sslmode=" + settings.sslmode().get() + " looks at no certificate");
            }
            return settings;
        } catch (InvalidConnectionSettings e) {
            if (e.isNothingSaid()) {
                return nothingSaid("DATABASE_URL");
            }
            List<Problem> ofUrl = new ArrayList<>();
            for (String problem : e.problems()) {
                ofUrl.add(new Problem(setting, problem));
            }
            problems.addAll(0, ofUrl);
            // of any other problem, what to do is part of it
            fix = e.problems().get(0).startsWith("it does not begin") ? EXAMPLE : null;
            return null;
        }
    }

    /** A program that says the URL itself means that one. */
    private String urlVariable() {
        boolean direct = options.said(Option.DIRECT, Boolean.class) != null && variable(DIRECT_URL) != null;
        return direct ? DIRECT_URL : "DATABASE_URL";
    }

    private ConnectionSettings settings(@Nullable String url, Map<String, String> keywords) {
        return url == null
                ? ConnectionSettings.fromEnvironment(urlVariable(), options.environment(), keywords)
                : ConnectionSettings.of(url, options.environment(), keywords);
    }

    private @Nullable ConnectionSettings nothingSaid(String setting) {
        problems.add(0, new Problem(setting, null));
        fix = EXAMPLE.replace("write it like", "set it to");
        return null;
    }

    /** What the program says of the connection, in libpq's words. */
    private Map<String, String> keywords() {
        Map<String, String> keywords = new HashMap<>();
        String name = options.said(Option.APPLICATION_NAME, String.class);
        if (name != null && NAME.matcher(name).matches()) {
            keywords.put("application_name", name);
        } else if (name != null) {
            fault(Option.APPLICATION_NAME, "it is not 1 to 63 printable ASCII characters");
        }
        Duration patience = options.said(Option.CONNECT_TIMEOUT, Duration.class);
        if (patience != null && Option.CONNECT_TIMEOUT.problem(patience) == null) {
            keywords.put(
                    "connect_timeout",
                    String.valueOf(patience.plusNanos(999_999_999).toSeconds()));
        }
        Object certificate = options.said(Option.CA_CERTIFICATE, Object.class);
        if (certificate instanceof DatabaseOptions.Pem pem) {
            if (!pem.text().contains("-----BEGIN CERTIFICATE-----")) {
                fault(Option.CA_CERTIFICATE, "it is not a certificate in PEM; a file is said as a Path");
            } else {
                keywords.put("sslrootcert", pem.text());
            }
        } else if (certificate != null) {
            keywords.put("sslrootcert", certificate.toString());
        }
        Boolean pooler = options.said(Option.POOLER, Boolean.class);
        if (pooler != null) {
            keywords.put("pgbouncer", pooler.toString());
        }
        return keywords;
    }

    private Said<Integer> poolMax(@Nullable ConnectionSettings connection) {
        Integer max = options.said(Option.POOL_MAX, Integer.class);
        PoolSize share = options.said(Option.CONNECTION_LIMIT, PoolSize.class);
        if (max != null && share != null) {
            fault(Option.POOL_MAX, "withConnectionLimit says the pool's size as well");
        }
        if (max != null) {
            return new Said<>(counted(Option.POOL_MAX.method(), String.valueOf(max)), Option.POOL_MAX.method());
        }
        if (share != null) {
            String method = Option.CONNECTION_LIMIT.method();
            return share(method, String.valueOf(share.limit()), method, String.valueOf(share.instances()));
        }
        OptionalInt ofUrl = connection == null ? OptionalInt.empty() : connection.connectionLimit();
        if (ofUrl.isPresent()) {
            return new Said<>(ofUrl.getAsInt(), "connection_limit in the URL");
        }
        return poolMaxOfEnvironment();
    }

    private Said<Integer> poolMaxOfEnvironment() {
        String max = variable("DATABASE_POOL_MAX");
        String limit = variable("DATABASE_CONNECTION_LIMIT");
        String instances = variable("DATABASE_INSTANCES");
        if (max != null) {
            String other =
                    limit == null ? instances == null ? null : "DATABASE_INSTANCES" : "DATABASE_CONNECTION_LIMIT";
            if (other != null) {
                problems.add(new Problem("DATABASE_POOL_MAX", other + " says the pool's size as well"));
            }
            return new Said<>(counted("DATABASE_POOL_MAX", max), "DATABASE_POOL_MAX");
        }
        if (limit != null && instances != null) {
            return share("DATABASE_CONNECTION_LIMIT", limit, "DATABASE_INSTANCES", instances);
        }
        if (limit != null) {
            problems.add(new Problem("DATABASE_CONNECTION_LIMIT", "DATABASE_INSTANCES is not set"));
        }
        if (instances != null) {
            problems.add(new Problem("DATABASE_INSTANCES", "DATABASE_CONNECTION_LIMIT is not set"));
        }
        return new Said<>(POOL_MAX, "default");
    }

    private Said<Integer> share(String limitSetting, String limit, String instancesSetting, String instances) {
        int before = problems.size();
        PoolSize share = new PoolSize(counted(limitSetting, limit), counted(instancesSetting, instances));
        if (problems.size() == before && share.connections() < 1) {
            problems.add(new Problem(limitSetting, share.problem()));
        }
        String by = limitSetting.equals(instancesSetting) ? limitSetting : limitSetting + ", " + instancesSetting;
        return new Said<>(share.connections(), by);
    }

    private int counted(String setting, String count) {
        if (COUNT.matcher(count).matches()) {
            return Integer.parseInt(count);
        }
        Problem problem = new Problem(setting, NO_COUNT);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
        return 1;
    }

    private Said<Duration> time(Option option, @Nullable ConnectionSettings connection) {
        Duration said = options.said(option, Duration.class);
        if (said != null) {
            return checked(option, new Said<>(said, option.method()));
        }
        Said<Duration> ofSettings = connection == null ? null : ofSettings(option, connection);
        if (ofSettings != null) {
            return checked(option, ofSettings);
        }
        return new Said<>(option.usual(), "default");
    }

    private static @Nullable Said<Duration> ofSettings(Option option, ConnectionSettings settings) {
        return switch (option) {
            case POOL_TIMEOUT -> said(settings.poolTimeout(), "pool_timeout in the URL");
            case STATEMENT_TIMEOUT ->
                said(
                        settings.statementTimeout(),
                        settings.statementTimeout().equals(settings.socketTimeout())
                                ? "socket_timeout in the URL"
                                : "statement_timeout in options");
            case LOCK_TIMEOUT -> said(settings.serverTime("lock_timeout"), "lock_timeout in options");
            case IDLE_IN_TRANSACTION_TIMEOUT ->
                said(
                        settings.serverTime("idle_in_transaction_session_timeout"),
                        "idle_in_transaction_session_timeout in options");
            default -> null;
        };
    }

    private static @Nullable Said<Duration> said(Optional<Duration> time, String by) {
        return time.map(value -> new Said<>(value, by)).orElse(null);
    }

    private Said<Duration> checked(Option option, Said<Duration> said) {
        String problem = option.problem(said.value());
        if (problem != null) {
            problems.add(new Problem(said.by(), problem));
        }
        return said;
    }

    /** Hikari would give up the idle timeout. */
    private void compare(Map<Option, Said<Duration>> times) {
        Duration idle = times.getOrDefault(Option.IDLE_TIMEOUT, NOBODY).value();
        Duration life = times.getOrDefault(Option.MAX_LIFETIME, NOBODY).value();
        boolean valid = Option.IDLE_TIMEOUT.problem(idle) == null && Option.MAX_LIFETIME.problem(life) == null;
        if (valid && life.compareTo(idle.plusSeconds(1)) < 0) {
            fault(
                    options.said(Option.MAX_LIFETIME, Duration.class) == null
                            ? Option.IDLE_TIMEOUT
                            : Option.MAX_LIFETIME,
                    "the lifetime, " + ErrorText.of(life) + ", is not a second more than the idle timeout, "
                            + ErrorText.of(idle));
        }
    }

    private void fault(Option option, String what) {
        problems.add(new Problem(option.method(), what));
    }

    /** An empty variable says nothing: that is how some tools leave one out. */
    private @Nullable String variable(String name) {
        String said = options.environment().get(name);
        return said == null || said.isBlank() ? null : said;
    }
}
