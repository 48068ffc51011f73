package dev.serein;

import static dev.serein.Relations.many;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Condition;
import org.jooq.Converter;
import org.jooq.Converters;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.AbstractBinding;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of queries that nobody has prepared, and what is not. */
@ReferenceSchema
class PlanCacheTest {
    /** Rendered by its value. */
    private static final DataType<Long> LOOKED_AT = SQLDataType.BIGINT.asConvertedDataType(new LookingBinding());

    @Scratch
    static MigratedDatabase migrated;

    private final PlanCache plans = new PlanCache();

    private static final class LookingBinding extends AbstractBinding<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Converter<Long, Long> converter() {
            return Converters.identity(Long.class);
        }

        @Override
        protected void sqlBind(BindingSQLContext<Long> context) throws SQLException {
            context.render().sql(context.value() < 3 ? "(" + context.variable() + ")" : context.variable());
        }

        @Override
        public void set(BindingSetStatementContext<Long> context) throws SQLException {
            context.statement().setLong(context.index(), context.value());
        }

        @Override
        public void get(BindingGetResultSetContext<Long> context) throws SQLException {
            context.value(context.resultSet().getLong(context.index()));
        }
    }

    @BeforeAll
    static void nineUsers() {
        migrated.db()
                .sql()
                .execute("insert into users (email, name)"
                        + " select 'user' || n || '@example.com', 'User ' || n from generate_series(1, 9) n");
    }

    record Pair(Object row, Object child) {}

    private static Find<UsersRow> users() {
        return migrated.db().find(USERS);
    }

    @Test
    void queriesThatDifferInValuesOnlyShareOneStatementFromTheSecondOnwards() {
        List<String> texts = new ArrayList<>();
        for (long id = 1; id <= 5; id++) {
            texts.add(plans.rows(users().where(USERS.ID.eq(id)).shape()).sql().text());
        }

        assertThat(plans.rendered()).isEqualTo(2);
        assertThat(plans.size()).isEqualTo(1);
        assertThat(texts.subList(2, 5)).allSatisfy(text -> assertThat(text).isSameAs(texts.get(1)));
    }

    static Stream<LongFunction<Condition>> notKept() {
        return Stream.of(
                id -> USERS.ID.eq(DSL.inline(id)),
                id -> USERS.ID.eq(DSL.param("id", id)),
                id -> USERS.ID.coerce(LOOKED_AT).eq(DSL.val(id, LOOKED_AT)),
                id -> USERS.ID.between(id, id),
                id -> USERS.ID.notBetween(id, 9L).and(USERS.ID.ge(id)),
                id -> USERS.NAME.contains("r " + id),
                id -> USERS.NAME.endsWith(" " + id),
                id -> DSL.condition("{0} = {1}", USERS.ID, DSL.val(id)),
                id -> DSL.abs(USERS.ID).eq(id),
                id -> DSL.exists(DSL.selectFrom(POSTS).where(POSTS.USER_ID.eq(USERS.ID), POSTS.USER_ID.eq(id))),
                id -> {
                    Param<Long> twice = DSL.val(id);
                    return USERS.ID.ge(twice).and(USERS.ID.le(twice));
                },
                id -> USERS.ID.in(Stream.generate(() -> id).limit(600).toList()));
    }

    @ParameterizedTest
    @MethodSource
    void notKept(LongFunction<Condition> condition) {
        for (long id = 1; id <= 5; id++) {
            Shape<UsersRow> shape =
                    users().where(condition.apply(id)).orderBy(USERS.ID).shape();

            assertThat(plans.rows(shape).list(migrated.db()))
                    .isEqualTo(shape.prepared().list(migrated.db()));
        }
        assertThat(plans.rendered()).isEqualTo(5);
        assertThat(plans.size()).isZero();
    }

    @Test
    void anAliasThatIsMadeAnewEachTimeFillsNothing() {
        for (int i = 0; i < 3_000; i++) {
            var user = USERS.as("u");
            plans.rows(migrated.db().find(user).where(user.ID.eq(1L)).shape());
        }

        assertThat(plans.size()).isZero();
    }

    @Test
    void anAliasThatIsKeptByTheProgramIsLikeATable() {
        var user = USERS.as("u");
        for (long id = 1; id <= 4; id++) {
            assertThat(plans.rows(migrated.db().find(user).where(user.ID.eq(id)).shape())
                            .list(migrated.db()))
                    .extracting(UsersRow::id)
                    .containsExactly(id);
        }

        assertThat(plans.rendered()).isEqualTo(2);
    }

    @Test
    void noMoreThanAThousandStatementsAreKeptAndThoseInUseStay() {
        List<Field<?>> columns = List.of(USERS.fields());
        Shape<UsersRow> inUse = users().where(USERS.ID.eq(1L)).shape();
        plans.rows(inUse);
        for (int i = 0; i < 2_500; i++) {
            List<Condition> conditions = new ArrayList<>();
            for (int digits = i; digits > 0; digits /= 7) {
                conditions.add(columns.get(digits % 7).isNotNull());
            }
            Shape<UsersRow> another =
                    users().where(conditions.toArray(Condition[]::new)).shape();
            plans.rows(another);
            assertThat(plans.rows(another).sql().text())
                    .isEqualTo(another.prepared().sql().text());
            plans.rows(inUse);
            assertThat(plans.size()).isLessThanOrEqualTo(PlanCache.MOST);
        }

        long rendered = plans.rendered();
        plans.rows(inUse);
        assertThat(plans.rendered()).isEqualTo(rendered);
        assertThat(plans.size()).isGreaterThanOrEqualTo(PlanCache.MOST / 2);
    }

    @Test
    void whatIsKeptHoldsNothingOfTheQueriesItWasMadeFrom() {
        List<WeakReference<?>> gone = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            gone.addAll(askedAndForgotten("CANARY " + i));
        }

        assertThat(plans.size()).isEqualTo(4);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            assertThat(gone).allSatisfy(each -> assertThat(each.get()).isNull());
        });
    }

    private List<WeakReference<?>> askedAndForgotten(String value) {
        Condition condition = USERS.NAME.eq(value).or(USERS.EMAIL.likeIgnoreCase(value));
        Function<UsersRow, String> function = row -> row.name() + value;
        Find<String> find = users().where(condition).limit(value.length()).map(function);
        var post = USERS.posts();
        Find<Pair> tree = users().where(condition).with(many(post).where(post.TITLE.eq(value)), Pair::new);
        plans.rows(find.shape());
        plans.rows(tree.shape());
        plans.count(find.shape());
        plans.exists(find.shape());
        return List.of(
                new WeakReference<>(value),
                new WeakReference<>(condition),
                new WeakReference<>(function),
                new WeakReference<>(find),
                new WeakReference<>(tree));
    }

    @Test
    void manyThreadsGetTheirOwnValuesEach() throws Exception {
        try (Database db = Database.open(migrated.url())) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Callable<Void>> work = IntStream.range(0, 8)
                    .<Callable<Void>>mapToObj(thread -> () -> {
                        for (int i = 0; i < 300; i++) {
                            long id = 1 + (thread + i) % 9;
                            assertThat(db.find(USERS)
                                            .where(USERS.ID.eq(id))
                                            .one()
                                            .name())
                                    .isEqualTo("User " + id);
                            assertThat(db.find(USERS).where(USERS.ID.le(id)).count())
                                    .isEqualTo(id);
                        }
                        return null;
                    })
                    .toList();
            try {
                for (Future<Void> each : threads.invokeAll(work)) {
                    each.get();
                }
            } finally {
                threads.shutdown();
            }

            assertThat(Executor.of(db).plans().size()).isEqualTo(2);
            assertThat(Executor.of(db).plans().rendered()).isLessThanOrEqualTo(2 * 2 * 8);
        }
    }
}
