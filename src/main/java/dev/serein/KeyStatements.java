package dev.serein;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.Record;
import org.jooq.SelectForUpdateStep;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** What is done with the one row that has a key. */
final class KeyStatements<R extends Record, T> {
    private final RowTable<R, T> table;
    private final List<TableField<R, ?>> key;
    private final Executor.RowsRead<Optional<T>> row;
    private final Shapes<Form, Sql> statements = new Shapes<>(this::render);

    KeyStatements(RowTable<R, T> table, List<TableField<R, ?>> key) {
        this.table = table;
        this.key = key;
        this.row = Reading.of(table)::first;
    }

    private enum Form {
        FIND("findById"),
        EXISTS("exists"),
        DELETE("delete"),
        LOCK_WAIT("lock"),
        LOCK_SKIP_LOCKED("lock"),
        LOCK_NOWAIT("lock");

        private final String method;

        Form(String method) {
            this.method = method;
        }
    }

    Optional<T> find(Session session, Object[] id) {
        return Executor.of(session).query(statements.of(Form.FIND), id, 0, row);
    }

    Optional<T> lock(Session session, LockMode mode, Object[] id) {
        Form form =
                switch (mode) {
                    case WAIT -> Form.LOCK_WAIT;
                    case SKIP_LOCKED -> Form.LOCK_SKIP_LOCKED;
                    case NOWAIT -> Form.LOCK_NOWAIT;
                };
        return Executor.of(session).query(statements.of(form), id, 0, row);
    }

    boolean exists(Session session, Object[] id) {
        return Executor.of(session).query(statements.of(Form.EXISTS), id, 0, rows -> rows.next() && rows.getBoolean(1));
    }

    boolean delete(Session session, Object[] id) {
        return Executor.of(session).update(statements.of(Form.DELETE), id) > 0;
    }

    Call<Optional<T>> finding(Object[] id) {
        return Call.maybe(statements.of(Form.FIND), id, row);
    }

    /** @param none what is thrown if it is not there */
    Call<T> getting(Object[] id, Supplier<RowNotFound> none) {
        return Call.one(statements.of(Form.FIND), id, row, none);
    }

    Call<Boolean> deleting(Object[] id) {
        return Call.of(
                statements.of(Form.DELETE),
                id,
                Call.Rule.NONE,
                answers -> answers.changed() > 0,
                session -> delete(session, id));
    }

    private Sql render(Form form) {
        Sql rendered =
                switch (form) {
                    case FIND -> Sql.of(select());
                    case EXISTS ->
                        Sql.of(DSL.select(DSL.exists(DSL.selectOne().from(table).where(Lookup.conditions(key)))));
                    case DELETE -> Sql.of(DSL.deleteFrom(table).where(Lookup.conditions(key)));
                    case LOCK_WAIT -> Sql.of(select().forUpdate());
                    case LOCK_SKIP_LOCKED -> Sql.of(select().forUpdate().skipLocked());
                    case LOCK_NOWAIT -> Sql.of(select().forUpdate().noWait());
                };
        return rendered.named(table.getName() + "." + form.method);
    }

    private SelectForUpdateStep<?> select() {
        return DSL.select(table.$columns()).from(table).where(Lookup.conditions(key));
    }
}
