package dev.serein.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** New migrations, in one release. Its dangers are those of all its statements. */
final class Case {
    /** Who waits for a statement. */
    enum Waits {
        WRITERS,
        READERS_AND_WRITERS
    }

    private final String name;
    private final List<List<String>> files = new ArrayList<>();
    private final Set<String> dangers = new TreeSet<>();
    private final Map<String, Waits> waits = new TreeMap<>();
    private final Set<String> tables = new TreeSet<>(Set.of("customers", "orders"));
    private int oldest = 14;
    private boolean outside;

    Case(String name) {
        this.name = name;
    }

    Case file(String... statements) {
        files.add(List.of(statements));
        return this;
    }

    /** The statements of no file are in one transaction. */
    Case outside() {
        outside = true;
        return this;
    }

    Case danger(String... rules) {
        dangers.addAll(List.of(rules));
        return this;
    }

    Case readersOf(String table) {
        waits.put(table, Waits.READERS_AND_WRITERS);
        return near(table);
    }

    Case writersOf(String table) {
        waits.put(table, Waits.WRITERS);
        return near(table);
    }

    /** Another table for which it is looked whether somebody waits. */
    Case near(String table) {
        tables.add(table);
        return this;
    }

    Case from(int major) {
        oldest = major;
        return this;
    }

    /** Each file as its statements. */
    List<List<String>> files() {
        return files;
    }

    boolean isOutside() {
        return outside;
    }

    Set<String> dangers() {
        return dangers;
    }

    Map<String, Waits> waits() {
        return waits;
    }

    Set<String> tables() {
        return tables;
    }

    /** The version of PostgreSQL that has what it uses. */
    int oldest() {
        return oldest;
    }

    @Override
    public String toString() {
        return name;
    }
}
