package dev.serein;

/** What is done about a use of transactions and connections that is most likely a mistake. */
public enum Guard {
    /** Nothing. */
    IGNORE,
    /** A line in the log, once for each line of the application that does it. */
    WARN,
    /** It throws {@link IllegalStateException}. */
    THROW
}
