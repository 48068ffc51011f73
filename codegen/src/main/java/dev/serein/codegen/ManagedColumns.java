package dev.serein.codegen;

/**
 * Names of columns that DAOs fill by themselves, in every table with a primary key that has them; empty for none.
 *
 * @param version counts the updates of a row
 * @param createdAt set by an insert
 * @param updatedAt set by an insert and by every update
 */
record ManagedColumns(String version, String createdAt, String updatedAt) {
    static final ManagedColumns NONE = new ManagedColumns("", "", "");

    boolean contains(String column) {
        return column.equals(version) || column.equals(createdAt) || column.equals(updatedAt);
    }
}
