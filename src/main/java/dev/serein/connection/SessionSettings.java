package dev.serein.connection;

import java.time.Duration;

/**
 * The deadlines that the server keeps in every session, and the one that we keep ourselves. Zero is none.
 *
 * @param statementTimeout the longest that a statement may run
 * @param lockTimeout the longest that a statement may wait for a lock
 * @param idleInTransactionTimeout the longest that a transaction may wait for its next statement
 * @param silence the longest that the server may say nothing while it is waited for; then the connection is cut
 */
public record SessionSettings(
        Duration statementTimeout, Duration lockTimeout, Duration idleInTransactionTimeout, Duration silence) {

    /** What keeps a session from hanging, and from holding up others. */
    public static final SessionSettings DEFAULTS = new SessionSettings(
            Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(32));

    /** No deadline at all: for migrations. */
    public static final SessionSettings UNBOUNDED =
            new SessionSettings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
