package dev.serein;

/**
 * How an upsert tells a row that is new from one that was there: where it updates, and only there, a condition is
 * evaluated; that leaves a note, which the row that is returned next takes away. The note is a setting of the
 * transaction, and holds the time of the statement: of one that was left behind, as when a trigger drops the row, no
 * other statement takes notice.
 *
 * <p>That {@code xmax} is 0 in a new row was rejected: it cannot be read from a partitioned table, nor is it said
 * anywhere. To look for the row first was rejected: another may insert it meanwhile.
 */
final class Inserted {
    private static final String SETTING = "'serein.updated'";
    private static final String STATEMENT = "cast(statement_timestamp() as text)";

    /** Is true. */
    static final String NOTE = "set_config(" + SETTING + ", " + STATEMENT + ", true) is not null";

    /** Whether the row is new. */
    static final String ASK = "case when current_setting(" + SETTING + ", true) = " + STATEMENT + " then set_config("
            + SETTING + ", '', true) is null else true end";

    private Inserted() {}
}
