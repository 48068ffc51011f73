package dev.serein.postgres.fault;

/** One of the two ways through a {@link FaultyProxy}. */
public enum Direction {
    /** What the client sends: requests. */
    TO_SERVER,
    /** What the server sends: answers. */
    TO_CLIENT
}
