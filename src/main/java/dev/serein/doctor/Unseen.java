package dev.serein.doctor;

/**
 * What could not be examined.
 *
 * @param check which check could not
 * @param reason why, and what would let it: {@code grant pg_monitor to app}
 */
public record Unseen(String check, String reason) {}
