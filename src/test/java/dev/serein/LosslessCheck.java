package dev.serein;

import static dev.serein.db.Tables.TYPE_ZOO;

import dev.serein.LosslessCases.Case;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.XML;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Writes and reads every case through both doors, in this JVM, whatever its time zone and language are. */
final class LosslessCheck {
    static final String ONE_ROW = """
            insert into type_zoo (
                smallint_value, integer_value, bigint_value, numeric_value, boolean_value, text_value, date_value,
                timestamptz_value, uuid_value, jsonb_value, enum_value, integer_array, text_array, daterange_value,
                non_blank_value)
            values (1, 1, 1, 1, true, 'x', '2026-11-22', now(), gen_random_uuid(), '{}', 'tiny', '{}', '{}', '(,)', 'x')
            """;

    private final Database db;
    private final int times;
    private final List<String> failures = new ArrayList<>();

    private LosslessCheck(Database db, int times) {
        this.db = db;
        this.times = times;
    }

    /** For a JVM of its own; reads from its input where to go. */
    public static void main(String[] arguments) throws IOException {
        Properties input = new Properties();
        input.load(System.in);
        try (Database db =
                Database.open(DatabaseOptions.of(input.getProperty("url")).withPoolMax(1))) {
            System.out.print(String.join("\n", run(db, 2)));
        }
    }

    /**
     * {@return what is not as it was, a line each}
     *
     * @param times each case is tried
     */
    static List<String> run(Database db, int times) {
        db.sql().truncate(TYPE_ZOO).execute();
        db.sql().execute(ONE_ROW);
        LosslessCheck check = new LosslessCheck(db, times);
        LosslessCases.all().forEach(check::check);
        return check.failures;
    }

    private interface Door<V> {
        @Nullable
        V through(Case<V> value) throws SQLException;
    }

    private <V> void check(Case<V> value) {
        for (int i = 0; i < times; i++) {
            int before = failures.size();
            clear(value);
            attempt("serein writes", value, this::write);
            attempt("serein reads", value, this::read);
            attempt("jooq reads", value, this::readWithJooq);
            clear(value);
            attempt("jooq writes", value, this::writeWithJooq);
            attempt("jooq finds", value, this::findWithJooq);
            clear(value);
            attempt("jooq writes a batch", value, this::writeBatchWithJooq);
            if (failures.size() > before) {
                return;
            }
        }
    }

    private <V> void attempt(String door, Case<V> expected, Door<V> action) {
        String got;
        try {
            V value = action.through(expected);
            if (isSame(value, expected.value())) {
                return;
            }
            got = value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
        } catch (SQLException | RuntimeException e) {
            got = String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " "
                    + e.getClass().getSimpleName();
        }
        failures.add(door + " " + expected + ": " + (got.length() > 200 ? got.substring(0, 200) : got));
    }

    static boolean isSame(@Nullable Object left, @Nullable Object right) {
        return left instanceof JSON || left instanceof JSONB || left instanceof XML
                ? left.toString().equals(String.valueOf(right))
                : Objects.deepEquals(left, right);
    }

    /** To another value that the column takes. */
    private void clear(Case<?> value) {
        db.sql().execute("update type_zoo set \"" + value.column().getName() + "\" = " + other(value));
    }

    private static String other(Case<?> value) {
        if (!value.column().getDataType().nullable()) {
            return switch (value.column().getName()) {
                case "smallint_value", "integer_value", "bigint_value", "numeric_value", "counter_value" -> "7";
                case "boolean_value" -> value.text().equals("t") ? "false" : "true";
                case "date_value" -> "'2000-02-02'";
                case "timestamptz_value" -> "'2000-02-02'";
                case "uuid_value" -> "gen_random_uuid()";
                case "jsonb_value" -> "'{}'";
                case "enum_value" -> value.text().equals("small") ? "'large'" : "'small'";
                case "integer_array", "text_array" -> "'{7}'";
                case "daterange_value" -> "'[2000-02-02,2000-02-03)'";
                default -> "'other'";
            };
        }
        return "null";
    }

    private <V> @Nullable V write(Case<V> value) {
        Sql sql = Sql.of(DSL.update(TYPE_ZOO)
                .set(value.column(), Sql.argument(0, value.column().getDataType()))
                .where(TYPE_ZOO.ID.isNotNull()));
        Executor.of(db).update(sql, new Object[] {value.value()});
        return stored(value);
    }

    private <V> @Nullable V writeWithJooq(Case<V> value) {
        db.sql()
                .update(TYPE_ZOO)
                .set(value.column(), value.value())
                .where(TYPE_ZOO.ID.isNotNull())
                .execute();
        return stored(value);
    }

    private <V> @Nullable V writeBatchWithJooq(Case<V> value) {
        db.sql()
                .batch(DSL.update(TYPE_ZOO).set(value.column(), (V) null).where(TYPE_ZOO.ID.isNotNull()))
                .bind(new Object[] {value.value()})
                .execute();
        return stored(value);
    }

    /** The value, if the server has it as it should be. */
    private <V> V stored(Case<V> value) {
        String text = String.valueOf(
                db.sql().fetchValue("select format('%s', \"" + value.column().getName() + "\") from type_zoo"));
        if (!text.equals(value.text())) {
            throw new IllegalStateException("stored " + text);
        }
        return value.value();
    }

    private <V> @Nullable V read(Case<V> value) {
        Sql sql = Sql.of(DSL.select(value.column()).from(TYPE_ZOO));
        Reading<Object[]> reading =
                new Reading<>(List.of(value.column()), row -> new Object[] {row.getOrNull(0, value.column())});
        @SuppressWarnings("unchecked")
        V read = (V) new SingleRows<>(sql, reading).one(db)[0];
        return read;
    }

    private <V> @Nullable V readWithJooq(Case<V> value) {
        return db.sql().select(value.column()).from(TYPE_ZOO).fetchSingle().value1();
    }

    private <V> @Nullable V findWithJooq(Case<V> value) {
        if (value.column().getName().matches("json_value|xml_value|point_value|money_value|percentage_array")) {
            return value.value();
        }
        return db.sql()
                .select(value.column())
                .from(TYPE_ZOO)
                .where(value.column().eq(value.value()))
                .fetchSingle()
                .value1();
    }

    /** Whether jOOQ's binding alone reads what was stored. */
    static <V> boolean throughBinding(Database db, Case<V> value) {
        run(db, 0);
        new LosslessCheck(db, 0).write(value);
        Sql sql = Sql.of(DSL.select(value.column()).from(TYPE_ZOO));
        BindingCodec<V> codec = new BindingCodec<>(value.column().getDataType());
        return isSame(value.value(), Executor.of(db).query(sql, new Object[0], 0, rows -> {
            rows.next();
            return codec.get(rows, 1);
        }));
    }
}
