package dev.serein.postgres.junit;

/** What one test method sees of what another has written. */
public enum Isolation {
    /**
     * Nothing. All methods of a class have one database; before each further method it is set back to what it was when
     * the first one began, with what {@code @BeforeAll} wrote. Methods that run at the same time have one each. A
     * connection that a test keeps from one method to the next keeps what is its own, such as temporary tables.
     */
    CLASS,

    /** Nothing. Each method, each repetition of it too, has a database of its own, and the class has none. */
    METHOD,

    /** Everything. All methods of a class have one database, which is never set back. */
    NONE
}
