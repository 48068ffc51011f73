package dev.serein;

import dev.serein.DaoTable.Maintained;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Updates, of a row by its key or of all that a condition holds for, and the deletes that belong to them. The argument
 * of a column is that of its position among all columns; those of the key follow, and that of the version.
 */
final class UpdateStatements<R extends Record, T> {
    private static final Object[] NONE = {};

    private final RowTable<R, T> table;
    private final List<Field<?>> columns;
    private final List<TableField<R, ?>> key;
    private final Function<? super T, Object[]> keyOfRow;
    private final Maintained<R, T> maintained;
    private final Executor.RowsRead<Optional<T>> row;
    private final Shapes<BitSet, Sql> byKey = new Shapes<>(set -> update(set, null, false));
    private final Shapes<BitSet, Sql> bySeen = new Shapes<>(set -> update(set, null, true));
    private final Shapes<Unchanged, Sql> unchanged = new Shapes<>(this::render);

    /** What is done with a row as it was seen, with no column changed. */
    private enum Unchanged {
        READ,
        DELETE
    }

    private final ExpressionTexts composed = new ExpressionTexts();

    /** How the row is found that expressions are set in. */
    private enum Composed {
        BY_KEY,
        BY_SEEN
    }

    UpdateStatements(
            RowTable<R, T> table,
            List<TableField<R, ?>> key,
            Function<? super T, Object[]> keyOfRow,
            Maintained<R, T> maintained) {
        this.table = table;
        this.columns = table.$columns();
        this.key = key;
        this.keyOfRow = keyOfRow;
        this.maintained = maintained;
        this.row = Reading.of(table)::first;
    }

    Optional<T> update(Session session, Assignments<R> patch, Object[] id) {
        @Nullable Object[] arguments = arguments(id, 0);
        return Executor.of(session).query(byKey(patch, arguments), arguments, 0, row);
    }

    /** @param none what is thrown if it is not there */
    Call<T> updating(Assignments<R> patch, Object[] id, Supplier<RowNotFound> none) {
        @Nullable Object[] arguments = arguments(id, 0);
        return Call.one(byKey(patch, arguments), arguments, row, none);
    }

    /** @param arguments which gain the values of the patch */
    private Sql byKey(Assignments<R> patch, @Nullable Object[] arguments) {
        BitSet set = patch.copyTo(arguments, 0);
        return patch.isComposed() ? composed(Composed.BY_KEY, set, patch) : byKey.of(set);
    }

    /** Nothing if it is not there as it was seen. */
    Optional<T> updateSeen(Session session, Assignments<R> patch, T seen) {
        @Nullable Object[] arguments = seenArguments(seen);
        BitSet set = patch.copyTo(arguments, 0);
        Sql sql = patch.isComposed()
                ? composed(Composed.BY_SEEN, set, patch)
                : set.isEmpty() ? unchanged.of(Unchanged.READ) : bySeen.of(set);
        return Executor.of(session).query(sql, arguments, 0, row);
    }

    boolean deleteSeen(Session session, T seen) {
        return Executor.of(session).update(unchanged.of(Unchanged.DELETE), seenArguments(seen)) > 0;
    }

    int updateWhere(Session session, Condition where, Assignments<R> patch) {
        requireChange(patch);
        requireCondition(where, "update", "updateAll");
        Sql sql = Sql.of(set(patch.columns(), patch).where(Related.about(table, List.of(where))));
        return update(session, patch, sql.named(table.getName() + ".updateWhere"));
    }

    int updateAll(Session session, Assignments<R> patch) {
        requireChange(patch);
        return update(session, patch, Sql.of(set(patch.columns(), patch)).named(table.getName() + ".updateAll"));
    }

    private int update(Session session, Assignments<R> patch, Sql sql) {
        @Nullable Object[] arguments = arguments(NONE, 0);
        patch.copyTo(arguments, 0);
        return Executor.of(session).update(sql, arguments);
    }

    int deleteWhere(Session session, Condition where) {
        requireCondition(where, "delete", "deleteAll");
        Sql sql = Sql.of(DSL.deleteFrom(table).where(Related.about(table, List.of(where))));
        return Executor.of(session).update(sql.named(table.getName() + ".deleteWhere"), NONE);
    }

    int deleteAll(Session session) {
        return Executor.of(session).update(Sql.of(DSL.deleteFrom(table)).named(table.getName() + ".deleteAll"), NONE);
    }

    private void requireChange(Assignments<R> patch) {
        if (patch.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot update rows of " + TableName.of(table) + ": the patch sets nothing");
        }
    }

    private void requireCondition(Condition where, String verb, String method) {
        if (Always.holds(where)) {
            throw new IllegalArgumentException("Cannot " + verb + " rows of " + TableName.of(table)
                    + ": the condition leaves none out. To mean all of them, call " + method + "(…)");
        }
    }

    private @Nullable Object[] arguments(Object[] id, int more) {
        @Nullable Object[] arguments = new Object[columns.size() + id.length + more];
        System.arraycopy(id, 0, arguments, columns.size(), id.length);
        return arguments;
    }

    private @Nullable Object[] seenArguments(T seen) {
        @Nullable Object[] arguments = arguments(keyOfRow.apply(seen), 1);
        arguments[arguments.length - 1] = maintained.versionOfRow().apply(seen);
        return arguments;
    }

    private Sql composed(Composed form, BitSet set, Assignments<R> patch) {
        ShapeWalk walk = ShapeWalk.through(form, columns, set, patch);
        return composed.of(walk, table, () -> update(set, patch, form == Composed.BY_SEEN));
    }

    private Sql update(BitSet set, @Nullable Assignments<R> composed, boolean seen) {
        return Sql.of(set(set, composed).where(conditions(seen)).returning(columns))
                .named(table.getName() + ".update");
    }

    private Sql render(Unchanged form) {
        return form == Unchanged.READ
                ? Sql.of(DSL.select(columns).from(table).where(conditions(true)))
                        .named(table.getName() + ".update")
                : Sql.of(DSL.deleteFrom(table).where(conditions(true))).named(table.getName() + ".delete");
    }

    private List<Condition> conditions(boolean seen) {
        List<TableField<R, ?>> compared = new ArrayList<>(key);
        if (seen) {
            TableField<R, ?> version = maintained.version();
            if (version == null) {
                throw new IllegalStateException("There is no version column of " + TableName.of(table));
            }
            compared.add(version);
        }
        return Lookup.conditions(compared, columns.size());
    }

    /** @param composed with its expressions; null if there are none */
    private UpdateSetMoreStep<R> set(BitSet set, @Nullable Assignments<R> composed) {
        Map<Field<?>, Object> values = new LinkedHashMap<>();
        set.stream().forEach(column -> {
            Object value = composed == null ? null : composed.value(column);
            values.put(
                    columns.get(column),
                    value instanceof Field<?> expression ? expression : Sql.argument(column, columns.get(column)));
        });
        TableField<R, ?> version = maintained.version();
        if (version != null) {
            values.put(version, DSL.field("{0} + 1", version.getDataType(), version));
        }
        TableField<R, ?> updatedAt = maintained.updatedAt();
        if (updatedAt != null) {
            values.putIfAbsent(updatedAt, DSL.field("current_timestamp", updatedAt.getDataType()));
        }
        return DSL.update(table).set(values);
    }
}
