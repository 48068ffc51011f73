package dev.serein;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of a statement while they come; each part has the time of a statement. One thread's. */
final class RowStream<T> extends AbstractSpliterator<T> implements AutoCloseable {
    private final ResultSet rows;
    private final Next<T> next;
    private final RunningStatement running;
    private final Sql statement;
    private boolean over;
    private long count;

    /** Reads the present row. */
    interface Next<T> {
        T row() throws SQLException;
    }

    /** Begins to read rows. */
    interface Source<T> {
        Next<T> of(ResultSet rows);
    }

    RowStream(ResultSet rows, Source<T> source, RunningStatement running, Sql statement) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.rows = rows;
        this.next = source.of(rows);
        this.running = running;
        this.statement = statement;
    }

    Stream<T> rows() {
        return StreamSupport.stream(this, false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (over) {
            throw new IllegalStateException("The stream is over: it ends when the function it was given to returns");
        }
        T row;
        try {
            running.begin();
            if (!rows.next()) {
                return false;
            }
            row = next.row();
            running.rows(++count);
        } catch (SQLException e) {
            throw running.failed(statement, e);
        } finally {
            running.end();
        }
        action.accept(row);
        return true;
    }

    @Override
    public void close() {
        over = true;
    }
}
