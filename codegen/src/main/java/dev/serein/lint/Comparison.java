package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is released beside what a release leaves behind. */
final class Comparison {
    private final SchemaState released;
    private final SchemaState now;
    private final Map<String, Relation> byName = new HashMap<>();
    private final Map<Long, Map<String, Column>> columnsThen;
    private final Map<Long, Map<String, Column>> columnsNow;

    Comparison(SchemaState released, SchemaState now) {
        this.released = released;
        this.now = now;
        for (Relation each : now.relations().values()) {
            if (each.isReadable()) {
                byName.put(nameOf(each), each);
            }
        }
        this.columnsThen = columns(released);
        this.columnsNow = columns(now);
    }

    private static String nameOf(Relation relation) {
        return relation.schema() + "." + relation.name();
    }

    private static Map<Long, Map<String, Column>> columns(SchemaState state) {
        Map<Long, Map<String, Column>> all = new HashMap<>();
        for (Column each : state.columns().values()) {
            all.computeIfAbsent(each.key().relation(), any -> new LinkedHashMap<>())
                    .put(each.name(), each);
        }
        return all;
    }

    SchemaState released() {
        return released;
    }

    SchemaState now() {
        return now;
    }

    /** What programs read by its name, in the order of their names. */
    List<Relation> relations() {
        List<Relation> all = new ArrayList<>(released.relations().values());
        all.removeIf(each -> !each.isReadable());
        all.sort(Comparator.comparing(Comparison::nameOf));
        return all;
    }

    /** What has the name now, be it the same or another. */
    @Nullable
    Relation named(Relation old) {
        return byName.get(nameOf(old));
    }

    Map<String, Column> columnsThen(Relation relation) {
        return columnsThen.getOrDefault(relation.oid(), Map.of());
    }

    Map<String, Column> columnsNow(Relation relation) {
        return columnsNow.getOrDefault(relation.oid(), Map.of());
    }
}
