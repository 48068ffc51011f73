package dev.serein;

import static dev.serein.db.Tables.TYPE_ZOO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.TypeZooRow;
import dev.serein.db.tables.TypeZoo;
import dev.serein.db.tables.records.TypeZooRecord;
import dev.serein.postgres.junit.Scratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.SortField;
import org.jooq.SortOrder;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The model of a page: a part of the whole list, as the server sorts it; in every type and many orders. */
@ReferenceSchema
class PageOrderTest {
    /** PostgreSQL itself has no order for their types. */
    static final Set<String> UNORDERED = Set.of("json_value", "xml_value", "point_value");

    private static final int ROWS = 50;

    /** For each column of the zoo the values of interest, as SQL; null is added where it may be. */
    private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

    static {
        values("smallint_value", "-32768", "0", "32767");
        values("integer_value", "-2147483648", "0", "1", "2147483647");
        values("bigint_value", "-9223372036854775808", "0", "9223372036854775806", "9223372036854775807");
        values("real_value", "'-infinity'", "1e-45", "0.1", "0.10000001", "'infinity'", "'NaN'", "'-0'");
        values(
                "double_value",
                "'-infinity'",
                "5e-324",
                "0.1",
                "0.10000000000000002",
                "1.7976931348623157e308",
                "'NaN'");
        values(
                "numeric_value",
                "1.0",
                "1.00",
                "-1e-100",
                "1e-100",
                "123456789012345678901234567890.1234567890123456789");
        values("numeric_scaled_value", "0.000000000000000001", "12345678901234567890.123456789012345678", "-1");
        values("oid_value", "0", "4294967295");
        values("boolean_value", "true", "false");
        values("char_value", "'a'", "'a b'", "''");
        values("varchar_value", "''", "'a'", "'B'");
        values(
                "text_value",
                "''",
                "'%_!'",
                "E'\\\\\\'\"\\n\\t\\x01'",
                "'ä'",
                "'a'",
                "'A'",
                "repeat('\uD83D\uDE00', 1000)");
        values("citext_value", "'a'", "'A'", "'b'", "''");
        values("bytea_value", "''", "'\\x00'", "'\\x00ff'", "'\\xff'");
        values("bit_value", "B'00000000'", "B'00000001'", "B'10000000'");
        values("varbit_value", "B''", "B'0'", "B'01'", "B'1'");
        values("date_value", "'-infinity'", "'0044-03-15 BC'", "'2024-02-29'", "'infinity'");
        values("time_value", "'00:00'", "'23:59:59.999999'", "'12:00:00.000001'");
        values("timestamp_value", "'0044-03-15 BC'", "'2024-02-29 12:00:00.000001'", "'2024-02-29 12:00:00.000002'");
        values(
                "timestamptz_value",
                "'-infinity'",
                "'0044-03-15 BC'",
                "'1850-01-01 00:00:00+00:00:01'",
                "'2024-02-29 12:00:00.000001+14'",
                "'2024-02-29 12:00:00.000002+14'",
                "'infinity'");
        values("uuid_value", "'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'");
        values(
                "jsonb_value",
                "'{}'",
                "'null'",
                "'[1, 1.0]'",
                "'{\"a\": \"\\u00e4\"}'",
                "'123456789012345678901234567890'");
        values("inet_value", "'10.0.0.1'", "'10.0.0.1/8'", "'::1'");
        values("cidr_value", "'10.0.0.0/8'", "'::/0'");
        values("macaddr_value", "'08:00:2b:01:02:03'");
        values("enum_value", "'tiny'", "'medium'", "'extra-large'");
        values("email_value", "'a@b'", "'c@d'");
        values("percentage_value", "0", "99.99", "100");
        values("non_blank_value", "'a'", "'b'");
        values("counter_value", "0", "1");
        values("integer_array", "'{}'", "'{1}'", "'{1,NULL}'", "'{1,2}'");
        values("text_array", "'{}'", "'{\"a,b\",\"\\\"\"}'", "'{NULL,\"NULL\"}'");
        values("timestamptz_array", "'{}'", "'{infinity}'");
        values("enum_array", "'{}'", "'{tiny,extra-large}'");
        values("int4range_value", "'empty'", "'[1,5)'", "'(,)'");
        values("daterange_value", "'empty'", "'[2024-01-01,2024-02-29]'");
        values("tstzrange_value", "'empty'", "'[2024-01-01 00:00:00.000001+02,infinity)'");
    }

