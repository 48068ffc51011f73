package dev.serein;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A statement in a recording of the flight recorder. While nothing is recorded, the JVM leaves all of it out. */
@Name("dev.serein.Statement")
@Label("Statement")
@Category("Serein")
@Description("A statement on PostgreSQL, from when it was prepared until its last row was read")
final class FlightRecord extends Event {
    /** Whether the type is recorded each of its events knows; this one need not be made for it. */
    private static final FlightRecord ASKED = new FlightRecord();

    @Label("Name")
    private @Nullable String name;

    @Label("SQL")
    private @Nullable String sql;

    @Label("Rows")
    @Description("How many were read, inserted, updated or deleted; -1 if the driver does not say")
    private long rows;

    @Label("Error")
    @Description("The type of what was thrown, and the SQLSTATE")
    private @Nullable String error;

    @Label("In Transaction")
    private boolean inTransaction;

    /** Null if nothing is recorded. */
    static @Nullable FlightRecord begun() {
        if (!ASKED.isEnabled()) {
            return null;
        }
        FlightRecord record = new FlightRecord();
        record.begin();
        return record;
    }

    void over(@Nullable String called, String text, long count, @Nullable DatabaseException failure, boolean within) {
        end();
        if (shouldCommit()) {
            name = called;
            sql = text;
            rows = count;
            error = failure == null ? null : failure.getClass().getSimpleName() + state(failure);
            inTransaction = within;
            commit();
        }
    }

    private static String state(DatabaseException failure) {
        String state = failure.sqlState();
        return state == null || state.equals("00000") ? "" : " " + state;
    }
}
