package dev.serein;

/**
 * What became of an upsert.
 *
 * @param row as it is now
 * @param inserted whether it is new; false if it was there and has been updated
 * @param <T> the row
 */
public record Upserted<T>(T row, boolean inserted) {}