    private static void values(String column, String... values) {
        VALUES.put(column, List.of(values));
    }

    /** Whose rows hold only what Java has a value for; what they are ordered by may be anything. */
    private static class Animals extends TypeZoo {
        private static final long serialVersionUID = 1L;

        @Override
        public List<Field<?>> $columns() {
            return Arrays.stream(fields()).<Field<?>>map(Animals::readable).toList();
        }

        private static Field<?> readable(Field<?> column) {
            return switch (column.getName()) {
                case "date_value" -> DSL.field("current_date", column.getDataType());
                case "timestamptz_value" -> DSL.field("current_timestamp", column.getDataType());
                case "non_blank_value", "counter_value" -> column;
                default -> column.getDataType().nullable() ? DSL.castNull(column) : column;
            };
        }
    }

    /** As a view is: nobody knows a key of it. */
    private static class AnimalsWithoutKey extends Animals {
        private static final long serialVersionUID = 1L;

        @Override
        public UniqueKey<TypeZooRecord> getPrimaryKey() {
            return null;
        }

        @Override
        public List<UniqueKey<TypeZooRecord>> getUniqueKeys() {
            return List.of();
        }

        @Override
        public List<UniqueKey<TypeZooRecord>> getKeys() {
            return List.of();
        }
    }

    private static final Animals ANIMALS = new Animals();
    private static final Animals WITHOUT_KEY = new AnimalsWithoutKey();

    @Scratch
    static MigratedDatabase migrated;

