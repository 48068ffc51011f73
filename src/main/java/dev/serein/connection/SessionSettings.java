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

    /** No deadline at all: for migrations. */
    public static final SessionSettings UNBOUNDED =
            new SessionSettings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /**
     * What the settings say, and where they say nothing, what keeps a session from hanging and from holding up others.
     */
    static SessionSettings of(ConnectionSettings settings) {
        Duration statement = settings.statementTimeout().orElse(Duration.ofSeconds(30));
        return new SessionSettings(
                statement,
                settings.serverTime("lock_timeout").orElse(Duration.ofSeconds(10)),
                settings.serverTime("idle_in_transaction_session_timeout").orElse(Duration.ofSeconds(60)),
                statement.isZero() ? Duration.ZERO : statement.plusSeconds(2));
    }
}
