package dev.serein;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Table;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database over the one of the class, for each test, that writes down what is sent to it. */
final class Sent implements BeforeEachCallback, AfterEachCallback {
    private final MigratedDatabase database;
    private SentSql sql;
    private Database db;

    Sent(MigratedDatabase database) {
        this.database = database;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        sql = new SentSql(database.scratch().dataSource());
        db = Database.using(sql.dataSource());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        db.close();
    }

    Database db() {
        return db;
    }

    /** Since the last call. */
    List<String> taken() {
        return sql.taken();
    }

    void forget() {
        sql.taken();
    }

    /** As they are returned or selected. */
    static String columns(Table<?> table) {
        return Stream.of(table.fields())
                .map(column -> "\"%s\".\"%s\".\"%s\""
                        .formatted(table.getSchema().getName(), table.getName(), column.getName()))
                .collect(Collectors.joining(", "));
    }
}