    @BeforeAll
    static void fillTheZoo() {
        Random random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            String values = VALUES.entrySet().stream()
                    .map(column -> value(column.getKey(), column.getValue(), random))
                    .collect(Collectors.joining(", "));
            migrated.db().sql().connection(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute("insert into type_zoo (" + String.join(", ", VALUES.keySet()) + ") values ("
                            + values + ")");
                }
            });
        }
    }

    private static String value(String column, List<String> values, Random random) {
        boolean nullable = TYPE_ZOO.field(column).getDataType().nullable()
                && !column.equals("non_blank_value")
                && !column.equals("counter_value");
        return nullable && random.nextInt(4) == 0 ? "null" : values.get(random.nextInt(values.size()));
    }

    @TestFactory
    List<DynamicTest> everyTypeIsPagedThroughWithoutLoss() {
        Random random = new Random(2);
        List<DynamicTest> tests = new ArrayList<>();
        for (Field<?> column : TYPE_ZOO.fields()) {
            if (!UNORDERED.contains(column.getName())) {
                tests.add(DynamicTest.dynamicTest(column.getName(), () -> {
                    requireTheModel(List.of(column), 3);
                    requireTheModel(List.of(column.desc().nullsLast()), 5 + random.nextInt(9));
                }));
            }
        }
        return tests;
    }

    @Test
    void anyOrderIsPagedThroughForwardsAndBackwards() {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            requireTheModel(randomOrder(random), i % 50 == 0 ? 1 : 3 + random.nextInt(25));
        }
    }

    /** The last field of the order is never null where it is a key's. */
    @Test
    void aNullMayBeTheLastThingThatDecides() {
        Field<Long> oneNull = DSL.nullif(TYPE_ZOO.ID, DSL.inline(7L));
        for (Field<?> first : List.of(TYPE_ZOO.BOOLEAN_VALUE, TYPE_ZOO.REAL_VALUE)) {
            for (SortField<?> last : List.of(
                    oneNull.asc().nullsFirst(),
                    oneNull.asc(),
                    oneNull.desc(),
                    oneNull.desc().nullsLast())) {
                for (int size : new int[] {1, 7}) {
                    requireTheModel(WITHOUT_KEY, List.of(last), size);
                    requireTheModel(WITHOUT_KEY, List.of(first.asc().nullsFirst(), last), size);
                    requireTheModel(WITHOUT_KEY, List.of(first.desc().nullsLast(), last), size);
                }
            }
        }
    }

    private static List<OrderField<?>> randomOrder(Random random) {
        List<Field<?>> fields = new ArrayList<>(Arrays.asList(TYPE_ZOO.fields()));
        fields.removeIf(field -> UNORDERED.contains(field.getName()));
        fields.addAll(List.of(
                DSL.lower(TYPE_ZOO.TEXT_VALUE),
                TYPE_ZOO.TEXT_VALUE.collate("C"),
                TYPE_ZOO.REAL_VALUE.isNull().cast(Boolean.class),
                DSL.coalesce(TYPE_ZOO.VARCHAR_VALUE, DSL.val("b")),
                TYPE_ZOO.BIGINT_VALUE.mod(DSL.inline(3L)),
                DSL.nullif(TYPE_ZOO.BOOLEAN_VALUE, DSL.val(true))));
        Collections.shuffle(fields, random);
        List<OrderField<?>> order = new ArrayList<>();
        for (Field<?> field : fields.subList(0, random.nextInt(5))) {
            SortField<?> sorted = field.sort(SortOrder.values()[random.nextInt(3)]);
            order.add(
                    switch (random.nextInt(4)) {
                        case 0 -> field;
                        case 1 -> sorted.nullsFirst();
                        case 2 -> sorted.nullsLast();
                        default -> sorted;
                    });
        }
        return order;
    }

    private static void requireTheModel(List<OrderField<?>> order, int size) {
        requireTheModel(ANIMALS, order, size);
    }

    private static void requireTheModel(Animals animals, List<OrderField<?>> order, int size) {
        List<Long> model = model(order);
        List<Long> forwards = new ArrayList<>();
        Page<Long> page = page(animals, order, size, null);
        while (true) {
            assertThat(page.items()).isEqualTo(part(model, forwards.size(), size));
            forwards.addAll(page.items());
            if (page.next() == null) {
                break;
            }
            page = page(animals, order, size, page.next());
        }
        assertThat(forwards).as("order %s", order).isEqualTo(model);

        int before = model.size() - page.items().size();
        while (page.previous() != null) {
            page = page(animals, order, size, page.previous());
            int from = Math.max(0, before - size);
            assertThat(page.items()).as("back, in order %s", order).isEqualTo(model.subList(from, before));
            before = from;
        }
        assertThat(before).as("rows left, in order %s", order).isZero();
    }

    private static List<Long> part(List<Long> model, int from, int size) {
        return model.subList(from, Math.min(model.size(), from + size));
    }

    private static Page<Long> page(Animals animals, List<OrderField<?>> order, int size, String cursor) {
        return migrated.db()
                .find(animals)
                .orderBy(order.toArray(OrderField<?>[]::new))
                .page(PageRequest.of(size, cursor))
                .map(TypeZooRow::id);
    }

    private static List<Long> model(List<OrderField<?>> order) {
        List<OrderField<?>> all = new ArrayList<>(order);
        boolean descending = !order.isEmpty()
                && order.get(order.size() - 1) instanceof SortField<?> last
                && last.getOrder() == SortOrder.DESC;
        all.add(descending ? TYPE_ZOO.ID.desc() : TYPE_ZOO.ID.asc());
        return migrated.db()
                .sql()
                .select(TYPE_ZOO.ID)
                .from(TYPE_ZOO)
                .orderBy(all)
                .fetch(TYPE_ZOO.ID);
    }
}
