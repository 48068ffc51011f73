package dev.serein;

/** What a lock does where another transaction holds the row. */
public enum LockMode {
    /** Waits until it is free, at most as long as the server's {@code lock_timeout} or the session's deadline. */
    WAIT,
    /** Takes the row for not there: for queues, whose workers each take another row. */
    SKIP_LOCKED,
    /** Fails at once, with {@link DeadlineExceeded}. */
    NOWAIT
}
