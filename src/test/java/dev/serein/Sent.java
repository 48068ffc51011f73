package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Table;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database over the one of the class, for each test, that writes down what is sent to it. */
final class Sent implements BeforeEachCallback, AfterEachCallback {
    private static final Pattern PATH = Pattern.compile("(\\w+) as (alias_\\d+)");

    private final MigratedDatabase database;
    private SentSql sql;
    private Database db;

    Sent(MigratedDatabase database) {
        this.database = database;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        sql = new SentSql(database.dataSource());
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

    /**
     * The only statement since the last call, a line for each of its parts, easier to read: without quotes and the
     * schema public, and with the name of the table in place of the one that jOOQ gives to a path.
     */
    String only() {
        List<String> taken = taken();
        assertThat(taken).hasSize(1);
        String text = taken.get(0)
                .replace("\"public\".", "")
                .replace("\"", "")
                .replace("; ", ";\n")
                .replace("begin isolation level repeatable read;\n", "");
        Map<String, String> names = new LinkedHashMap<>();
        Matcher path = PATH.matcher(text);
        while (path.find()) {
            String name = "<" + path.group(1);
            long before = names.values().stream()
                    .filter(each -> each.startsWith(name))
                    .count();
            names.putIfAbsent(path.group(2), name + (before == 0 ? ">" : "_" + (before + 1) + ">"));
        }
        for (Map.Entry<String, String> each : names.entrySet()) {
            text = text.replace(each.getKey(), each.getValue());
        }
        return text.replace(";\ncommit", "");
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
