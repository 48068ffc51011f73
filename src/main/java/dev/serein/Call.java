package dev.serein;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.RowCountQuery;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its values that has not run yet: what {@link Session#batch} sends. Bound to no connection; immutable
 * and thread-safe, as far as the values are. Made by {@code bind(…)} of a {@link Query}, by the methods of a
 * {@link Dao} that end in <em>-ing</em>, such as {@link Dao#updating updating}, and by the methods here.
 *
 * <p>Rows that need the key of one that is inserted just before are one statement, as jOOQ writes it:
 *
 * <pre>{@code
 * var order = name("o").as(insertInto(ORDERS, ORDERS.USER_ID).values(userId).returning(ORDERS.ID));
 * Call<List<OrderItemsRecord>> lines = Call.list(Query.rows(with(order)
 *         .insertInto(ORDER_ITEMS, ORDER_ITEMS.ORDER_ID, ORDER_ITEMS.LINE_NO, ORDER_ITEMS.PRODUCT_ID)
 *         .select(select(field(name("o", "id"), Long.class), inline(1), val(productId)).from(name("o")))
 *         .returning()));
 * }</pre>
 *
 * @param <T> the result
 */
public final class Call<T> {
    private final List<Sql> statements;
    private final @Nullable Object[] arguments;
    private final Rule rule;
    private final Read<T> read;
    private final Function<Session, T> alone;

    private Call(
            List<Sql> statements, @Nullable Object[] arguments, Rule rule, Read<T> read, Function<Session, T> alone) {
        this.statements = statements;
        this.arguments = arguments;
        this.rule = rule;
        this.read = read;
        this.alone = alone;
    }

    /** How many rows the first statement has to return: the server sees to it, before anything is committed. */
    enum Rule {
        ANY("", ""),
        /** Not any: it says how many it has changed. */
        NONE("", ""),
        /** Of several the subquery makes an error by itself. The filter is evaluated before there is a row. */
        ONE(
                "with \"r\" as (",
                ") select \"r\".* from \"r\" where 1 / case when (select true from \"r\") then 1 else 0 end = 1"),
        ONE_AT_MOST("with \"r\" as (", ") select \"r\".* from \"r\" where coalesce((select true from \"r\"), true)");

        private final String before;
        private final String after;

        Rule(String before, String after) {
            this.before = before;
            this.after = after;
        }

        String applied(String statement) {
            return before + statement + after;
        }
    }

    /** What is made of the results of its statements. */
    interface Read<T> {
        T of(Answers answers) throws SQLException;
    }

    /**
     * All rows.
     *
     * @param rows of {@link Query#find} or {@link Query#rows}; what has children sees, in a batch that is read
     *     committed, what others commit between the statements
     * @param <T> the row
     * @return the call; its result is unmodifiable
     * @throws IllegalArgumentException if the children have to be asked for by the keys of the rows, such as those of
     *     rows in a random order: that is a second round trip
     */
    public static <T> Call<List<T>> list(Rows<T> rows) {
        return list(PreparedRows.of(rows), NONE);
    }

    /**
     * The only row, which has to be there, or nothing of the batch is stored.
     *
     * @param rows of {@link Query#find} or {@link Query#rows}
     * @param <T> the row
     * @return the call
     * @throws IllegalArgumentException if it has a {@code with} that changes rows, which PostgreSQL takes only at the
     *     beginning of a statement: ask with {@link #list}; or if it cannot be in a batch, as of {@link #list}
     */
    public static <T> Call<T> one(Rows<T> rows) {
        return one(PreparedRows.of(rows), NONE);
    }

    /**
     * The only row, if there is one; if there are more, nothing of the batch is stored.
     *
     * @param rows of {@link Query#find} or {@link Query#rows}
     * @param <T> the row
     * @return the call
     * @throws IllegalArgumentException as of {@link #one}
     */
    public static <T> Call<Optional<T>> maybe(Rows<T> rows) {
        return maybe(PreparedRows.of(rows), NONE);
    }

    /**
     * How many rows a statement of jOOQ's changes. There is no such call of one with {@code returning}: that is one of
     * {@link Query#rows}.
     *
     * @param change an insert, update, delete or merge, made with the static methods of {@link org.jooq.impl.DSL}
     * @return the call
     * @throws IllegalArgumentException if an update or delete has no condition
     */
    public static Call<Integer> changed(RowCountQuery change) {
        Sql sql = JooqRows.withWhere(Sql.of(change));
        return of(sql, NONE, Rule.NONE, Answers::changed, session -> Executor.of(session)
                .update(sql, NONE));
    }

    private static final Object[] NONE = {};

    static <T> Call<List<T>> list(PreparedRows<T> rows, @Nullable Object... arguments) {
        return new Call<>(
                rows.statements(), arguments, Rule.ANY, rows::read, session -> rows.rows(0, session, arguments));
    }

    static <T> Call<T> one(PreparedRows<T> rows, @Nullable Object... arguments) {
        PreparedRows<T> few = rows.few();
        return new Call<>(
                restrictable(few.statements()),
                arguments,
                Rule.ONE,
                answers -> PreparedRows.first(few.read(answers)).orElseThrow(),
                session -> rows.one(session, arguments));
    }

    static <T> Call<Optional<T>> maybe(PreparedRows<T> rows, @Nullable Object... arguments) {
        PreparedRows<T> few = rows.few();
        return new Call<>(
                restrictable(few.statements()),
                arguments,
                Rule.ONE_AT_MOST,
                answers -> PreparedRows.first(few.read(answers)),
                session -> rows.maybe(session, arguments));
    }

    private static List<Sql> restrictable(List<Sql> statements) {
        Sql first = statements.get(0);
        if (first.writes() && FirstWord.of(first.text()).equals("with")) {
            throw new IllegalArgumentException("A statement that begins with a change in its WITH can only be a call"
                    + " for all of its rows: Call.list(…)");
        }
        return statements;
    }

    static <T> Call<T> of(
            Sql statement, @Nullable Object[] arguments, Rule rule, Read<T> read, Function<Session, T> alone) {
        return new Call<>(List.of(statement), arguments, rule, read, alone);
    }

    /** For one row at most, by its key. */
    static <T> Call<Optional<T>> maybe(
            Sql statement, @Nullable Object[] arguments, Executor.RowsRead<Optional<T>> row) {
        return of(statement, arguments, Rule.ANY, answers -> row.of(answers.next()), session -> Executor.of(session)
                .query(statement, arguments, 0, row));
    }

    /** The same, for a row that has to be there. */
    static <T> Call<T> one(
            Sql statement,
            @Nullable Object[] arguments,
            Executor.RowsRead<Optional<T>> row,
            Supplier<? extends DatabaseException> none) {
        return of(
                statement,
                arguments,
                Rule.ONE,
                answers -> row.of(answers.next()).orElseThrow(),
                session ->
                        Executor.of(session).query(statement, arguments, 0, row).orElseThrow(none));
    }

    /** In the order in which they are sent. */
    List<Sql> statements() {
        return statements;
    }

    @Nullable
    Object[] arguments() {
        return arguments;
    }

    Rule rule() {
        return rule;
    }

    T read(Answers answers) throws SQLException {
        return Objects.requireNonNull(read.of(answers));
    }

    /** Runs it as it would if it were no call. */
    T alone(Session session) {
        return alone.apply(session);
    }

    /** How many rows a result is. */
    static long rows(Object result) {
        if (result instanceof Collection<?> list) {
            return list.size();
        }
        if (result instanceof Integer changed) {
            return changed;
        }
        return Boolean.FALSE.equals(result) || result.equals(Optional.empty()) ? 0 : 1;
    }

    /** {@return the SQL, with a placeholder for each value} */
    @Override
    public String toString() {
        return String.join("; ", statements.stream().map(Sql::text).toList());
    }
}
