package dev.serein.connection;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.PostgresProvider.Embedded;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * PostgreSQL's own client, the libpq of version 18 that lies beside the embedded server's binaries: the oracle for what
 * a URL means. Linux only.
 *
 * <p>It runs in this process, with the environment it is given and nothing else: no {@code PG*} variable of the machine
 * is seen, nor anybody's home folder. For that the process's real environment is changed for the time of a call, which
 * Java code does not notice. One call at a time.
 *
 * <p>{@link #parse} begins a connection, for only then does libpq read service files, the environment and its own
 * defaults, and ends it before a byte of the protocol is sent. That asks the resolver for the names of the hosts, once
 * and for one second at most: a name that nobody knows took 1 to 6 ms where the resolver answered, and 1.0 s where it
 * was dead (10 s without that bound). An address takes less than 1 ms.
 */
final class LibPq {
    private static final int CONNECTION_BAD = 1;
    private static final String NO_HOME = "/nonexistent";
    private static final List<String> READ_WITH_SOCKET = List.of(
            "connect_timeout",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout");
    private static final Map<String, String> DEFAULTS = Map.of(
            "HOME",
            NO_HOME,
            // English, whatever this process's locale is
            "LANGUAGE",
            "en");

    private static Optional<LibPq> loaded;

    private final Functions libpq;
    private final Environment environment;

    private LibPq(Functions libpq, Environment environment) {
        this.libpq = libpq;
        this.environment = environment;
    }

    /** The functions of libpq, by their own names. */
    interface Functions extends Library {
        Pointer PQconndefaults();

        Pointer PQconnectStart(String conninfo);

        Pointer PQconnectdb(String conninfo);

        Pointer PQconninfo(Pointer connection);

        void PQconninfoFree(Pointer options);

        int PQstatus(Pointer connection);

        String PQerrorMessage(Pointer connection);

        String PQhost(Pointer connection);

        String PQport(Pointer connection);

        String PQuser(Pointer connection);

        String PQdb(Pointer connection);

        String PQpass(Pointer connection);

        int PQsslInUse(Pointer connection);

        void PQfinish(Pointer connection);
    }

    /** The functions of the C library, by their own names. */
    interface Environment extends Library {
        int setenv(String name, String value, int overwrite);

        int unsetenv(String name);

        int __res_init();

        /** Of this thread: a structure that begins with the seconds to wait and the number of questions. */
        Pointer __res_state();
    }

    /**
     * What libpq makes of a connection string.
     *
     * @param refusal why it refuses the string or what the environment adds to it; empty when it would connect
     * @param options what it goes by, keyword to value, without those that have none; empty when refused while reading
     * @param host the host it tried last: of one host that host, be it libpq's default
     * @param password for that host, from wherever it came; empty when there is none
     */
    record Parsed(Optional<String> refusal, Map<String, String> options, String host, String port, String password) {}

    /**
     * How an attempt to connect ended.
     *
     * @param error libpq's words; empty when it connected
     * @param tls whether it spoke TLS at the end, also when it was refused then
     */
    record Outcome(Optional<String> error, boolean tls, String user, String database, String host) {
        boolean connected() {
            return error.isEmpty();
        }
    }

    /** libpq; empty where the embedded server's cannot be loaded, as on other systems than Linux. */
    static synchronized Optional<LibPq> find() {
        if (loaded == null) {
            loaded = load();
        }
        return loaded;
    }

    private static Optional<LibPq> load() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.empty();
        }
        Map<String, Object> utf8 = Map.of(Library.OPTION_STRING_ENCODING, "UTF-8");
        // its RUNPATH finds the OpenSSL beside it
        String file =
                serverProgram().resolve("../../lib/libpq.so.5").normalize().toString();
        return Optional.of(
                new LibPq(Native.load(file, Functions.class, utf8), Native.load("c", Environment.class, utf8)));
    }

    private static Path serverProgram() {
        PostgresProvider configured = PostgresProvider.configured();
        if (configured instanceof Embedded embedded && embedded.major() == PostgresProvider.NEWEST) {
            return programOf(ScratchPostgres.shared());
        }
        try (ScratchPostgres own = ScratchPostgres.start(new Embedded(PostgresProvider.NEWEST, null))) {
            return programOf(own);
        }
    }

    private static Path programOf(ScratchPostgres postgres) {
        try (ScratchDatabase database = postgres.createDatabase();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            Path pidFile = Path.of(row.getString(1), "postmaster.pid");
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            return Path.of(ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .orElseThrow());
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What libpq makes of a connection string.
     *
     * @param environment the only {@code PG*} variables that it sees, and {@code HOME}
     */
    Parsed parse(String conninfo, Map<String, String> environment) {
        return in(environment, () -> {
            Pointer connection = libpq.PQconnectStart(conninfo);
            try {
                Map<String, String> options = options(connection);
                return new Parsed(
                        refusal(connection, options),
                        options,
                        text(libpq.PQhost(connection)),
                        text(libpq.PQport(connection)),
                        text(libpq.PQpass(connection)));
            } finally {
                libpq.PQfinish(connection);
            }
        });
    }

    /** All that it may be told. */
    List<String> keywords() {
        List<String> keywords = new ArrayList<>();
        Pointer all = libpq.PQconndefaults();
        for (long at = 0; all.getPointer(at) != null; at += 7L * Native.POINTER_SIZE) {
            keywords.add(all.getPointer(at).getString(0, "UTF-8"));
        }
        libpq.PQconninfoFree(all);
        return keywords;
    }

    /**
     * Connects, and hangs up. Gives up on a host after 5 seconds, unless told otherwise.
     *
     * @param environment the only {@code PG*} variables that libpq sees, and {@code HOME}
     */
    Outcome connect(String conninfo, Map<String, String> environment) {
        Map<String, String> bounded = new TreeMap<>(Map.of("PGCONNECT_TIMEOUT", "5"));
        bounded.putAll(environment);
        return in(bounded, () -> {
            Pointer connection = libpq.PQconnectdb(conninfo);
            try {
                return new Outcome(
                        isBad(connection) ? Optional.of(errorOf(connection)) : Optional.empty(),
                        libpq.PQsslInUse(connection) != 0,
                        text(libpq.PQuser(connection)),
                        text(libpq.PQdb(connection)),
                        text(libpq.PQhost(connection)));
            } finally {
                libpq.PQfinish(connection);
            }
        });
    }

    private boolean isBad(Pointer connection) {
        return libpq.PQstatus(connection) == CONNECTION_BAD;
    }

    private String errorOf(Pointer connection) {
        return libpq.PQerrorMessage(connection).strip();
    }

    /**
     * libpq has one status for a bad option and for a host that is not there, and no function that checks options only:
     * {@code PQconninfoParse} knows the syntax and the keywords, but neither values nor services. But it begins all
     * complaints of the network with one of two phrases, so any other line is one of an option. One thing it does not
     * look at in time: the port of a host whose turn has not come.
     */
    private Optional<String> refusal(Pointer connection, Map<String, String> options) {
        String error = isBad(connection) ? errorOf(connection) : "";
        if (!error.lines().allMatch(LibPq::isOfTheNetwork)) {
            return Optional.of(error);
        }
        return refusalOfNumbers(options);
    }

    private static boolean isOfTheNetwork(String line) {
        return line.startsWith("connection to server ")
                || line.startsWith("could not translate host name ")
                || line.startsWith("\t"); // goes on with the line before
    }

    /** libpq reads these only once it has a socket, so it gets one that nobody answers. */
    private Optional<String> refusalOfNumbers(Map<String, String> options) {
        StringBuilder conninfo = new StringBuilder("host='' hostaddr=127.0.0.1 port=1");
        boolean some = false;
        for (String keyword : READ_WITH_SOCKET) {
            if (options.containsKey(keyword)) {
                String value = options.get(keyword).replace("\\", "\\\\").replace("'", "\\'");
                conninfo.append(' ').append(keyword).append("='").append(value).append('\'');
                some = true;
            }
        }
        if (!some) {
            return Optional.empty();
        }
        Pointer connection = libpq.PQconnectdb(conninfo.toString());
        String error = errorOf(connection);
        libpq.PQfinish(connection);
        int complaint = error.indexOf("invalid integer value");
        return complaint < 0 ? Optional.empty() : Optional.of(error.substring(complaint));
    }

    /** Of an array of structures of six pointers, keyword first and value fourth, and an integer. */
    private Map<String, String> options(Pointer connection) {
        Map<String, String> options = new TreeMap<>();
        Pointer all = libpq.PQconninfo(connection);
        for (long at = 0; all.getPointer(at) != null; at += 7L * Native.POINTER_SIZE) {
            Pointer value = all.getPointer(at + 3L * Native.POINTER_SIZE);
            if (value != null) {
                options.put(all.getPointer(at).getString(0, "UTF-8"), value.getString(0, "UTF-8"));
            }
        }
        libpq.PQconninfoFree(all);
        return options;
    }

    private static String text(String orNull) {
        return orNull == null ? "" : orNull;
    }

    private interface Call<T> {
        T run();
    }

    private <T> T in(Map<String, String> variables, Call<T> call) {
        synchronized (LibPq.class) {
            Map<String, String> before = System.getenv(); // of the start of the process
            Map<String, String> during = new TreeMap<>(DEFAULTS);
            during.putAll(variables);
            before.keySet().stream().filter(name -> name.startsWith("PG")).forEach(environment::unsetenv);
            during.forEach((name, value) -> environment.setenv(name, value, 1));
            environment.__res_init(); // else the first question would undo what is set here
            Pointer resolver = environment.__res_state();
            int[] secondsAndQuestions = resolver.getIntArray(0, 2);
            resolver.write(0, new int[] {1, 1}, 0, 2);
            try {
                return call.run();
            } finally {
                resolver.write(0, secondsAndQuestions, 0, 2);
                during.keySet().forEach(environment::unsetenv);
                before.forEach((name, value) -> environment.setenv(name, value, 1));
            }
        }
    }
}
