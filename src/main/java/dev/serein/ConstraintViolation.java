package dev.serein;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Check;
import org.jooq.Index;
import org.jooq.Key;
import org.jooq.Named;
import org.jooq.Table;
import org.jooq.TableField;
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
    private final transient @Nullable Named rule;

    ConstraintViolation(
            ErrorText text,
            Kind kind,
            @Nullable String constraint,
            @Nullable String table,
            List<String> columns,
            @Nullable Named rule,
            Throwable cause) {
        super(text, cause);
        this.kind = kind;
        this.constraint = constraint;
        this.table = table;
        this.columns = columns.toArray(String[]::new);
        this.rule = rule;
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
     * @return names of columns of the table, as far as server or generated classes say; of an index on an expression,
     *     that
     */
    public List<String> columns() {
        return List.of(columns);
    }

    /**
     * What the generator made of the rule.
     *
     * @return a {@link org.jooq.UniqueKey}, a {@link org.jooq.ForeignKey}, a {@link Check} or an {@link Index}; nothing
     *     if it is not generated, if the statement was plain SQL, if the violation came with the commit, or after
     *     serialisation
     */
    public Optional<Named> rule() {
        return Optional.ofNullable(rule);
    }

    /**
     * Whether it is this key that is violated.
     *
     * @param key a generated one, such as {@code Keys.USERS_EMAIL_KEY}
     * @return whether its name and its table are those of the violated one
     */
    public boolean is(Key<?> key) {
        return is(key, key.getTable());
    }

    /**
     * Whether it is this condition that does not hold.
     *
     * @param check a generated one
     * @return whether its name and its table are those of the violated one
     */
    public boolean is(Check<?> check) {
        return is(check, check.getTable());
    }

    /**
     * Whether it is this unique index that is violated.
     *
     * @param index a generated one, such as {@code Indexes.POSTS_ACTIVE_SLUG_KEY}
     * @return whether its name and its table are those of the violated one
     */
    public boolean is(Index index) {
        return index.getTable() != null && is(index, index.getTable());
    }

    private boolean is(Named generated, Table<?> itsTable) {
        return generated.getName().equals(constraint) && isOf(itsTable);
    }

    /**
     * Whether it is the unique key of this target that is violated, to which an upsert would have given way.
     *
     * @param target such as {@code UsersDao.USERS_EMAIL_KEY}
     * @return whether its table and its columns, in any order, are those of the violated one; a target with a condition
     *     is an index, never a constraint
     */
    public boolean is(ConflictTarget<?> target) {
        Table<?> itsTable = target.columns().get(0).getTable();
        boolean mayBe = rule == null || rule instanceof Key<?> == (target.predicate() == null);
        Set<String> names = target.columns().stream().map(TableField::getName).collect(Collectors.toSet());
        return kind == Kind.UNIQUE
                && mayBe
                && itsTable != null
                && isOf(itsTable)
                && names.equals(Set.copyOf(List.of(columns)));
    }

    private boolean isOf(Table<?> generated) {
        if (table == null) {
            return false;
        }
        int dot = table.length() - generated.getName().length() - 1;
        return dot > 0
                && table.charAt(dot) == '.'
                && GeneratedRule.is(generated, table.substring(0, dot), table.substring(dot + 1));
    }
}
