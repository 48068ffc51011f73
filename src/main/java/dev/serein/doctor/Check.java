package dev.serein.doctor;

import java.sql.SQLException;
import java.util.List;

/** One question to a database. Reads only. */
interface Check {
    /** As a person names it to leave it out, such as {@code long-transactions}. */
    String name();

    /**
     * Asks; at most one statement, and under a second where there are 5,000 tables.
     *
     * @return what is wrong; empty if nothing is
     * @throws CannotSee if this role, or this place, is not where it can be seen
     * @throws SQLException if the server refuses, which is told as not seen
     */
    List<Finding> ask(Visit visit) throws SQLException, CannotSee;
}
