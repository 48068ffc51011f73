package dev.serein;

import static dev.serein.db.Tables.TYPE_ZOO;
import static org.jooq.postgres.extensions.types.BigDecimalRange.bigDecimalRange;
import static org.jooq.postgres.extensions.types.IntegerRange.integerRange;
import static org.jooq.postgres.extensions.types.LocalDateRange.localDateRange;
import static org.jooq.postgres.extensions.types.LocalDateTimeRange.localDateTimeRange;
import static org.jooq.postgres.extensions.types.LongRange.longRange;
import static org.jooq.postgres.extensions.types.OffsetDateTimeRange.offsetDateTimeRange;

import dev.serein.db.enums.ZooSize;
import dev.serein.type.Interval;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.TableField;
import org.jooq.XML;
import org.jooq.postgres.extensions.types.Cidr;
import org.jooq.postgres.extensions.types.Inet;
import org.postgresql.geometric.PGpoint;

/** A value of every type in every shape that is easily lost, and how PostgreSQL writes it. */
final class LosslessCases {

    /**
     * @param column where it is stored
     * @param text what the server says it is
     * @param value what it is in Java
     */
    record Case<V>(TableField<?, V> column, String text, V value) {

        /** The type as declared, where the text is read. */
        @Override
        public String toString() {
            return column.getName() + " " + (text.length() > 60 ? text.substring(0, 60) + "…" : text);
        }
    }

    private final List<Case<?>> cases = new ArrayList<>();

    private LosslessCases() {}

    static List<Case<?>> all() {
        LosslessCases cases = new LosslessCases();
        cases.numbers();
        cases.textAndBytes();
        cases.dates();
        cases.times();
        cases.timestamps();
        cases.intervals();
        cases.strings();
        cases.documents();
        cases.networks();
        cases.ownTypes();
        cases.arrays();
        cases.temporalArrays();
        cases.ranges();
        return cases.cases;
    }

    private <V> void add(TableField<?, V> column, String text, V value) {
        cases.add(new Case<>(column, text, value));
    }

    private void numbers() {
        add(TYPE_ZOO.SMALLINT_VALUE, "-32768", Short.MIN_VALUE);
        add(TYPE_ZOO.SMALLINT_VALUE, "32767", Short.MAX_VALUE);
        add(TYPE_ZOO.INTEGER_VALUE, "-2147483648", Integer.MIN_VALUE);
        add(TYPE_ZOO.INTEGER_VALUE, "2147483647", Integer.MAX_VALUE);
        add(TYPE_ZOO.BIGINT_VALUE, "-9223372036854775808", Long.MIN_VALUE);
        add(TYPE_ZOO.BIGINT_VALUE, "9223372036854775807", Long.MAX_VALUE);
        add(TYPE_ZOO.OID_VALUE, "4294967295", 4294967295L);
        add(TYPE_ZOO.REAL_VALUE, "-0", -0.0f);
        add(TYPE_ZOO.REAL_VALUE, "1e-45", Float.MIN_VALUE);
        add(TYPE_ZOO.REAL_VALUE, "1.1754944e-38", Float.MIN_NORMAL);
        add(TYPE_ZOO.REAL_VALUE, "-3.4028235e+38", -Float.MAX_VALUE);
        add(TYPE_ZOO.REAL_VALUE, "0.1", 0.1f);
        add(TYPE_ZOO.REAL_VALUE, "1.6777218e+07", 16777218f);
        add(TYPE_ZOO.REAL_VALUE, "NaN", Float.NaN);
        add(TYPE_ZOO.REAL_VALUE, "Infinity", Float.POSITIVE_INFINITY);
        add(TYPE_ZOO.REAL_VALUE, "-Infinity", Float.NEGATIVE_INFINITY);
        add(TYPE_ZOO.DOUBLE_VALUE, "-0", -0.0);
        add(TYPE_ZOO.DOUBLE_VALUE, "5e-324", Double.MIN_VALUE);
        add(TYPE_ZOO.DOUBLE_VALUE, "1.7976931348623157e+308", Double.MAX_VALUE);
        add(TYPE_ZOO.DOUBLE_VALUE, "0.1", 0.1);
        add(TYPE_ZOO.DOUBLE_VALUE, "NaN", Double.NaN);
        add(TYPE_ZOO.DOUBLE_VALUE, "Infinity", Double.POSITIVE_INFINITY);
        add(TYPE_ZOO.DOUBLE_VALUE, "-Infinity", Double.NEGATIVE_INFINITY);
        for (String number : List.of(
                "0",
                "0.00",
                "1.10",
                "-0.000000000000000001",
                "12345678901234567890123456789012345678901234567890.123456789012345678901234567890123456789",
                "1" + "0".repeat(1000),
                "0." + "0".repeat(999) + "1",
                "10000",
                "100000000",
                "0.00001",
                "-99990000.00010000")) {
            add(TYPE_ZOO.NUMERIC_VALUE, number, new BigDecimal(number));
        }
        add(
                TYPE_ZOO.NUMERIC_SCALED_VALUE,
                "99999999999999999999.999999999999999999",
                new BigDecimal("99999999999999999999.999999999999999999"));
        add(TYPE_ZOO.NUMERIC_SCALED_VALUE, "-0.000000000000000001", new BigDecimal("-0.000000000000000001"));
        add(TYPE_ZOO.NUMERIC_SCALED_VALUE, "1.000000000000000000", new BigDecimal("1.000000000000000000"));
        add(TYPE_ZOO.BOOLEAN_VALUE, "t", true);
        add(TYPE_ZOO.BOOLEAN_VALUE, "f", false);
    }

