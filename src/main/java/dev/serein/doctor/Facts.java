package dev.serein.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked once, for all checks.
 *
 * @param role as whom the session has logged in
 * @param superuser whether that role is one
 * @param attributes of the role: {@code createrole}, {@code createdb}, {@code replication}, {@code bypassrls}
 * @param memberships the predefined roles, {@code pg_monitor} and such, whose rights the role has without being a
 *     superuser
 * @param roleLimit the connections that the role may have; -1 for any number
 * @param database its name
 * @param databaseLimit the connections that the database may have; -1 for any number
 * @param recovering whether the server is a standby
 * @param handedOn whether another process of the server answers than the one that the session began with: a pooler's
 *     doing
 * @param tls the protocol's version, such as {@code TLSv1.3}; null where there is none
 * @param history {@code readable} or {@code hidden}, of the history of migrations that the {@code search_path} finds;
 *     null if there is none
 * @param schemas all that hold a table of the application's
 * @param settings all that the role may see
 * @param remoteStorage whether the server is one of Neon's, which keeps neither pages nor WAL on its own disk
 * @param asked the time of this machine just before it asked
 * @param server the server's time
 * @param answered the time of this machine just after it had the answer
 */
record Facts(
        String role,
        boolean superuser,
        List<String> attributes,
        List<String> memberships,
        int roleLimit,
        String database,
        int databaseLimit,
        boolean recovering,
        boolean handedOn,
        @Nullable String tls,
        @Nullable String history,
        List<String> schemas,
        Map<String, Setting> settings,
        boolean remoteStorage,
        Instant asked,
        Instant server,
        Instant answered) {
    /**
     * A setting.
     *
     * @param value as this session has it, in the units of {@code pg_settings}
     * @param source who said it, as {@code pg_settings} says: {@code default}, {@code configuration file},
     *     {@code role}, {@code client} and so on
     */
    record Setting(String value, String source) {}

    /** How far the clocks are apart for certain; negative if the server's is behind. */
    Duration skew() {
        return server.isBefore(asked)
                ? Duration.between(asked, server)
                : server.isAfter(answered) ? Duration.between(answered, server) : Duration.ZERO;
    }
}
