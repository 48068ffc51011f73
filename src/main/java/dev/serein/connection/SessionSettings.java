package dev.serein.connection;

import java.time.Duration;

/**
 * The deadlines that the server keeps in every session, and the one that we keep ourselves. Zero is none.
 *
 * @param statementTimeout the longest that a statement may run
 * @param lockTimeout the longest that a statement may wait for a lock
 * @param idleInTransactionTimeout the longest that a transaction may wait for its next statement
 * @param silence the longest that the server may say nothing while it is waited for; then the connection is cut
 * @param ofMigrations whether the session is a migrator's: a pooler is refused, and the server ends what runs in the
 *     session soon after its client has gone
 */
public record SessionSettings(
        Duration statementTimeout,
        Duration lockTimeout,
        Duration idleInTransactionTimeout,
        Duration silence,
        boolean ofMigrations) {

    /** No deadline at all: for migrations. */
    public static final SessionSettings UNBOUNDED = forMigrations(Duration.ZERO);

    /**
     * Deadlines of an application's session.
     *
     * @param statementTimeout the longest that a statement may run
     * @param lockTimeout the longest that a statement may wait for a lock
     * @param idleInTransactionTimeout the longest that a transaction may wait for its next statement
     * @param silence the longest that the server may say nothing while it is waited for; then the connection is cut
     */
    public SessionSettings(
            Duration statementTimeout, Duration lockTimeout, Duration idleInTransactionTimeout, Duration silence) {
        this(statementTimeout, lockTimeout, idleInTransactionTimeout, silence, false);
    }

    /**
     * For migrations, which take as long as they take, but do not wait for locks in front of everybody else.
     *
     * @param lockTimeout the longest that a statement may wait for a lock
     * @return the settings
     */
    public static SessionSettings forMigrations(Duration lockTimeout) {
        return new SessionSettings(Duration.ZERO, lockTimeout, Duration.ZERO, Duration.ZERO, true);
    }

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
