package dev.serein;

import static dev.serein.db.Tables.TYPE_ZOO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.db.TagsRow;
import dev.serein.postgres.junit.Scratch;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jooq.DataType;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** An array arrives as it is, in whichever format it is sent. */
@ReferenceSchema
class ArrayArgumentTest {
    @Scratch
    static MigratedDatabase migrated;

    @Test
    void holdsTheValuesItWasMadeOf() {
        assertThat(asText(SQLDataType.BOOLEAN, true, null, false)).isEqualTo("[1:3] {t,NULL,f}");
        assertThat(asText(SQLDataType.SMALLINT, Short.MIN_VALUE, null, Short.MAX_VALUE))
                .isEqualTo("[1:3] {-32768,NULL,32767}");
        assertThat(asText(SQLDataType.INTEGER, Integer.MIN_VALUE, null, Integer.MAX_VALUE))
                .isEqualTo("[1:3] {-2147483648,NULL,2147483647}");
        assertThat(asText(SQLDataType.BIGINT, Long.MIN_VALUE, null, Long.MAX_VALUE))
                .isEqualTo("[1:3] {-9223372036854775808,NULL,9223372036854775807}");
        assertThat(asText(SQLDataType.REAL, -0f, Float.NaN, null, Float.MIN_VALUE, Float.NEGATIVE_INFINITY))
                .isEqualTo("[1:5] {-0,NaN,NULL,1e-45,-Infinity}");
        assertThat(asText(SQLDataType.DOUBLE, -0d, Double.NaN, null, Double.MAX_VALUE, Double.POSITIVE_INFINITY))
                .isEqualTo("[1:5] {-0,NaN,NULL,1.7976931348623157e+308,Infinity}");
        assertThat(asText(SQLDataType.UUID, new UUID(1, -1), null))
                .isEqualTo("[1:2] {00000000-0000-0001-ffff-ffffffffffff,NULL}");
        assertThat(asText(SQLDataType.CLOB, "", null, "NULL", "a\"\\,{}", "ü€😀\n"))
                .isEqualTo("[1:5] {\"\",NULL,\"NULL\",\"a\\\"\\\\,{}\",\"ü€😀\n\"}");
        assertThat(asText(SQLDataType.VARCHAR(2), "ab", null)).isEqualTo("[1:2] {ab,NULL}");
        assertThat(asText(SQLDataType.NUMERIC, new BigDecimal("1.50"), null)).isEqualTo("[1:2] {1.50,NULL}");
    }

    @Test
    void mayBeEmpty() {
        assertThat(asText(SQLDataType.INTEGER)).isEqualTo("null {}");
        assertThat(asText(SQLDataType.CLOB)).isEqualTo("null {}");
    }

    /** The server would take it for other bytes, and the driver for a question mark. */
    @Test
    void refusesWhatIsNoText() {
        for (String text : List.of("\0", "\ud800", "x\udc00")) {
            assertThatThrownBy(() -> asText(SQLDataType.CLOB, "a", text)).isInstanceOf(StatementFailed.class);
        }
    }

    @Test
    void goesInBinaryWhereItsTypeIsKnown() {
        assertThat(ArrayType.of(TYPE_ZOO.INTEGER_VALUE.getDataType())).isNotNull();
        assertThat(ArrayType.of(TYPE_ZOO.DOUBLE_VALUE.getDataType())).isNotNull();
        assertThat(ArrayType.of(TYPE_ZOO.REAL_VALUE.getDataType())).isNotNull();
        assertThat(ArrayType.of(TYPE_ZOO.JSONB_VALUE.getDataType())).isNull();
    }

    /** There is no binary format in the simple protocol. */
    @Test
    void goesAsTextWhereAllDoes() {
        PGSimpleDataSource simple = migrated.dataSource();
        simple.setPreferQueryMode(PreferQueryMode.SIMPLE);
        try (Database db = Database.using(simple)) {
            List<TagsRow> rows = new TagsDao(db).insertAll(List.of(TagsInsert.name("a"), TagsInsert.name("b")));
            assertThat(rows).extracting(TagsRow::name).containsExactly("a", "b");
            assertThat(new TagsDao(db)
                            .findAllById(rows.stream().map(TagsRow::id).toList()))
                    .isEqualTo(rows);
        }
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // read, not kept
    private static <V> String asText(DataType<V> element, V... values) {
        var array = Sql.argument(0, element.getArrayDataType());
        Sql sql = Sql.of(
                DSL.select(DSL.field("array_dims({0})", String.class, array), DSL.field("cast({0} as text)", array)));
        return Executor.of(migrated.db()).query(sql, new Object[] {values}, 0, rows -> {
            rows.next();
            return rows.getString(1) + " " + rows.getString(2);
        });
    }
}
