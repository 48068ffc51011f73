package dev.serein;

import static dev.serein.db.Tables.TYPE_ZOO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.serein.LosslessCases.Case;
import dev.serein.postgres.junit.Scratch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of the zoo, there and back, exactly. */
@ChangedReferenceSchema
class LosslessTest {
    private static final OffsetDateTime IN_THE_GAP = OffsetDateTime.of(2026, 3, 29, 2, 30, 0, 1_000, ZoneOffset.UTC);

    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();

    @Test
    void everyColumnHasACase() {
        Set<Field<?>> tried = LosslessCases.all().stream().map(Case::column).collect(Collectors.toSet());
        Set<String> left = Arrays.stream(TYPE_ZOO.fields())
                .filter(column -> !tried.contains(column))
                .map(Field::getName)
                .filter(name -> !name.endsWith("_default") && !name.equals("literal_default"))
                .collect(Collectors.toSet());
        assertThat(left).containsExactlyInAnyOrder("id", "serial_no", "generated_value");
    }

    /** From the fifth time on the driver has the server prepare a statement, and other formats are used. */
    @Test
    void everyValueSurvivesEightTimes() {
        try (Database alone = Database.open(DatabaseOptions.of(migrated.url()).withPoolMax(1))) {
            assertThat(LosslessCheck.run(alone, 8)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/Sao_Paulo",
                "Asia/Kathmandu",
                "Pacific/Apia",
                "Africa/Monrovia",
                "America/St_Johns"
            })
    void everyValueSurvivesInEveryTimeZone(String zone) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Duser.timezone=" + zone,
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LosslessCheck.class.getName())
                .redirectErrorStream(true)
                .start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(("url=" + migrated.url().replace("\\", "\\\\")).getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void jooqsOwnFeaturesKeepTheirTypes() {
        LosslessCheck.run(db, 0);
        db.sql()
                .update(TYPE_ZOO)
                .set(TYPE_ZOO.TIMESTAMPTZ_VALUE, IN_THE_GAP)
                .set(TYPE_ZOO.DATE_VALUE, LocalDate.of(2011, 12, 30))
                .set(TYPE_ZOO.TIME_VALUE, LocalTime.of(2, 30, 0, 1_000))
                .set(TYPE_ZOO.TIMESTAMP_VALUE, IN_THE_GAP.toLocalDateTime())
                .where(TYPE_ZOO.ID.isNotNull())
                .execute();
        assertThat(db.sql()
                        .select(multiset(select(
                                        TYPE_ZOO.TIMESTAMPTZ_VALUE,
                                        TYPE_ZOO.DATE_VALUE,
                                        TYPE_ZOO.TIME_VALUE,
                                        TYPE_ZOO.TIMESTAMP_VALUE)
                                .from(TYPE_ZOO)))
                        .fetchSingle()
                        .value1()
                        .get(0)
                        .intoArray())
                .containsExactly(
                        IN_THE_GAP,
                        LocalDate.of(2011, 12, 30),
                        LocalTime.of(2, 30, 0, 1_000),
                        IN_THE_GAP.toLocalDateTime());
        assertThat(db.sql().fetchCount(TYPE_ZOO, TYPE_ZOO.TIMESTAMPTZ_VALUE.eq(any(IN_THE_GAP, OffsetDateTime.MAX))))
                .isOne();
        assertThat(db.sql()
                        .fetchCount(TYPE_ZOO, TYPE_ZOO.DATE_VALUE.eq(any(LocalDate.MIN, LocalDate.of(2011, 12, 30)))))
                .isOne();
        assertThat(db.sql()
                        .select(TYPE_ZOO.TIMESTAMP_VALUE.cast(SQLDataType.LOCALDATE), val(LocalDateTime.MAX))
                        .from(TYPE_ZOO)
                        .fetchSingle()
                        .intoArray())
                .containsExactly(LocalDate.of(2026, 3, 29), LocalDateTime.MAX);
        assertThat(TYPE_ZOO.TIMESTAMPTZ_VALUE.getDataType().array().getType()).isEqualTo(OffsetDateTime[].class);
    }

    /** Known, and said in the documentation of {@link dev.serein.type}: to be taken back when jOOQ can. */
    @Test
    void inAMultisetJooqTakesInfinityForNull() {
        LosslessCheck.run(db, 0);
        db.sql().execute("update type_zoo set date_value = 'infinity'");
        assertThat(db.sql()
                        .select(multiset(select(TYPE_ZOO.DATE_VALUE).from(TYPE_ZOO)))
                        .fetchSingle()
                        .value1()
                        .get(0)
                        .value1())
                .isNull();
        assertThat(db.find(TYPE_ZOO).list().get(0).dateValue()).isEqualTo(LocalDate.MAX);
    }

    @Test
    void whatNoJavaTypeCanBeIsAnErrorAndNotAnotherValue() {
        LosslessCheck.run(db, 0);
        db.sql().execute("update type_zoo set numeric_value = 'NaN'");
        assertThatThrownBy(() -> db.find(TYPE_ZOO).list())
                .isInstanceOf(StatementFailed.class)
                .hasMessageStartingWith("""
                Cannot run a statement: type_zoo.numeric_value holds NaN or an infinity, which a BigDecimal\
                 cannot be
                """);
        assertThatThrownBy(() ->
                        db.sql().select(TYPE_ZOO.NUMERIC_VALUE).from(TYPE_ZOO).fetch())
                .isInstanceOf(StatementFailed.class)
                .hasMessageContaining("holds NaN or an infinity, which a BigDecimal cannot be");
        db.sql().execute("update type_zoo set numeric_value = 1, numeric_array = '{1,NaN}'");
        assertThatThrownBy(() -> db.find(TYPE_ZOO).list()).hasMessageContaining("numeric_array holds NaN");
        assertThatThrownBy(() ->
                        db.sql().select(TYPE_ZOO.NUMERIC_ARRAY).from(TYPE_ZOO).fetch())
                .hasMessageContaining("holds NaN");
        db.sql().execute("update type_zoo set numeric_array = null, timetz_value = '24:00+02'");
        for (int i = 0; i < 8; i++) {
            assertThatThrownBy(() -> db.find(TYPE_ZOO).list())
                    .hasMessageContaining("timetz_value holds 24:00 with an offset, which an OffsetTime cannot be");
        }
        db.sql().execute("update type_zoo set timetz_value = null, text_array = '{{a,b}}'");
        assertThatThrownBy(() -> db.find(TYPE_ZOO).list())
                .hasMessageContaining("text_array holds an array of other dimensions than the generated code has");
    }

    /** The driver gets it as text as long as the server has not prepared the statement. */
    @Test
    void aLeapDayBeforeOurEraIsReadTheFirstTimeToo() {
        LosslessCheck.run(db, 0);
        db.sql().execute("""
                update type_zoo set date_value = '0001-02-29 BC', timestamp_value = '0001-02-29 12:00 BC',
                    timestamptz_value = '0005-02-29 12:00+00 BC'
                """);
        try (Database fresh = Database.open(DatabaseOptions.of(migrated.url()).withPoolMax(1))) {
            for (int i = 0; i < 8; i++) {
                var row = fresh.find(TYPE_ZOO).one();
                assertThat(row.dateValue()).isEqualTo(LocalDate.of(0, 2, 29));
                assertThat(row.timestampValue()).isEqualTo(LocalDateTime.of(0, 2, 29, 12, 0));
                assertThat(row.timestamptzValue()).isEqualTo(OffsetDateTime.of(-4, 2, 29, 12, 0, 0, 0, ZoneOffset.UTC));
            }
        }
    }

    @Test
    void aDateBeforePostgresqlsFirstIsRefusedAndNotMadeInfinity() {
        LosslessCheck.run(db, 0);
        assertThatThrownBy(() -> db.sql()
                        .update(TYPE_ZOO)
                        .set(TYPE_ZOO.DATE_VALUE, LocalDate.of(-5000, 1, 1))
                        .where(TYPE_ZOO.ID.isNotNull())
                        .execute())
                .isInstanceOf(StatementFailed.class)
                .hasMessageStartingWith(
                        "Cannot update public.type_zoo: column date_value holds a date before 4713 BC, which PostgreSQL has not\n");
    }

    @Test
    void aColumnThatIsNullAgainstTheGeneratedCodeIsNamed() {
        LosslessCheck.run(db, 0);
        db.sql().execute("alter table type_zoo alter column bigint_value drop not null");
        db.sql().execute("alter table type_zoo alter column uuid_value drop not null");
        try {
            db.sql().execute("update type_zoo set bigint_value = null");
            assertThatThrownBy(() -> db.find(TYPE_ZOO).list())
                    .isInstanceOf(StatementFailed.class)
                    .hasMessageStartingWith("""
                            Cannot run a statement: type_zoo.bigint_value is null, which it never was when the\
                             code was generated
                              sqlstate: 22002
                            """);
            db.sql().execute("update type_zoo set bigint_value = 1, uuid_value = null");
            assertThatThrownBy(() -> db.find(TYPE_ZOO).list()).hasMessageContaining("type_zoo.uuid_value is null");
        } finally {
            db.sql().truncate(TYPE_ZOO).execute();
        }
    }

    @Test
    void anEnumValueThatTheCodeDoesNotKnowIsAnError() {
        LosslessCheck.run(db, 0);
        db.sql().execute("alter type zoo_size add value 'vast'");
        db.sql().execute("update type_zoo set enum_value = 'vast'");
        assertThatThrownBy(() -> db.find(TYPE_ZOO).list())
                .isInstanceOf(StatementFailed.class)
                .hasMessageContaining("enum_value holds a value that the generated enum does not know");
    }

    /** Also one between the same two types, which looks like none. */
    @Test
    void aConverterOfTheUserIsUsedByBothDoors() {
        LosslessCheck.run(db, 0);
        Field<String> loud = DSL.field(
                DSL.name("text_value"),
                SQLDataType.CLOB.asConvertedDataType(Converter.ofNullable(
                        String.class, String.class, text -> text + "!", text -> text.replace("!", ""))));
        Field<Instant> instant = DSL.field(
                DSL.name("timestamptz_value"),
                SQLDataType.TIMESTAMPWITHTIMEZONE.asConvertedDataType(Converter.ofNullable(
                        OffsetDateTime.class,
                        Instant.class,
                        OffsetDateTime::toInstant,
                        value -> value.atOffset(ZoneOffset.UTC))));
        Query2<String, Instant, Record2<String, Instant>> set = Query.of(
                String.class,
                Instant.class,
                (text, time) -> Query.rows(DSL.update(TYPE_ZOO)
                        .set(loud, text)
                        .set(instant, time)
                        .where(TYPE_ZOO.ID.isNotNull())
                        .returningResult(loud, instant)));
        assertThat(set.one(db, "a!", IN_THE_GAP.toInstant()).intoArray()).containsExactly("a!", IN_THE_GAP.toInstant());
        assertThat(db.sql().select(loud, instant).from(TYPE_ZOO).fetchSingle().intoArray())
                .containsExactly("a!", IN_THE_GAP.toInstant());
        assertThat(db.find(TYPE_ZOO).list().get(0).textValue()).isEqualTo("a");
        assertThat(db.sql().fetchCount(TYPE_ZOO, instant.eq(IN_THE_GAP.toInstant())))
                .isOne();
    }

    /** What is read straight and what jOOQ's binding reads, where both are right. */
    @Test
    void straightAndThroughTheBindingIsTheSame() {
        List<String> lossyInJooq = List.of("date", "time", "interval");
        LosslessCases.all().stream()
                .filter(each -> lossyInJooq.stream().noneMatch(each.column().getName()::startsWith))
                .forEach(each -> assertThat(LosslessCheck.throughBinding(db, each))
                        .as(each.toString())
                        .isTrue());
    }
}
