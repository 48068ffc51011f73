package dev.serein;

import static dev.serein.db.Tables.TYPE_ZOO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.serein.db.TypeZooRow;
import dev.serein.postgres.junit.Scratch;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.List;
import org.jooq.postgres.extensions.types.Inet;
import org.jooq.postgres.extensions.types.LocalDateRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Types that JDBC does not know, written and read as what they are. */
@ReferenceSchema
class ExtensionTypesTest {
    private static final String ONE_ROW = """
            insert into type_zoo (
                smallint_value, integer_value, bigint_value, numeric_value, boolean_value, text_value, date_value,
                timestamptz_value, uuid_value, jsonb_value, enum_value, integer_array, text_array, daterange_value,
                non_blank_value)
            select 1, 1, 1, 1, true, 'x', '2026-11-22', now(), gen_random_uuid(), '{}', enum_first(null::zoo_size),
                '{}', '{}', '[2026-01-01, 2026-02-01)', 'x'
            """;

    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();

    @BeforeEach
    void insertOneRow() {
        db.sql().truncate(TYPE_ZOO).execute();
        db.sql().execute(ONE_ROW);
    }

    @Test
    void textThatIgnoresCaseIgnoresItInAComparisonToo() {
        db.sql()
                .update(TYPE_ZOO)
                .set(TYPE_ZOO.CITEXT_VALUE, "Ada@Example.com")
                .where(TYPE_ZOO.CITEXT_VALUE.isNull())
                .execute();
        List<TypeZooRow> found = db.find(TYPE_ZOO)
                .where(TYPE_ZOO.CITEXT_VALUE.eq("ada@EXAMPLE.com"))
                .list();
        assertThat(found).extracting(TypeZooRow::citextValue).containsExactly("Ada@Example.com");
        assertThat(db.find(TYPE_ZOO)
                        .where(TYPE_ZOO.CITEXT_VALUE.in("x", "ADA@example.com"))
                        .list())
                .hasSize(1);
    }

    @Test
    void networksAndRangesCanBeWrittenAndRead() {
        Inet loopback = Inet.inet(InetAddress.getLoopbackAddress());
        LocalDateRange november =
                LocalDateRange.localDateRange(LocalDate.of(2026, 11, 1), true, LocalDate.of(2026, 12, 1), false);
        db.sql()
                .update(TYPE_ZOO)
                .set(TYPE_ZOO.INET_VALUE, loopback)
                .set(TYPE_ZOO.DATERANGE_VALUE, november)
                .where(TYPE_ZOO.INET_VALUE.isNull())
                .execute();
        assertThat(db.find(TYPE_ZOO).where(TYPE_ZOO.INET_VALUE.eq(loopback)).list())
                .extracting(TypeZooRow::inetValue, TypeZooRow::daterangeValue)
                .containsExactly(tuple(loopback, november));
    }
}
