package dev.serein;

import dev.serein.InsertStatements.OnConflict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Inserts of many rows: in as few statements as PostgreSQL takes, and all or none. */
final class SeveralInserts<R extends Record, T> {
    static final int MOST_IN_ARRAYS = 32_768;
    static final int MOST_AS_VALUES = 1_024;
    /** The state of an upsert that meets a row which it has stored itself. */
    private static final String TWICE = "21000";

    private final RowTable<R, T> table;
    private final InsertStatements<R, T> single;
    private final List<Field<?>> columns;
    private final ManyRowsTexts<R, T> texts;

    SeveralInserts(RowTable<R, T> table, InsertStatements<R, T> single) {
        this.table = table;
        this.single = single;
        this.columns = single.columns();
        this.texts = new ManyRowsTexts<>(table, single);
    }

    List<T> insert(Session session, List<Assignments<R>> values) {
        List<ManyRows<R>> parts = parts(values, OnConflict.failing());
        return parts.size() == 1
                ? run(session, parts.get(0), single.reading())
                : together(session, parts, single.reading());
    }

    /** How many there are then. */
    int load(Session session, List<Assignments<R>> values) {
        List<ManyRows<R>> parts = parts(values, OnConflict.failing());
        if (parts.isEmpty()) {
            return 0;
        }
        return parts.size() == 1
                ? load(session, parts.get(0))
                : session.transactionResult(
                        tx -> parts.stream().mapToInt(part -> load(tx, part)).sum());
    }

    private int load(Session session, ManyRows<R> part) {
        return Executor.of(session).update(texts.of(part, false), texts.arguments(part));
    }

    List<Upserted<T>> upsert(Session session, List<Assignments<R>> values, ConflictTarget<R> target) {
        List<Keyed<R>> ordered = inOrder(values, target);
        List<ManyRows<R>> parts = new ArrayList<>();
        OnConflict<R> onConflict = OnConflict.updating(target);
        for (int from = 0, to; from < ordered.size(); from = to) {
            BitSet set = ordered.get(from).values.columns();
            for (to = from + 1;
                    to < ordered.size() && ordered.get(to).values.columns().equals(set); ) {
                to++;
            }
            parts.addAll(
                    parts(ordered.subList(from, to).stream().map(Keyed::values).toList(), onConflict));
        }
        // a statement stores what is left of its rows even where a trigger drops one
        List<Upserted<T>> stored = values.size() == 1
                ? run(session, parts.get(0), single.upserts())
                : together(session, parts, single.upserts());
        List<@Nullable Upserted<T>> asAsked = new ArrayList<>(Collections.nCopies(stored.size(), null));
        for (int i = 0; i < stored.size(); i++) {
            asAsked.set(ordered.get(i).position, stored.get(i));
        }
        return Collections.unmodifiableList(asAsked);
    }

    /** @param position among what was asked for, from 0 */
    private record Keyed<R extends Record>(@Nullable Object[] key, Assignments<R> values, int position) {}

    private List<Keyed<R>> inOrder(List<Assignments<R>> values, ConflictTarget<R> target) {
        int[] key = target.columns().stream().mapToInt(columns::indexOf).toArray();
        List<Keyed<R>> ordered = new ArrayList<>();
        for (Assignments<R> each : values) {
            @Nullable Object[] itsKey = new Object[key.length];
            for (int i = 0; i < key.length; i++) {
                itsKey[i] = each.value(key[i]);
            }
            ordered.add(new Keyed<>(itsKey, each, ordered.size()));
        }
        KeyOrder order = new KeyOrder();
        ordered.sort(Comparator.comparing(Keyed::key, order));
        for (int i = 1; i < ordered.size(); i++) {
            @Nullable Object[] itsKey = ordered.get(i).key;
            // null is the same as nothing, and what an expression gives is not known yet
            if (Stream.of(itsKey).noneMatch(value -> value == null || value instanceof Field)
                    && order.compare(ordered.get(i - 1).key, itsKey) == 0) {
                throw sameKey(target, null);
            }
        }
        return ordered;
    }

    private IllegalArgumentException sameKey(ConflictTarget<R> target, @Nullable StatementFailed cause) {
        return new IllegalArgumentException(
                "Cannot upsert into " + TableName.of(table) + ": two of the rows have the same " + target, cause);
    }

    private List<ManyRows<R>> parts(List<Assignments<R>> values, OnConflict<R> onConflict) {
        if (values.isEmpty()) {
            return List.of();
        }
        boolean inArrays = texts.fitArrays(values);
        int most = inArrays
                ? MOST_IN_ARRAYS
                : Math.min(
                        MOST_AS_VALUES,
                        Sql.MOST_VALUES / Math.max(1, ManyRows.union(values).cardinality()));
        List<ManyRows<R>> parts = new ArrayList<>();
        for (int from = 0; from < values.size(); from += most) {
            parts.add(new ManyRows<>(values.subList(from, Math.min(values.size(), from + most)), onConflict, inArrays));
        }
        return parts;
    }

    private <X> List<X> together(Session session, List<ManyRows<R>> parts, Reading<X> reading) {
        if (parts.isEmpty()) {
            return List.of();
        }
        return session.transactionResult(tx -> {
            List<X> all = new ArrayList<>();
            for (ManyRows<R> part : parts) {
                all.addAll(run(tx, part, reading));
            }
            return Collections.unmodifiableList(all);
        });
    }

    private <X> List<X> run(Session session, ManyRows<R> part, Reading<X> reading) {
        Sql sql = texts.of(part, true);
        @Nullable Object[] arguments = texts.arguments(part);
        ConflictTarget<R> target = part.onConflict().update();
        if (target == null) {
            return Executor.of(session).query(sql, arguments, 0, reading::all);
        }
        List<X> stored;
        try {
            stored = Executor.of(session).query(sql, arguments, 0, reading::all);
        } catch (StatementFailed e) {
            // an expression of the caller can fail with the same state
            throw e.sqlState().equals(TWICE) && part.rows().stream().noneMatch(Assignments::isComposed)
                    ? sameKey(target, e)
                    : e;
        }
        if (stored.size() < part.rows().size()) {
            // whose is which is not known any more
            throw RowNotFound.leftOut(TableName.of(table));
        }
        return stored;
    }
}
