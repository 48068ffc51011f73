package dev.serein.migrate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session of the server that somebody waits for, as {@code pg_stat_activity} shows it.
 *
 * @param pid of its process, which {@code pg_terminate_backend} takes
 * @param application its {@code application_name}
 * @param user as whom it is connected; null if this role may not see it
 * @param client its address; null if it is connected through a socket, or this role may not see it
 * @param state such as {@code active}, {@code idle in transaction}; null if this role may not see it
 * @param age since when its transaction is open, or, if none is, its session; null if this role may not see it
 */
public record Blocker(
        int pid,
        String application,
        @Nullable String user,
        @Nullable String client,
        @Nullable String state,
        @Nullable Duration age) {

    /** {@return such as {@code pid 4711 (psql, ada, 10.0.0.7, idle in transaction for 12 s)}} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("pid ").append(pid).append(" (").append(application);
        if (user != null) {
            text.append(", ").append(user);
        }
        if (client != null) {
            text.append(", ").append(client);
        }
        if (state != null) {
            text.append(", ").append(state);
        }
        if (age != null) {
            text.append(" for ").append(age.toSeconds()).append(" s");
        }
        return text.append(')').toString();
    }
}
