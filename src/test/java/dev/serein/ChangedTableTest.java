package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A migration runs while an application has statements prepared for the old table. */
@ReferenceSchema
class ChangedTableTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final Table<Record> T = DSL.table(DSL.name("changing"));
    private static final Field<String> N = DSL.field(DSL.name("changing", "n"), String.class);

    private static final Rows<String> SELECTED = Query.rows(DSL.select(N).from(T), record -> record.get(N));

    private Database db;

    /** Of one connection, which has the statement prepared in the server; the driver knows of its own changes only. */
    @BeforeEach
    void open() {
        db = Database.open(DatabaseOptions.of(migrated.url()).withPoolMax(1));
        db.sql().execute("create table changing (n varchar(9))");
        db.sql().execute("insert into changing values ('1')");
    }

    @AfterEach
    void close() {
        db.sql().execute("drop table changing");
        db.close();
    }

    enum Door {
        SEREIN {
            @Override
            List<String> read(Session session) {
                return SELECT.list(session);
            }
        },
        JOOQ {
            @Override
            List<String> read(Session session) {
                return session.sql().fetch(select()).getValues(N);
            }
        };

        private static final PreparedRows<String> SELECT =
                JooqRows.of(select(), record -> record.get(N)).prepared();

        private static ResultQuery<? extends Record> select() {
            return DSL.select(N).from(T);
        }

        abstract List<String> read(Session session);
    }

    private int process() {
        return db.sql().fetchSingle("select pg_backend_pid()").get(0, Integer.class);
    }

    private void prepare(Door door) {
        for (int i = 0; i < 10; i++) {
            door.read(db);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewColumnIsNoticedByNobodySinceColumnsAreListed(Door door) {
        prepare(door);
        migrated.db().sql().execute("alter table changing add column m int");

        assertThat(db.<List<String>, RuntimeException>transactionResult(door::read))
                .containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    void aNewTypeIsNoticedByNobodyOutsideOfATransaction(Door door) {
        prepare(door);
        int process = process();
        migrated.db().sql().execute("alter table changing alter column n type text");

        assertThat(door.read(db)).containsExactly("1");
        assertThat(process()).isEqualTo(process);
    }

    @Test
    void aNewTypeIsNoticedByNobodyInABatch() {
        int process = process();
        Call<List<String>> first = Call.list(SELECTED);
        Call<List<String>> second = Call.list(SELECTED);
        for (int i = 0; i < 10; i++) {
            db.batch(first, second);
        }
        migrated.db().sql().execute("alter table changing alter column n type text");

        BatchResults results = db.batch(first, second);

        assertThat(results.of(first)).containsExactly("1");
        assertThat(results.of(second)).containsExactly("1");
        assertThat(process()).isEqualTo(process);
        assertThat(db.<List<String>, RuntimeException>transactionResult(
                        tx -> tx.batch(first, second).of(second)))
                .containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    void aNewTypeIsAConflictInATransactionAndTheConnectionIsKept(Door door) {
        prepare(door);
        int process = process();
        migrated.db().sql().execute("alter table changing alter column n type text");

        TransactionConflict conflict = catchThrowableOfType(
                TransactionConflict.class, () -> db.<List<String>, RuntimeException>transactionResult(door::read));
        assertThat(conflict).hasMessage("""
                Cannot run a statement: a table has changed since the statement was prepared
                  sqlstate: 0A000
                  sql:      select "changing"."n" from "changing"
                  fix:      run the whole transaction again""");
        assertThat(db.<List<String>, RuntimeException>transactionResult(door::read))
                .containsExactly("1");
        assertThat(process()).isEqualTo(process);
    }
}