    private void textAndBytes() {
        String everything = everyCharacter();
        add(TYPE_ZOO.TEXT_VALUE, everything, everything);
        add(TYPE_ZOO.TEXT_VALUE, "", "");
        add(TYPE_ZOO.TEXT_VALUE, "null", "null");
        add(TYPE_ZOO.CHAR_VALUE, "a  ", "a  ");
        add(TYPE_ZOO.VARCHAR_VALUE, " x \t\n", " x \t\n");
        add(TYPE_ZOO.CITEXT_VALUE, "İiIı'\\\"", "İiIı'\\\"");
        add(TYPE_ZOO.BIT_VALUE, "10100101", "10100101");
        add(TYPE_ZOO.VARBIT_VALUE, "", "");
        add(TYPE_ZOO.VARBIT_VALUE, "1".repeat(64), "1".repeat(64));
        byte[] bytes = new byte[256];
        StringBuilder hex = new StringBuilder("\\x");
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
            hex.append(String.format("%02x", i));
        }
        add(TYPE_ZOO.BYTEA_VALUE, hex.toString(), bytes);
        add(TYPE_ZOO.BYTEA_VALUE, "\\x", new byte[0]);
    }

    /** All of the first plane but the character 0 and the surrogates, and some beyond it. */
    private static String everyCharacter() {
        StringBuilder all = new StringBuilder();
        for (int character = 1; character < 0x10000; character++) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                all.append((char) character);
            }
        }
        return all.appendCodePoint(0x1F600).appendCodePoint(0x10FFFF).toString();
    }

    private void dates() {
        add(TYPE_ZOO.DATE_VALUE, "infinity", LocalDate.MAX);
        add(TYPE_ZOO.DATE_VALUE, "-infinity", LocalDate.MIN);
        add(TYPE_ZOO.DATE_VALUE, "0044-03-15 BC", LocalDate.of(-43, 3, 15));
        add(TYPE_ZOO.DATE_VALUE, "0001-12-31 BC", LocalDate.of(0, 12, 31));
        add(TYPE_ZOO.DATE_VALUE, "0001-02-29 BC", LocalDate.of(0, 2, 29));
        add(TYPE_ZOO.DATE_VALUE, "4713-11-24 BC", LocalDate.of(-4712, 11, 24));
        add(TYPE_ZOO.DATE_VALUE, "0001-01-01", LocalDate.of(1, 1, 1));
        add(TYPE_ZOO.DATE_VALUE, "1500-02-28", LocalDate.of(1500, 2, 28));
        add(TYPE_ZOO.DATE_VALUE, "1582-10-04", LocalDate.of(1582, 10, 4));
        add(TYPE_ZOO.DATE_VALUE, "1582-10-10", LocalDate.of(1582, 10, 10));
        add(TYPE_ZOO.DATE_VALUE, "1582-10-15", LocalDate.of(1582, 10, 15));
        add(TYPE_ZOO.DATE_VALUE, "2011-12-30", LocalDate.of(2011, 12, 30));
        add(TYPE_ZOO.DATE_VALUE, "2018-11-04", LocalDate.of(2018, 11, 4));
        add(TYPE_ZOO.DATE_VALUE, "9999-12-31", LocalDate.of(9999, 12, 31));
        add(TYPE_ZOO.DATE_VALUE, "12026-11-22", LocalDate.of(12026, 11, 22));
        add(TYPE_ZOO.DATE_VALUE, "5874897-12-31", LocalDate.of(5874897, 12, 31));
    }

    private void times() {
        add(TYPE_ZOO.TIME_VALUE, "00:00:00", LocalTime.MIDNIGHT);
        add(TYPE_ZOO.TIME_VALUE, "02:30:00", LocalTime.of(2, 30));
        add(TYPE_ZOO.TIME_VALUE, "23:59:59.999999", LocalTime.of(23, 59, 59, 999_999_000));
        add(TYPE_ZOO.TIME_VALUE, "12:00:00.000001", LocalTime.of(12, 0, 0, 1_000));
        add(TYPE_ZOO.TIME_VALUE, "24:00:00", LocalTime.MAX);
        add(TYPE_ZOO.TIMETZ_VALUE, "02:30:00.000001+01", OffsetTime.of(2, 30, 0, 1_000, ZoneOffset.ofHours(1)));
        add(
                TYPE_ZOO.TIMETZ_VALUE,
                "23:59:59.999999-12",
                OffsetTime.of(23, 59, 59, 999_999_000, ZoneOffset.ofHours(-12)));
        add(TYPE_ZOO.TIMETZ_VALUE, "12:00:00+05:45", OffsetTime.of(12, 0, 0, 0, ZoneOffset.ofHoursMinutes(5, 45)));
        add(
                TYPE_ZOO.TIMETZ_VALUE,
                "12:00:00-00:44:30",
                OffsetTime.of(12, 0, 0, 0, ZoneOffset.ofHoursMinutesSeconds(0, -44, -30)));
        add(TYPE_ZOO.TIMETZ_VALUE, "00:00:00+00", OffsetTime.of(0, 0, 0, 0, ZoneOffset.UTC));
    }

    private void timestamps() {
        timestamp("infinity", LocalDateTime.MAX, OffsetDateTime.MAX);
        timestamp("-infinity", LocalDateTime.MIN, OffsetDateTime.MIN);
        timestamp("0044-03-15 12:34:56.789012 BC", LocalDateTime.of(-43, 3, 15, 12, 34, 56, 789_012_000));
        timestamp("0001-12-31 23:59:59.999999 BC", LocalDateTime.of(0, 12, 31, 23, 59, 59, 999_999_000));
        timestamp("4713-11-24 00:00:00 BC", LocalDateTime.of(-4712, 11, 24, 0, 0));
        timestamp("0001-01-01 00:00:00", LocalDateTime.of(1, 1, 1, 0, 0));
        timestamp("1582-10-10 12:00:00", LocalDateTime.of(1582, 10, 10, 12, 0));
        timestamp("1969-12-31 23:59:59.999999", LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000));
        timestamp("1972-01-07 00:20:00", LocalDateTime.of(1972, 1, 7, 0, 20));
        timestamp("1986-01-01 00:05:00", LocalDateTime.of(1986, 1, 1, 0, 5));
        timestamp("2000-01-01 00:00:00", LocalDateTime.of(2000, 1, 1, 0, 0));
        timestamp("2011-12-30 12:00:00", LocalDateTime.of(2011, 12, 30, 12, 0));
        timestamp("2018-11-04 00:30:00", LocalDateTime.of(2018, 11, 4, 0, 30));
        timestamp("2026-03-29 02:30:00.000001", LocalDateTime.of(2026, 3, 29, 2, 30, 0, 1_000));
        timestamp("2026-10-25 02:30:00", LocalDateTime.of(2026, 10, 25, 2, 30));
        timestamp("9999-12-31 23:59:59.999999", LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000));
        timestamp("12026-11-22 00:00:00.5", LocalDateTime.of(12026, 11, 22, 0, 0, 0, 500_000_000));
        timestamp("294276-12-31 23:59:59.999999", LocalDateTime.of(294276, 12, 31, 23, 59, 59, 999_999_000));
    }

    private void timestamp(String text, LocalDateTime value) {
        timestamp(text, value, value.atOffset(ZoneOffset.UTC));
    }

    private void timestamp(String text, LocalDateTime local, OffsetDateTime offset) {
        add(TYPE_ZOO.TIMESTAMP_VALUE, text, local);
        String zone = text.endsWith("infinity") ? "" : "+00";
        add(TYPE_ZOO.TIMESTAMPTZ_VALUE, text.endsWith(" BC") ? text.replace(" BC", "+00 BC") : text + zone, offset);
    }

    private void intervals() {
        long time = ((4 * 60 + 5) * 60 + 6) * 1_000_000L + 789_012;
        add(TYPE_ZOO.INTERVAL_VALUE, "00:00:00", new Interval(0, 0, 0));
        add(TYPE_ZOO.INTERVAL_VALUE, "00:00:00.000001", new Interval(0, 0, 1));
        add(TYPE_ZOO.INTERVAL_VALUE, "-00:00:00.000001", new Interval(0, 0, -1));
        add(TYPE_ZOO.INTERVAL_VALUE, "00:00:07.999999", new Interval(0, 0, 7_999_999));
        add(TYPE_ZOO.INTERVAL_VALUE, "1 year 2 mons 3 days 04:05:06.789012", new Interval(14, 3, time));
        add(TYPE_ZOO.INTERVAL_VALUE, "-1 years -2 mons -3 days -04:05:06.789012", new Interval(-14, -3, -time));
        add(TYPE_ZOO.INTERVAL_VALUE, "1 mon -3 days", new Interval(1, -3, 0));
        add(TYPE_ZOO.INTERVAL_VALUE, "-1 mons +3 days 02:00:00", new Interval(-1, 3, 7_200_000_000L));
        add(TYPE_ZOO.INTERVAL_VALUE, "-3 days +02:00:00.000001", new Interval(0, -3, 7_200_000_001L));
        add(TYPE_ZOO.INTERVAL_VALUE, "99 days 99:59:59.999999", new Interval(0, 99, 359_999_999_999L));
        add(
                TYPE_ZOO.INTERVAL_VALUE,
                "-178956970 years -8 mons -2147483648 days +2562047788:00:54.775807",
                new Interval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE));
    }

    private void strings() {
        add(TYPE_ZOO.MONEY_VALUE, "-$92,233,720,368,547,758.08", "-$92,233,720,368,547,758.08");
        add(TYPE_ZOO.TSVECTOR_VALUE, "'a':1A 'it''s':2", "'a':1A 'it''s':2");
        add(TYPE_ZOO.MACADDR_VALUE, "08:00:2b:01:02:03", "08:00:2b:01:02:03");
        add(TYPE_ZOO.POINT_VALUE, "(0.1,-5e-324)", new PGpoint(0.1, -Double.MIN_VALUE));
        add(TYPE_ZOO.INT4MULTIRANGE_VALUE, "{[1,3),[5,7)}", "{[1,3),[5,7)}");
        add(TYPE_ZOO.INT4MULTIRANGE_VALUE, "{}", "{}");
    }

    private void documents() {
        add(TYPE_ZOO.UUID_VALUE, "00000000-0000-0000-0000-000000000000", new UUID(0, 0));
        add(TYPE_ZOO.UUID_VALUE, "ffffffff-ffff-ffff-ffff-ffffffffffff", new UUID(-1, -1));
        add(TYPE_ZOO.UUID_VALUE, "80000000-0000-0000-7fff-ffffffffffff", new UUID(Long.MIN_VALUE, Long.MAX_VALUE));
        String json = "{ \"b\" : 1.10,\n\"a\":1e400, \"b\": \"\\u00e9\" }";
        add(TYPE_ZOO.JSON_VALUE, json, JSON.json(json));
        String jsonb = "{\"n\": 123456789012345678901234567890.12345678901234567890123, \"s\": \"\\\"'\\\\\"}";
        add(TYPE_ZOO.JSONB_VALUE, jsonb, JSONB.jsonb(jsonb));
        add(TYPE_ZOO.JSONB_VALUE, "null", JSONB.jsonb("null"));
        add(TYPE_ZOO.JSONB_VALUE, "\"\"", JSONB.jsonb("\"\""));
        String xml = "<a b=\"c\">  <!-- d --><![CDATA[<e>]]>\n</a>";
        add(TYPE_ZOO.XML_VALUE, xml, XML.xml(xml));
    }

    private void networks() {
        add(TYPE_ZOO.INET_VALUE, "192.168.0.1", Inet.inet(address("192.168.0.1")));
        add(TYPE_ZOO.INET_VALUE, "192.168.0.1/24", Inet.inet(address("192.168.0.1"), 24));
        add(TYPE_ZOO.INET_VALUE, "0.0.0.0/0", Inet.inet(address("0.0.0.0"), 0));
        add(TYPE_ZOO.INET_VALUE, "::1", Inet.inet(address("::1")));
        add(TYPE_ZOO.INET_VALUE, "2001:db8::1/64", Inet.inet(address("2001:db8::1"), 64));
        add(TYPE_ZOO.CIDR_VALUE, "10.0.0.0/8", Cidr.cidr(address("10.0.0.0"), 8));
        add(TYPE_ZOO.CIDR_VALUE, "2001:db8::/32", Cidr.cidr(address("2001:db8::"), 32));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void ownTypes() {
        for (ZooSize size : ZooSize.values()) {
            add(TYPE_ZOO.ENUM_VALUE, size.getLiteral(), size);
        }
        add(TYPE_ZOO.EMAIL_VALUE, "a'b\\@x", "a'b\\@x");
        add(TYPE_ZOO.PERCENTAGE_VALUE, "99.90", new BigDecimal("99.90"));
        add(TYPE_ZOO.NON_BLANK_VALUE, " ß ", " ß ");
        add(TYPE_ZOO.COUNTER_VALUE, "2147483647", Integer.MAX_VALUE);
    }

    private void arrays() {
        add(TYPE_ZOO.INTEGER_ARRAY, "{}", new Integer[0]);
        add(TYPE_ZOO.INTEGER_ARRAY, "{-2147483648,NULL,2147483647}", new Integer[] {
            Integer.MIN_VALUE, null, Integer.MAX_VALUE
        });
        add(TYPE_ZOO.INTEGER_ARRAY, "{NULL}", new Integer[] {null});
        add(TYPE_ZOO.BIGINT_ARRAY, "{-9223372036854775808,NULL,9223372036854775807}", new Long[] {
            Long.MIN_VALUE, null, Long.MAX_VALUE
        });
        add(TYPE_ZOO.BOOLEAN_ARRAY, "{t,NULL,f}", new Boolean[] {true, null, false});
        add(TYPE_ZOO.DOUBLE_ARRAY, "{-0,NaN,Infinity,NULL,5e-324}", new Double[] {
            -0.0, Double.NaN, Double.POSITIVE_INFINITY, null, Double.MIN_VALUE
        });
        add(TYPE_ZOO.NUMERIC_ARRAY, "{-99999999.99,NULL,0.10}", new BigDecimal[] {
            new BigDecimal("-99999999.99"), null, new BigDecimal("0.10")
        });
        add(TYPE_ZOO.TEXT_ARRAY, "{}", new String[0]);
        add(TYPE_ZOO.TEXT_ARRAY, "{\"\",NULL,\"NULL\",\"a,b\",\"{c}\",\"d\\\"e\\\\f'\",\" g\",😀}", new String[] {
            "", null, "NULL", "a,b", "{c}", "d\"e\\f'", " g", "😀"
        });
        add(TYPE_ZOO.TEXT_MATRIX, "{{a,NULL},{\"\",\"}\"}}", new String[][] {{"a", null}, {"", "}"}});
        add(TYPE_ZOO.TEXT_MATRIX, "{}", new String[0][]);
        add(TYPE_ZOO.UUID_ARRAY, "{00000000-0000-0000-0000-000000000000,NULL}", new UUID[] {new UUID(0, 0), null});
        add(TYPE_ZOO.BYTEA_ARRAY, "{\"\\\\x\",NULL,\"\\\\x00ff5c2241\"}", new byte[][] {
            {}, null, {0, -1, '\\', '"', 'A'}
        });
        add(TYPE_ZOO.JSONB_ARRAY, "{\"{\\\"a\\\": 0.00000000000000000001}\",NULL,\"null\"}", new JSONB[] {
            JSONB.jsonb("{\"a\": 0.00000000000000000001}"), null, JSONB.jsonb("null")
        });
        add(TYPE_ZOO.ENUM_ARRAY, "{tiny,NULL,extra-large}", new ZooSize[] {ZooSize.tiny, null, ZooSize.extra_large});
        add(TYPE_ZOO.ENUM_ARRAY, "{}", new ZooSize[0]);
        add(TYPE_ZOO.PERCENTAGE_ARRAY, "{99.90,NULL}", new BigDecimal[] {new BigDecimal("99.90"), null});
    }

    private void temporalArrays() {
        add(
                TYPE_ZOO.DATE_ARRAY,
                "{infinity,-infinity,\"0044-03-15 BC\",NULL,2011-12-30,1582-10-10,12026-11-22}",
                new LocalDate[] {
                    LocalDate.MAX,
                    LocalDate.MIN,
                    LocalDate.of(-43, 3, 15),
                    null,
                    LocalDate.of(2011, 12, 30),
                    LocalDate.of(1582, 10, 10),
                    LocalDate.of(12026, 11, 22)
                });
        add(
                TYPE_ZOO.TIMESTAMPTZ_ARRAY,
                "{infinity,-infinity,\"0044-03-15 00:00:00+00 BC\",NULL,\"2026-03-29 02:30:00.000001+00\","
                        + "\"12026-11-22 00:00:00+00\"}",
                new OffsetDateTime[] {
                    OffsetDateTime.MAX,
                    OffsetDateTime.MIN,
                    OffsetDateTime.of(-43, 3, 15, 0, 0, 0, 0, ZoneOffset.UTC),
                    null,
                    OffsetDateTime.of(2026, 3, 29, 2, 30, 0, 1_000, ZoneOffset.UTC),
                    OffsetDateTime.of(12026, 11, 22, 0, 0, 0, 0, ZoneOffset.UTC)
                });
    }

    private void ranges() {
        add(
                TYPE_ZOO.INT4RANGE_VALUE,
                "[-2147483648,2147483647)",
                integerRange(Integer.MIN_VALUE, true, Integer.MAX_VALUE, false));
        add(TYPE_ZOO.INT4RANGE_VALUE, "empty", integerRange(1, true, 1, false));
        add(TYPE_ZOO.INT4RANGE_VALUE, "(,)", integerRange(null, false, null, false));
        add(TYPE_ZOO.INT4RANGE_VALUE, "[2,6)", integerRange(1, false, 5, true));
        add(TYPE_ZOO.INT8RANGE_VALUE, "(,9223372036854775807)", longRange(null, false, Long.MAX_VALUE, false));
        add(TYPE_ZOO.INT8RANGE_VALUE, "[5,)", longRange(5L, true, null, false));
        add(
                TYPE_ZOO.NUMRANGE_VALUE,
                "(1.10,2.000]",
                bigDecimalRange(new BigDecimal("1.10"), false, new BigDecimal("2.000"), true));
        add(TYPE_ZOO.NUMRANGE_VALUE, "empty", bigDecimalRange(BigDecimal.ONE, true, BigDecimal.ONE, false));
        add(TYPE_ZOO.NUMRANGE_VALUE, "(,)", bigDecimalRange(null, false, null, false));
        add(
                TYPE_ZOO.DATERANGE_VALUE,
                "[2026-01-01,2026-02-01)",
                localDateRange(LocalDate.of(2026, 1, 1), true, LocalDate.of(2026, 2, 1), false));
        add(
                TYPE_ZOO.DATERANGE_VALUE,
                "[2011-12-30,infinity)",
                localDateRange(LocalDate.of(2011, 12, 30), true, LocalDate.MAX, false));
        add(
                TYPE_ZOO.DATERANGE_VALUE,
                "[\"0044-03-15 BC\",12026-11-22)",
                localDateRange(LocalDate.of(-43, 3, 15), true, LocalDate.of(12026, 11, 22), false));
        add(TYPE_ZOO.DATERANGE_VALUE, "(,)", localDateRange(null, false, null, false));
        add(TYPE_ZOO.DATERANGE_VALUE, "empty", localDateRange(LocalDate.EPOCH, true, LocalDate.EPOCH, false));
        add(
                TYPE_ZOO.TSRANGE_VALUE,
                "[\"2026-03-29 02:30:00\",\"2026-03-29 02:30:00.000001\"]",
                localDateTimeRange(
                        LocalDateTime.of(2026, 3, 29, 2, 30),
                        true,
                        LocalDateTime.of(2026, 3, 29, 2, 30, 0, 1_000),
                        true));
        add(
                TYPE_ZOO.TSRANGE_VALUE,
                "[-infinity,\"12026-01-01 00:00:00\")",
                localDateTimeRange(LocalDateTime.MIN, true, LocalDateTime.of(12026, 1, 1, 0, 0), false));
        add(
                TYPE_ZOO.TSRANGE_VALUE,
                "empty",
                localDateTimeRange(
                        LocalDateTime.of(1970, 1, 1, 0, 0), true, LocalDateTime.of(1970, 1, 1, 0, 0), false));
        OffsetDateTime gap = OffsetDateTime.of(2026, 3, 29, 2, 30, 0, 1_000, ZoneOffset.UTC);
        add(
                TYPE_ZOO.TSTZRANGE_VALUE,
                "[\"2026-03-29 02:30:00.000001+00\",infinity)",
                offsetDateTimeRange(gap, true, OffsetDateTime.MAX, false));
        add(
                TYPE_ZOO.TSTZRANGE_VALUE,
                "(\"0044-03-15 00:00:00+00 BC\",)",
                offsetDateTimeRange(OffsetDateTime.of(-43, 3, 15, 0, 0, 0, 0, ZoneOffset.UTC), false, null, false));
    }
}
