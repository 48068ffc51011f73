package dev.serein;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What makes two rows of a table the same to an upsert: the columns of a unique constraint or index, and the condition
 * of a partial index. Generated DAOs have one for each, such as {@code UsersDao.USERS_EMAIL_KEY}. Immutable. See <a
 * href="https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT">PostgreSQL, INSERT, ON CONFLICT</a>.
 *
 * @param <R> the jOOQ record of the table
 */
public final class ConflictTarget<R extends Record> {
    private static final Pattern QUOTED_OR_MARK =
            Pattern.compile("[eE]'(?:[^'\\\\]|\\\\.|'')*+'|'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|\\?", Pattern.DOTALL);

    private final List<TableField<R, ?>> columns;
    private final @Nullable String predicate;
    /** Kept: it is asked for at every upsert. */
    private final int hash;

    private ConflictTarget(List<TableField<R, ?>> columns, @Nullable String predicate) {
        this.columns = columns;
        this.predicate = predicate;
        this.hash = Objects.hash(columns, predicate);
    }

    /**
     * The columns of a unique constraint or index.
     *
     * @param columns all of them, in any order
     * @param <R> the record of their table
     * @return the target
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, not kept
    public static <R extends Record> ConflictTarget<R> of(TableField<R, ?>... columns) {
        return new ConflictTarget<>(List.of(columns), null);
    }

    /**
     * Of a partial index.
     *
     * @param condition of the index, as SQL; never from outside the program
     * @return the target
     */
    public ConflictTarget<R> where(String condition) {
        return new ConflictTarget<>(columns, condition);
    }

    List<TableField<R, ?>> columns() {
        return columns;
    }

    @Nullable
    String predicate() {
        return predicate;
    }

    /** As it stands after {@code on conflict}. */
    QueryPart rendered() {
        QueryPart names =
                DSL.list(columns.stream().map(TableField::getUnqualifiedName).toArray(QueryPart[]::new));
        return predicate == null
                ? DSL.sql("({0})", names)
                : DSL.sql("({0}) where {1}", names, DSL.raw(withoutPlaceholders(predicate)));
    }

    /** The driver takes a question mark for a placeholder, unless it is doubled or quoted. */
    private static String withoutPlaceholders(String sql) {
        return QUOTED_OR_MARK
                .matcher(sql)
                .replaceAll(found -> found.group().equals("?") ? "??" : Matcher.quoteReplacement(found.group()));
    }

    /** {@return whether it is about the same columns, with the same condition} */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ConflictTarget<?> target
                        && hash == target.hash
                        && columns.equals(target.columns)
                        && Objects.equals(predicate, target.predicate);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** {@return the columns, and the condition of a partial index} */
    @Override
    public String toString() {
        return columns.stream().map(TableField::getName).collect(Collectors.joining(", ", "(", ")"))
                + (predicate == null ? "" : " where " + predicate);
    }
}
