package dev.serein;

import static dev.serein.db.Tables.USERS;
import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.Comparator.nullsLast;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.SortField;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** While others insert and delete, no row that stays is left out or comes twice, and the order holds. */
@ReferenceSchema
class PageWritersTest {
    private static final int WRITERS = 3;
    private static final int STAYING = 300;
    private static final int WALKS = 40;

    @Scratch
    static MigratedDatabase migrated;

    private static final AtomicBoolean DONE = new AtomicBoolean();
    private static final AtomicInteger WRITTEN = new AtomicInteger();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static ExecutorService threads;
    private static final List<Future<?>> WRITING = new ArrayList<>();

    /** A column, as the server and as Java compares it. */
    private record Column<V extends Comparable<? super V>>(Field<V> field, Function<UsersRow, V> value) {

        SortField<V> sorted(boolean descending, boolean nullsFirst) {
            SortField<V> sorted = descending ? field.desc() : field.asc();
            return nullsFirst ? sorted.nullsFirst() : sorted.nullsLast();
        }

        Comparator<UsersRow> comparator(boolean descending, boolean nullsFirst) {
            Comparator<V> values = descending ? Collections.reverseOrder() : naturalOrder();
            return comparing(value, nullsFirst ? nullsFirst(values) : nullsLast(values));
        }
    }

    private static final List<Column<?>> COLUMNS = List.of(
            new Column<>(USERS.NAME, UsersRow::name),
            new Column<>(USERS.NICKNAME, UsersRow::nickname),
            new Column<>(USERS.ACTIVE, UsersRow::active),
            new Column<>(USERS.CREATED_AT, UsersRow::createdAt),
            new Column<>(DSL.length(USERS.NAME), user -> user.name().length()));

    @BeforeAll
    static void startWriting() {
        Random random = new Random(10);
        for (int i = 0; i < STAYING; i++) {
            insert(random, "stays");
        }
        threads = Executors.newFixedThreadPool(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            Random seeded = new Random(11 + i);
            WRITING.add(threads.submit(() -> write(seeded)));
        }
    }

    private static void write(Random random) {
        Deque<Long> mine = new ArrayDeque<>();
        while (!DONE.get()) {
            if (mine.size() < 20 || mine.size() < 100 && random.nextBoolean()) {
                mine.add(insert(random, "goes"));
            } else {
                Long gone = random.nextBoolean() ? mine.removeFirst() : mine.removeLast();
                migrated.db().sql().deleteFrom(USERS).where(USERS.ID.eq(gone)).execute();
            }
            WRITTEN.incrementAndGet();
        }
    }

    /** Few different values, so that most rows are equal in most columns. */
    private static long insert(Random random, String kind) {
        return migrated.db()
                .sql()
                .insertInto(USERS, USERS.EMAIL, USERS.NAME, USERS.NICKNAME, USERS.ACTIVE)
                .values(
                        kind + NUMBER.incrementAndGet() + "@example.com",
                        "1".repeat(1 + random.nextInt(6)),
                        random.nextInt(3) == 0 ? null : String.valueOf(random.nextInt(10)),
                        random.nextBoolean())
                .returning(USERS.ID)
                .fetchSingle(USERS.ID);
    }

    @AfterAll
    static void stopWriting() throws Exception {
        DONE.set(true);
        for (Future<?> each : WRITING) {
            each.get();
        }
        threads.shutdown();
    }

    @Test
    void everyRowThatStaysComesUpOnce() {
        Random random = new Random(20);
        int sawGoing = 0;
        int before = WRITTEN.get();
        for (int i = 0; i < WALKS; i++) {
            List<OrderField<?>> order = new ArrayList<>();
            Comparator<UsersRow> comparator = randomOrder(random, order);
            int size = 3 + random.nextInt(40);

            List<UsersRow> forwards = new ArrayList<>();
            Page<UsersRow> page = page(order, size, null);
            forwards.addAll(page.items());
            while (page.next() != null) {
                page = page(order, size, page.next());
                forwards.addAll(page.items());
            }
            requireAllOnce(forwards, comparator, "forwards by " + order);

            List<UsersRow> backwards = new ArrayList<>(page.items());
            while (page.previous() != null) {
                page = page(order, size, page.previous());
                backwards.addAll(0, page.items());
            }
            requireAllOnce(backwards, comparator, "backwards by " + order);
            sawGoing += forwards.size() - STAYING;
        }
        assertThat(sawGoing).isGreaterThan(WALKS);
        assertThat(WRITTEN.get() - before).as("written meanwhile").isGreaterThan(10 * WALKS);
        assertThat(WRITING).noneMatch(Future::isDone);
    }

    private static Comparator<UsersRow> randomOrder(Random random, List<OrderField<?>> order) {
        List<Column<?>> columns = new ArrayList<>(COLUMNS);
        Collections.shuffle(columns, random);
        Comparator<UsersRow> comparator = (a, b) -> 0;
        boolean descending = false;
        for (Column<?> column : columns.subList(0, random.nextInt(4))) {
            descending = random.nextBoolean();
            boolean nullsFirst = random.nextBoolean();
            order.add(column.sorted(descending, nullsFirst));
            comparator = comparator.thenComparing(column.comparator(descending, nullsFirst));
        }
        Comparator<UsersRow> byId = comparing(UsersRow::id);
        return comparator.thenComparing(descending ? byId.reversed() : byId);
    }

    private static Page<UsersRow> page(List<OrderField<?>> order, int size, String cursor) {
        return migrated.db()
                .find(USERS)
                .orderBy(order.toArray(OrderField<?>[]::new))
                .page(PageRequest.of(size, cursor));
    }

    private static void requireAllOnce(List<UsersRow> rows, Comparator<UsersRow> comparator, String how) {
        for (int i = 1; i < rows.size(); i++) {
            assertThat(comparator.compare(rows.get(i - 1), rows.get(i)))
                    .as("row %d, %s", i, how)
                    .isNegative();
        }
        Set<Long> ids = new HashSet<>();
        rows.forEach(row -> assertThat(ids.add(row.id())).as("once, %s", how).isTrue());
        assertThat(rows.stream().filter(row -> row.email().startsWith("stays")))
                .as(how)
                .hasSize(STAYING);
    }
}
