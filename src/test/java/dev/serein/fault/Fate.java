package dev.serein.fault;

/** What a {@link WireProxy} does with a round trip. */
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
    /** It is forwarded; when the server has answered, the answer is thrown away and both sides are reset. */
    EAT_ANSWER,
    /** The same, but the client has all of the answer except its end. */
    HALVE_ANSWER,
    /** It is forwarded; the answer waits until {@link WireProxy#release}. */
    HOLD_ANSWER
}
