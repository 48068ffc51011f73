package dev.serein.connection;

/**
 * A value and who said it.
 *
 * @param value as libpq understands it
 * @param origin fit for a report: {@code the URL}, {@code PGHOST}, a service file
 */
record Setting(String value, String origin) {
    /** Values may be secret. */
    @Override
    public String toString() {
        return "said by " + origin;
    }
}
