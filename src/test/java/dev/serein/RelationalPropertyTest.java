package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever is asked of whatever rows, the answer is what looking at every row gives. Another seed, and more shapes:
 * {@code -DargLine="-Dserein.seed=7 -Dserein.shapes=5000"}.
 */
@ReferenceSchema
class RelationalPropertyTest {
    private static final long SEED = Long.getLong("serein.seed", 20);
    private static final int SHAPES = Integer.getInteger("serein.shapes", 300);
    /** From the sixth time on the server has prepared it. */
    private static final int TIMES = 7;

    @Scratch
    static MigratedDatabase migrated;

    private static RandomTables tables;

    private final Database db = migrated.db();

    @BeforeAll
    static void randomRows() {
        tables = RandomTables.fill(migrated.db(), new Random(SEED).nextDouble());
    }

    private interface Asked {
        List<Object> rows(RandomShape shape, long argument);
    }

    @Test
    void aQueryReturnsWhatLookingAtEveryRowGives() {
        requireSame(0, SHAPES, (shape, argument) -> ShapeQuery.list(db, shape, argument));
    }

    @Test
    void soItDoesInATransaction() {
        requireSame(
                SHAPES,
                2 * SHAPES,
                (shape, argument) -> db.transactionResult(tx -> ShapeQuery.list(tx, shape, argument)));
    }

    @Test
    void soItDoesPreparedAndWithOtherArguments() {
        requireSame(2 * SHAPES, 3 * SHAPES, (shape, argument) -> {
            Query1<Long, Object> prepared = ShapeQuery.prepared(shape);
            prepared.list(db, argument + 1);
            return prepared.list(db, argument);
        });
    }

    @Test
    void soItDoesWhenTheServerHasPreparedIt() {
        try (Database alone = Database.open(DatabaseOptions.of(migrated.url()).withPoolMax(1))) {
            for (int i = 3 * SHAPES; i < 3 * SHAPES + SHAPES / 5; i++) {
                Query1<Long, Object> prepared = ShapeQuery.prepared(shape(i));
                for (int time = 0; time < TIMES; time++) {
                    int other = time;
                    requireSame(i, i + 1, (shape, argument) -> prepared.list(alone, argument + other), other);
                }
            }
        }
    }

    private static RandomShape shape(int number) {
        return RandomShape.of(new Random(SEED * 1_000_003 + number), tables);
    }

    private static void requireSame(int from, int to, Asked asked) {
        requireSame(from, to, asked, 0);
    }

    /** @param more than the argument that is given */
    private static void requireSame(int from, int to, Asked asked, int more) {
        int rows = 0;
        for (int i = from; i < to; i++) {
            RandomShape shape = shape(i);
            long argument = 1 + i % 9;
            String which = "seed %d, shape %d, argument %d:%n%s".formatted(SEED, i, argument + more, shape);
            List<Object> expected = new PlainEvaluation(tables, argument + more).rows(shape);
            List<Object> got;
            try {
                got = asked.rows(shape, argument);
            } catch (RuntimeException e) {
                throw new AssertionError(which, e);
            }
            assertThat(PlainEvaluation.settled(shape, got))
                    .as(which)
                    .isEqualTo(PlainEvaluation.settled(shape, expected));
            rows += got.size();
        }
        assertThat(to - from == 1 || rows > to - from).as("found rows").isTrue();
    }
}
