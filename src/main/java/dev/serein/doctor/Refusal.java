package dev.serein.doctor;

import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.util.PSQLException;

/** Why the server did not answer a check, in our words. */
final class Refusal {
    /** The clocks of both are not one. */
    private static final Duration LONGEST = Duration.ofMillis(2_900);

    private Refusal() {}

    /** @param after the time that it took until then */
    static String of(SQLException failure, String role, Duration after) {
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case "42501" -> "role " + role + " may not read it: " + said(failure) + "; grant pg_monitor to " + role;
            case "57014" ->
                after.compareTo(LONGEST) < 0
                        ? "somebody cancelled it on the server; examine again"
                        : "it took longer than 3 s; examine again when the server is less busy";
            case "55P03" -> "it waited longer than 0.5 s for a lock; examine again when nobody changes tables";
            default ->
                state.startsWith("08") || state.startsWith("57")
                        ? "the connection was lost; examine again"
                        : "the server refused to answer, with sqlstate " + state;
        };
    }

    /** Only names of objects stand in it. */
    private static String said(SQLException failure) {
        return failure instanceof PSQLException answer && answer.getServerErrorMessage() != null
                ? String.valueOf(answer.getServerErrorMessage().getMessage())
                : "a privilege is missing";
    }
}
