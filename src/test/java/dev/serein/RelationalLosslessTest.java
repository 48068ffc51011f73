package dev.serein;

import static dev.serein.Relations.many;
import static dev.serein.db.Tables.TYPE_ZOO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;

import dev.serein.LosslessCases.Case;
import dev.serein.db.TypeZooRow;
import dev.serein.postgres.junit.Scratch;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.Field;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every type of the zoo, read as a child of a child of a child, is what it is where it is read by itself. */
@ReferenceSchema
class RelationalLosslessTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final List<Case<?>> CASES = LosslessCases.all();

    /** A row for each case, in their order. */
    @BeforeAll
    static void aRowForEachCase() {
        migrated.db().transaction(tx -> {
            for (Case<?> each : CASES) {
                tx.sql().execute(LosslessCheck.ONE_ROW);
                store(tx, each);
            }
        });
    }

    private static <V> void store(Session session, Case<V> value) {
        session.sql()
                .update(TYPE_ZOO)
                .set(value.column(), value.value())
                .where(TYPE_ZOO.ID.eq(select(max(TYPE_ZOO.ID)).from(TYPE_ZOO)))
                .execute();
    }

    record Deepest(List<Object> record) {}

    record Third(TypeZooRow row, List<Deepest> below) {}

    record Second(TypeZooRow row, List<Third> below) {}

    record First(TypeZooRow row, List<Second> below) {}

    /** From the fifth time on the driver has the server prepare the statements, and other formats are used. */
    @Test
    void everyValueSurvivesAtEveryDepthEightTimes() {
        try (Database alone = Database.open(DatabaseOptions.of(migrated.url()).withPoolMax(1))) {
            List<TypeZooRow> flat = alone.find(TYPE_ZOO).orderBy(TYPE_ZOO.ID).list();
            for (int i = 0; i < 8; i++) {
                List<First> nested = nested(alone);
                assertThat(nested).hasSameSizeAs(CASES);
                for (int row = 0; row < CASES.size(); row++) {
                    requireSame(CASES.get(row), flat.get(row), nested.get(row));
                }
            }
        }
    }

    private static List<First> nested(Database db) {
        var second = TYPE_ZOO.as("second");
        var third = TYPE_ZOO.as("third");
        var deepest = TYPE_ZOO.as("deepest");
        return db.find(TYPE_ZOO)
                .orderBy(TYPE_ZOO.ID)
                .with(
                        many(second)
                                .on(second.ID.eq(TYPE_ZOO.ID))
                                .with(
                                        many(third)
                                                .on(third.SERIAL_NO.eq(second.SERIAL_NO))
                                                .limit(1)
                                                .with(
                                                        many(deepest)
                                                                .on(deepest.ID.eq(third.ID))
                                                                .select(
                                                                        deepest,
                                                                        record -> new Deepest(
                                                                                Arrays.asList(record.intoArray()))),
                                                        Third::new),
                                        Second::new),
                        First::new)
                .list();
    }

    private static void requireSame(Case<?> stored, TypeZooRow flat, First first) {
        assertThat(first.below()).as(stored.toString()).hasSize(1);
        Second second = first.below().get(0);
        assertThat(second.below()).as(stored.toString()).hasSize(1);
        Third third = second.below().get(0);
        assertThat(third.below()).as(stored.toString()).hasSize(1);
        List<Object> expected = values(flat);
        requireSame(stored, expected, values(first.row()));
        requireSame(stored, expected, values(second.row()));
        requireSame(stored, expected, values(third.row()));
        requireSame(stored, expected, third.below().get(0).record());
    }

    private static void requireSame(Case<?> stored, List<Object> expected, List<Object> got) {
        Field<?>[] columns = TYPE_ZOO.fields();
        for (int i = 0; i < columns.length; i++) {
            Object value = columns[i].equals(stored.column()) ? stored.value() : expected.get(i);
            assertThat(LosslessCheck.isSame(value, got.get(i)) && LosslessCheck.isSame(expected.get(i), got.get(i)))
                    .as("%s of the row of %s", columns[i], stored)
                    .isTrue();
        }
    }

    private static List<Object> values(TypeZooRow row) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent each : TypeZooRow.class.getRecordComponents()) {
            try {
                values.add(each.getAccessor().invoke(row));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return values;
    }
}
