package dev.serein;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row would break a rule of its table. What to do: tell the user. */
public final class ConstraintViolation extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /** Which kind of rule. */
    public enum Kind {
        /** Another row has the same key. */
        UNIQUE,
        /** The row that is referred to is not there, or the row that goes is referred to. */
        FOREIGN_KEY,
        /** A value is missing. */
        NOT_NULL,
        /** A condition does not hold. */
        CHECK,
        /** Another row excludes this one. */
        EXCLUSION
    }

    private final Kind kind;
    private final @Nullable String constraint;
    private final @Nullable String table;
    private final String[] columns;

    ConstraintViolation(
            ErrorText text,
            Kind kind,
            @Nullable String constraint,
            @Nullable String table,
            List<String> columns,
            Throwable cause) {
        super(text, cause);
        this.kind = kind;
        this.constraint = constraint;
        this.table = table;
        this.columns = columns.toArray(String[]::new);
    }

    /**
     * Which kind of rule.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The name of the rule.
     *
     * @return the constraint's name; null for a missing value
     */
    public @Nullable String constraint() {
        return constraint;
    }

    /**
     * Whose rule it is.
     *
     * @return {@code schema.table}; null where the server does not say
     */
    public @Nullable String table() {
        return table;
    }

    /**
     * What the rule is about.
     *
     * @return names of columns, as far as the server says
     */
    public List<String> columns() {
        return List.of(columns);
    }
}
