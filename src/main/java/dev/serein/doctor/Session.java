package dev.serein.doctor;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's session. What it runs is not shown: values may stand in it.
 *
 * @param pid of the server's process
 * @param role as whom; null if unknown
 * @param application what it calls itself
 * @param seconds how long it has been doing, or not doing, what it is told for
 */
record Session(int pid, @Nullable String role, @Nullable String application, double seconds) {
    /** Of a row that begins with these. */
    static Session of(ResultSet row) throws SQLException {
        return new Session(row.getInt(1), row.getString(2), row.getString(3), row.getDouble(4));
    }

    /** Who holds a lock without a process is a transaction that was prepared. */
    String who() {
        if (pid == 0) {
            return "a prepared transaction";
        }
        return "pid " + pid + (role == null ? "" : ", role " + role)
                + (application == null || application.isEmpty() ? "" : ", " + Figures.shown(application));
    }

    @Override
    public String toString() {
        return who() + ": " + Figures.time(seconds);
    }
}
