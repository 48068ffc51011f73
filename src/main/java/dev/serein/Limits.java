package dev.serein;

import java.time.Duration;

/**
 * How long things may take that no caller has set a deadline for.
 *
 * @param statement a statement, as the server knows it
 * @param lock a wait for a lock, as the server knows it
 * @param idleInTransaction a transaction's wait for its next statement, as the server knows it
 * @param silence a wait for the server's next word
 * @param closeGrace what runs when the database is closed
 */
record Limits(Duration statement, Duration lock, Duration idleInTransaction, Duration silence, Duration closeGrace) {
    /** Of another's pool, which decides on all of it. */
    static final Limits NONE =
            new Limits(Duration.ofDays(365), Duration.ofDays(365), Duration.ofDays(365), Duration.ZERO, Duration.ZERO);
}
