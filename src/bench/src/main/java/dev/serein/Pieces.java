package dev.serein;

import static dev.serein.bench.db.Tables.CUSTOMERS;

import dev.serein.bench.db.CustomersRow;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a statement is made of, each alone: as plain jOOQ does it and as Serein does. In this package for the pieces are
 * nobody else's. To be run with {@code java -cp src/bench/target/bench.jar org.openjdk.jmh.Main Pieces}.
 */
public class Pieces {
    private static final int ROWS = 50;
    private static final DSLContext JOOQ = DSL.using(SQLDialect.POSTGRES, new Settings().withExecuteLogging(false));

    private static Select<?> select(int id) {
        return DSL.select(CUSTOMERS.fields())
                .from(CUSTOMERS)
                .where(CUSTOMERS.ID.gt(id))
                .orderBy(CUSTOMERS.ID)
                .limit(ROWS);
    }

    /** From typed Java to text; what is prepared pays it once. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @Warmup(iterations = 6, time = 1)
    @Measurement(iterations = 3, time = 1)
    @Fork(1)
    public static class Rendering {
        private int id;

        /** {@return the text} */
        @Benchmark
        public String jooq() {
            return JOOQ.render(select(id++));
        }

        /** {@return the text and its placeholders} */
        @Benchmark
        public Object serein() {
            return Sql.of(select(id++));
        }
    }

    /** A statement of the driver's, which is not sent. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @Warmup(iterations = 6, time = 1)
    @Measurement(iterations = 3, time = 1)
    @Fork(1)
    public static class Binding {
        private final Select<?> select = select(7);
        private final Sql sql = Sql.of(select);
        private final Scene scene = new Scene();
        private final PreparedStatement statement = scene.statement(sql.text());

        /** {@return the statement with its values} */
        @Benchmark
        @SuppressWarnings("removal") // there is no other way to do nothing but bind
        public PreparedStatement jooq() {
            JOOQ.bindContext(statement).visit(select);
            return statement;
        }

        /**
         * Binds.
         *
         * @return the statement with its values
         * @throws SQLException if anything goes wrong
         */
        @Benchmark
        public PreparedStatement serein() throws SQLException {
            sql.bind(statement, new Object[0]);
            return statement;
        }

        /** Ends the server. */
        @TearDown
        public void close() {
            scene.close();
        }
    }

    /** Rows that the driver has read, made into records of Java. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @Warmup(iterations = 6, time = 1)
    @Measurement(iterations = 3, time = 1)
    @Fork(1)
    public static class Reading {
        private final dev.serein.Reading<CustomersRow> reading = dev.serein.Reading.of(CUSTOMERS);
        private final Scene scene = new Scene();
        private final ResultSet rows = scene.rows();

        /**
         * Reads.
         *
         * @return the rows
         * @throws SQLException if anything goes wrong
         */
        @Benchmark
        public List<CustomersRow> jooq() throws SQLException {
            rows.beforeFirst();
            // not to the end, at which jOOQ would close them
            List<? extends Record> records =
                    JOOQ.fetchLazy(rows, CUSTOMERS.fields()).fetchNext(ROWS);
            List<CustomersRow> all = new ArrayList<>(ROWS);
            for (Record each : records) {
                all.add(CustomersRow.of(each.into(CUSTOMERS)));
            }
            return all;
        }

        /**
         * Reads.
         *
         * @return the rows
         * @throws SQLException if anything goes wrong
         */
        @Benchmark
        public List<CustomersRow> serein() throws SQLException {
            rows.beforeFirst();
            RowStream.Next<CustomersRow> row = reading.each(rows);
            List<CustomersRow> all = new ArrayList<>(ROWS);
            for (int i = 0; i < ROWS && rows.next(); i++) {
                all.add(row.row());
            }
            return all;
        }

        /** Ends the server. */
        @TearDown
        public void close() {
            scene.close();
        }
    }

    /** A server with a connection to it. */
    private static final class Scene {
        private static final String CUSTOMER = "'Amberford Trading', 'Ada', 'Owner', '1 High Street', 'City', '00037',"
                + " null::text, 'Country 1', '555-7919', null::text";

        private final ScratchPostgres postgres = ScratchPostgres.start();
        private final ScratchDatabase database = postgres.createDatabase();
        private final Connection connection;

        Scene() {
            try {
                connection = database.dataSource().getConnection();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        PreparedStatement statement(String sql) {
            try {
                return connection.prepareStatement(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** One more than is read. */
        ResultSet rows() {
            try {
                PreparedStatement select = connection.prepareStatement(
                        "select n, " + CUSTOMER + " from generate_series(0, " + ROWS + ") n",
                        ResultSet.TYPE_SCROLL_INSENSITIVE,
                        ResultSet.CONCUR_READ_ONLY);
                return select.executeQuery();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        void close() {
            postgres.close();
        }
    }
}
