package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.junit.Scratch;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jooq.TableField;
import org.jooq.impl.CustomRecord;
import org.jooq.impl.CustomTable;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A table with columns that the DAO keeps: a version, and two times. */
@ReferenceSchema
class OptimisticLockTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final String COLUMNS = """
            "public"."notes"."id", "public"."notes"."body", "public"."notes"."version", "public"."notes"."created_at",\
             "public"."notes"."updated_at\"""";
    private static final String KEPT = """
            "version" = "public"."notes"."version" + 1, "updated_at" = current_timestamp""";

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @BeforeAll
    static void table() {
        migrated.db().sql().execute("""
                create table notes (
                    id bigint primary key, body text, version integer not null,
                    created_at timestamptz not null, updated_at timestamptz not null)
                """);
    }

    @AfterEach
    void empty() {
        migrated.db().sql().execute("truncate notes");
    }

    private NotesDao notes() {
        return new NotesDao(sent.db());
    }

    @Test
    void anInsertFillsTheColumns() {
        NotesRow note = notes().insert(new NotesInsert(1L, "a"));
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."notes" ("id", "body", "version", "created_at", "updated_at")\
                 values (?, ?, 0, current_timestamp, current_timestamp) returning\s""" + COLUMNS);
        assertThat(note.version()).isZero();
        assertThat(note.createdAt())
                .isEqualTo(note.updatedAt())
                .isAfter(OffsetDateTime.now().minusMinutes(1));
        assertThat(notes().insertAll(List.of(new NotesInsert(2L, "b"), new NotesInsert(3L, "c"))))
                .extracting(NotesRow::version)
                .containsOnly(0);
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."notes" ("id", "body", "version", "created_at", "updated_at")\
                 select "given"."id", "given"."body", 0, current_timestamp, current_timestamp\
                 from unnest(cast(? as bigint[]), cast(? as text[])) as "given" ("id", "body") returning\s""" + COLUMNS);
    }

    @Test
    void everyUpdateCounts() {
        NotesRow note = notes().insert(new NotesInsert(1L, "a"));
        sent.forget();
        NotesRow second = notes().update(1L, patch -> patch.body("b"));
        assertThat(second.version()).isEqualTo(1);
        assertThat(second.updatedAt()).isAfter(note.updatedAt());
        assertThat(second.createdAt()).isEqualTo(note.createdAt());
        assertThat(sent.taken())
                .containsExactly("update \"public\".\"notes\" set \"body\" = ?, " + KEPT
                        + " where \"public\".\"notes\".\"id\" = ? returning " + COLUMNS);
        assertThat(notes().updateAll(new NotesPatch().body("c"))).isEqualTo(1);
        assertThat(sent.taken()).containsExactly("update \"public\".\"notes\" set \"body\" = ?, " + KEPT);
        Upserted<NotesRow> third = notes().upsert(new NotesInsert(1L, "d"), ConflictTarget.of(Notes.NOTES.id));
        assertThat(third.inserted()).isFalse();
        assertThat(third.row())
                .extracting(NotesRow::version, NotesRow::createdAt)
                .containsExactly(3, note.createdAt());
        assertThat(sent.taken()).singleElement().asString().contains("""
                on conflict ("id") do update set "body" = excluded."body", "version" = "public"."notes"."version" + 1,\
                 "updated_at" = current_timestamp where\s""");
    }

    @Test
    void whatWasSeenIsUpdated() {
        NotesRow seen = notes().insert(new NotesInsert(1L, "a"));
        sent.forget();
        NotesRow updated = notes().update(seen, patch -> patch.body("b"));
        assertThat(updated.version()).isEqualTo(1);
        assertThat(sent.taken())
                .containsExactly("update \"public\".\"notes\" set \"body\" = ?, " + KEPT
                        + " where (\"public\".\"notes\".\"id\" = ? and \"public\".\"notes\".\"version\" = ?) returning "
                        + COLUMNS);
        assertThat(notes().update(updated, patch -> patch)).isEqualTo(updated);
        assertThat(sent.taken())
                .containsExactly("select " + COLUMNS + """
                 from "public"."notes" where ("public"."notes"."id" = ? and "public"."notes"."version" = ?)""".indent(1).stripTrailing());
    }

    @Test
    void whatAnotherHasChangedIsNot() {
        NotesRow seen = notes().insert(new NotesInsert(1L, "a"));
        notes().update(1L, patch -> patch.body("b"));
        sent.forget();
        assertThatThrownBy(() -> notes().update(seen, patch -> patch.body("secret")))
                .isInstanceOf(RowChanged.class)
                .hasMessage("""
                        Cannot update the row of public.notes: it was changed or deleted since it was read, or a trigger of the table left it as it was
                          columns: version
                          fix:     read it again""")
                .extracting(thrown -> ((RowChanged) thrown).table())
                .isEqualTo("public.notes");
        assertThat(sent.taken()).hasSize(1);
        assertThatThrownBy(() -> notes().update(seen, patch -> patch)).isInstanceOf(RowChanged.class);
        assertThatThrownBy(() -> notes().delete(seen))
                .isInstanceOf(RowChanged.class)
                .hasMessage("""
                Cannot delete the row of public.notes: it was changed or deleted since it was read, or a trigger of the table left it as it was
                  columns: version
                  fix:     read it again""");
        assertThat(notes().getById(1L))
                .extracting(NotesRow::body, NotesRow::version)
                .containsExactly("b", 1);
        sent.forget();
        notes().delete(notes().getById(1L));
        assertThat(sent.taken()).element(1).isEqualTo("""
                delete from "public"."notes" where ("public"."notes"."id" = ? and "public"."notes"."version" = ?)""");
        assertThat(notes().count()).isZero();
    }

    @Test
    void aTransactionGoesOnAfterwards() {
        NotesRow seen = notes().insert(new NotesInsert(1L, "a"));
        sent.db().transaction(tx -> {
            NotesDao inTx = new NotesDao(tx);
            NotesRow now = inTx.update(seen, patch -> patch.body("b"));
            assertThatThrownBy(() -> inTx.update(seen, patch -> patch.body("c")))
                    .isInstanceOf(RowChanged.class);
            inTx.update(now, patch -> patch.body("d"));
        });
        assertThat(notes().getById(1L).body()).isEqualTo("d");
    }

    // what the generator writes for such a table, as short as it can be

    record NotesRow(long id, String body, int version, OffsetDateTime createdAt, OffsetDateTime updatedAt) {}

    static final class NotesRecord extends CustomRecord<NotesRecord> {
        private static final long serialVersionUID = 1L;

        NotesRecord() {
            super(Notes.NOTES);
        }
    }

    static final class Notes extends CustomTable<NotesRecord> implements RowTable<NotesRecord, NotesRow> {
        private static final long serialVersionUID = 1L;
        static final Notes NOTES = new Notes();

        final TableField<NotesRecord, Long> id = createField(DSL.name("id"), SQLDataType.BIGINT);
        final TableField<NotesRecord, String> body = createField(DSL.name("body"), SQLDataType.CLOB);
        final TableField<NotesRecord, Integer> version = createField(DSL.name("version"), SQLDataType.INTEGER);
        final TableField<NotesRecord, OffsetDateTime> createdAt =
                createField(DSL.name("created_at"), SQLDataType.TIMESTAMPWITHTIMEZONE(6));
        final TableField<NotesRecord, OffsetDateTime> updatedAt =
                createField(DSL.name("updated_at"), SQLDataType.TIMESTAMPWITHTIMEZONE(6));

        private Notes() {
            super(DSL.name("notes"), DSL.schema(DSL.name("public")));
        }

        @Override
        public Class<? extends NotesRecord> getRecordType() {
            return NotesRecord.class;
        }

        @Override
        public NotesRow $row(NotesRecord record) {
            return new NotesRow(
                    record.get(id),
                    record.get(body),
                    record.get(version),
                    record.get(createdAt),
                    record.get(updatedAt));
        }

        @Override
        public NotesRow $read(RowReader row) throws SQLException {
            return new NotesRow(
                    row.getLong(0),
                    row.getOrNull(1, body),
                    row.getInt(2),
                    row.get(3, createdAt),
                    row.get(4, updatedAt));
        }
    }

    static final class NotesInsert extends Insert<NotesRecord> {
        NotesInsert(Long id, String body) {
            super(Assignments.none(Notes.NOTES).with(0, id).with(1, body));
        }
    }

    static final class NotesPatch extends Patch<NotesRecord> {
        NotesPatch() {
            this(Assignments.none(Notes.NOTES));
        }

        private NotesPatch(Assignments<NotesRecord> assignments) {
            super(assignments);
        }

        NotesPatch body(String body) {
            return new NotesPatch($assignments().with(1, body));
        }
    }

    static final class NotesDao extends Dao<NotesRecord, NotesRow, NotesInsert, NotesPatch, Long> {
        private static final DaoTable<NotesRecord, NotesRow, Long> TABLE = DaoTable.<NotesRecord, NotesRow, Long>of(
                        Notes.NOTES, id -> new Object[] {id}, row -> new Object[] {row.id()}, Notes.NOTES.id)
                .version(Notes.NOTES.version, NotesRow::version)
                .createdAt(Notes.NOTES.createdAt)
                .updatedAt(Notes.NOTES.updatedAt);

        NotesDao(Session session) {
            super(session, TABLE, new NotesPatch());
        }

        NotesRow update(NotesRow seen, UnaryOperator<NotesPatch> change) {
            return updateSeen(seen, change);
        }

        void delete(NotesRow seen) {
            deleteSeen(seen);
        }
    }
}
