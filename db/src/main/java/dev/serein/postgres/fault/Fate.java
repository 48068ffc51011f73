package dev.serein.postgres.fault;

/** What becomes of a {@link RoundTrip}. */
public enum Fate {
    /** It is forwarded, and so is the answer. */
    PASS,
    /** The server does not see it; the connection is reset on both sides. */
    EAT,
    /** The server does not see it, nor the end of the connection, which is reset on the client's side only. */
    STRAND,
    /**
     * It is forwarded, and the connection is reset on both sides at once: whether the server acts, and the client hears
     * of it, is chance.
     */
    RESET,
    /** It is forwarded; when the server has answered all of it, the answer is thrown away and both sides are reset. */
    EAT_ANSWER,
    /** It is forwarded; the client has all of the answer except its last message, and then the end. */
    HALVE_ANSWER,
    /** It is forwarded; the answer waits until {@link Messages#release}. */
    HOLD_ANSWER
}
