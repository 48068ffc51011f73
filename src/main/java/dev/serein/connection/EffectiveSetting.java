package dev.serein.connection;

/**
 * A setting that is in effect, fit to be shown: no value is a secret.
 *
 * @param name in the words of who reads it, such as {@code host}, {@code pool max}
 * @param value one line; {@code (hidden)} in place of a password or a key
 * @param origin who said it: {@code DATABASE_URL}, {@code PGHOST}, a file, {@code default}
 */
public record EffectiveSetting(String name, String value, String origin) {}
