package dev.serein.codegen;

/**
 * A column as source.
 *
 * @param index from 0, among the columns of its table
 * @param columnName in the database
 * @param name in Java: a component of the row
 * @param type what a caller sees: primitive, or marked where it may be null
 * @param notNull the same where it may not be null, as in a search
 * @param boxed what jOOQ's record holds
 * @param field the table's constant for it
 * @param read how a reader of the server's answer gives it, in a method of the table
 * @param comment of the database, escaped; may be empty
 */
record Column(
        int index,
        String columnName,
        String name,
        String type,
        String notNull,
        String boxed,
        String field,
        String getter,
        String read,
        String comment,
        Filling filling) {

    /** Who fills it when a row is inserted. */
    enum Filling {
        /** The caller, who must. */
        REQUIRED,
        /** The caller, or the database. */
        OPTIONAL,
        /** The database, unless the caller insists. */
        IDENTITY_ALWAYS,
        /** The database, always. */
        GENERATED,
        /** The DAO, always. */
        MANAGED
    }

    /** Slots of a Java method's parameters. */
    int slots() {
        return type.equals("long") || type.equals("double") ? 2 : 1;
    }

    boolean isPatched() {
        return filling == Filling.REQUIRED || filling == Filling.OPTIONAL;
    }

    String capitalised() {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    String code() {
        return "<code>" + TableColumns.comment(columnName) + "</code>";
    }

    /** Its comment as a further sentence. */
    String remark() {
        return comment.isEmpty() ? "" : " " + comment;
    }

    /** As one of several arguments, or the only one, of a method of variable arity. */
    String argument() {
        return notNull.endsWith("[]") ? "(Object) " + name : name;
    }
}
