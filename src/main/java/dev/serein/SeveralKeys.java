package dev.serein;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The rows of many keys, in the order of the keys. Where Java knows as well as PostgreSQL whether two keys are the
 * same, the keys go as an array and the order is made here; elsewhere PostgreSQL joins the rows to the keys and makes
 * it: to an array of text, for which a column may have a collation of its own, to values of such as citext or times.
 */
final class SeveralKeys<R extends Record, T> {
    private static final int MOST_JOINED = 4_096;

    private final RowTable<R, T> table;
    private final List<TableField<R, ?>> key;
    private final Function<? super T, Object[]> keyOfRow;
    private final Reading<T> reading;
    /** One for each column of the key; none if one of them has none. */
    private final List<ArrayType<?>> arrays;

    private final boolean ofText;
    private final Shapes<Integer, Sql> statements = new Shapes<>(this::render);

    SeveralKeys(RowTable<R, T> table, List<TableField<R, ?>> key, Function<? super T, Object[]> keyOfRow) {
        this.table = table;
        this.key = key;
        this.keyOfRow = keyOfRow;
        this.reading = Reading.of(table);
        List<ArrayType<?>> known = new ArrayList<>();
        for (TableField<R, ?> column : key) {
            ArrayType<?> array = ArrayType.of(column.getDataType());
            if (array != null) {
                known.add(array);
            }
        }
        this.arrays = known.size() == key.size() ? List.copyOf(known) : List.of();
        this.ofText = key.stream().anyMatch(column -> column.getType() == String.class);
    }

    List<T> find(Session session, List<Object[]> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        if (arrays.isEmpty()) {
            return joined(session, ids);
        }
        return ofText
                ? Collections.unmodifiableList(
                        Executor.of(session).query(statements.of(0), columnwise(ids), 0, reading::all))
                : among(session, ids);
    }

    private List<T> among(Session session, List<Object[]> ids) {
        Map<Object, Object[]> asked = new LinkedHashMap<>();
        for (Object[] id : ids) {
            asked.put(comparable(id), id);
        }
        Map<Object, T> found = new HashMap<>();
        for (T row : Executor.of(session).query(statements.of(0), columnwise(asked.values()), 0, reading::all)) {
            found.put(comparable(keyOfRow.apply(row)), row);
        }
        List<T> rows = new ArrayList<>(ids.size());
        for (Object[] id : ids) {
            T row = found.get(comparable(id));
            if (row != null) {
                rows.add(row);
            }
        }
        return Collections.unmodifiableList(rows);
    }

    /** With {@code equals} as in PostgreSQL. */
    private static Object comparable(Object[] id) {
        if (id.length == 1) {
            return comparable(id[0]);
        }
        return Arrays.stream(id).map(SeveralKeys::comparable).toList();
    }

    private static Object comparable(Object value) {
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        // -0.0 is 0.0
        return value instanceof Double number
                ? (Object) (number + 0.0)
                : value instanceof Float number ? (Object) (number + 0.0f) : value;
    }

    private @Nullable Object[] columnwise(Collection<Object[]> ids) {
        @Nullable Object[] columns = new Object[key.size()];
        for (int i = 0; i < columns.length; i++) {
            @Nullable Object[] values = arrays.get(i).of(ids.size());
            int at = 0;
            for (Object[] id : ids) {
                values[at++] = id[i];
            }
            columns[i] = values;
        }
        return columns;
    }

    private List<T> joined(Session session, List<Object[]> ids) {
        int most = Math.min(MOST_JOINED, Integer.highestOneBit(Sql.MOST_VALUES / key.size()));
        List<T> rows = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += most) {
            List<Object[]> part = ids.subList(from, Math.min(ids.size(), from + most));
            // sizes that are powers of two are few texts; what is left over is null, which no key is
            int size = part.size() == 1 ? 1 : Integer.highestOneBit(part.size() - 1) * 2;
            @Nullable Object[] arguments = new Object[size * key.size()];
            for (int i = 0; i < part.size(); i++) {
                System.arraycopy(part.get(i), 0, arguments, i * key.size(), key.size());
            }
            rows.addAll(Executor.of(session).query(statements.of(size), arguments, 0, reading::all));
        }
        return Collections.unmodifiableList(rows);
    }

    /** @param size how many keys are joined; 0 for arrays */
    private Sql render(int size) {
        Sql rendered = size > 0
                ? renderJoin(size)
                : ofText
                        ? renderJoin()
                        : Sql.of(DSL.select(table.$columns()).from(table).where(isAmong()));
        return rendered.named(table.getName() + ".findAllById");
    }

    private Condition isAmong() {
        if (key.size() == 1) {
            return DSL.condition("{0} = any ({1})", key.get(0), argument(0));
        }
        return DSL.condition(
                "({0}) in (select * from unnest({1}))", DSL.list(key.toArray(QueryPart[]::new)), arguments());
    }

    private QueryPart arguments() {
        QueryPart[] arguments = new QueryPart[key.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(i);
        }
        return DSL.list(arguments);
    }

    private Param<?> argument(int column) {
        return Sql.argument(
                column, key.get(column).getName(), arrays.get(column).array());
    }

    private Sql renderJoin(int size) {
        List<Sql> rows = new ArrayList<>();
        for (int row = 0; row < size; row++) {
            QueryPart[] values = new QueryPart[key.size() + 1];
            for (int i = 0; i < key.size(); i++) {
                values[i] = Sql.argument(i, key.get(i));
            }
            values[key.size()] = DSL.inline(row);
            rows.add(Sql.of(DSL.sql("({0})", DSL.list(values))));
        }
        Sql head = Sql.of(DSL.sql("{0} (values", selected())).followedBy(" ");
        return Sql.of(head, rows, key.size(), Sql.of(DSL.sql(") {0}", asKeys())));
    }

    private Sql renderJoin() {
        return Sql.of(DSL.sql("{0} unnest({1}) with ordinality {2}", selected(), arguments(), asKeys()));
    }

    private QueryPart selected() {
        return DSL.sql("select {0} from {1} join", DSL.list(table.$columns().toArray(QueryPart[]::new)), table);
    }

    /** What follows the keys, each of them with its position. */
    private QueryPart asKeys() {
        QueryPart[] names = new QueryPart[key.size()];
        QueryPart[] asked = new QueryPart[key.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = DSL.name("key_" + (i + 1));
            asked[i] = DSL.name("asked_keys", "key_" + (i + 1));
        }
        return DSL.sql(
                "as \"asked_keys\" ({0}, \"position\") on ({1}) = ({2}) order by \"asked_keys\".\"position\"",
                DSL.list(names), DSL.list(key.toArray(QueryPart[]::new)), DSL.list(asked));
    }
}
