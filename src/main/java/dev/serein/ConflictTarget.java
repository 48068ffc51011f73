package dev.serein;

import java.util.List;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * What makes two rows of a table the same to an upsert: the columns of a unique constraint or index, and the condition
 * of a partial index. Generated DAOs have one for each, such as {@code UsersDao.USERS_EMAIL_KEY}. Immutable. See <a
 * href="https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT">PostgreSQL, INSERT, ON CONFLICT</a>.
 *
 * @param <R> the jOOQ record of the table
 */
public final class ConflictTarget<R extends Record> {
    private final List<TableField<R, ?>> columns;
    private final @Nullable String predicate;

    private ConflictTarget(List<TableField<R, ?>> columns, @Nullable String predicate) {
        this.columns = columns;
        this.predicate = predicate;
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
}
