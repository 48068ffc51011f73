package dev.serein.postgres;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which PostgreSQL, and how it is set up. Immutable; the methods that begin with {@code with} return a changed copy.
 * Whoever asks for equal options shares a server: {@link ScratchPostgres#shared(PostgresOptions)}.
 *
 * @param provider which PostgreSQL
 * @param parameters the server's parameters, as {@code postgresql.conf} names them, such as {@code wal_level}
 * @param tls whether connections are encrypted, with a certificate that an authority of this machine's user has issued
 */
public record PostgresOptions(PostgresProvider provider, Map<String, String> parameters, boolean tls) {
    /**
     * Keeps a copy of the parameters, in a fixed order.
     *
     * @param provider which PostgreSQL
     * @param parameters the server's parameters, as {@code postgresql.conf} names them
     * @param tls whether connections are encrypted
     * @throws ScratchPostgresException if a parameter's name is none
     */
    public PostgresOptions {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        for (String name : parameters.keySet()) {
            if (!name.matches("[a-z_]+(\\.[a-z_]+)?")) {
                throw new ScratchPostgresException(
                        "\"" + name + "\" is not the name of a parameter of PostgreSQL",
                        "name it as postgresql.conf does, such as wal_level");
            }
        }
    }

    /**
     * The server that this machine's developer asked for, as {@link PostgresProvider#configured()} has it, set up for
     * tests: what is committed need not survive a crash of the machine.
     *
     * @return the options
     * @throws ScratchPostgresException if what was asked for cannot be understood
     */
    public static PostgresOptions configured() {
        return of(PostgresProvider.configured());
    }

    /**
     * A server, set up for tests.
     *
     * @param provider which PostgreSQL
     * @return the options
     */
    public static PostgresOptions of(PostgresProvider provider) {
        return new PostgresOptions(provider, Map.of(), false);
    }

    /**
     * With a parameter of the server. A server that runs already is not changed: it must have this value.
     *
     * @param name the name, as in {@code postgresql.conf}; {@code port} is the port an embedded server listens on, else
     *     a free one is chosen
     * @param value the value, as in {@code postgresql.conf}, without quotes
     * @return a copy
     * @throws ScratchPostgresException if the name is none
     */
    public PostgresOptions withParameter(String name, String value) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put(name, value);
        return new PostgresOptions(provider, all, tls);
    }

    /**
     * With encrypted connections. URLs then say {@code sslmode=verify-full} and name the authority's certificate, which
     * is made once for each user of this machine. Embedded servers only; one that runs already must speak TLS, and is
     * used as its URL says.
     *
     * @return a copy
     */
    public PostgresOptions withTls() {
        return new PostgresOptions(provider, parameters, true);
    }
}
