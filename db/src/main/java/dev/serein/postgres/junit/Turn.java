package dev.serein.postgres.junit;

import dev.serein.postgres.ScratchDatabase;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run of one test method, from the making of its instance on: the databases it was lent, and what was opened. */
final class Turn {
    private final Fixture fixture;
    private final boolean concurrent;
    private final Map<String, TestDatabase> own = new LinkedHashMap<>();
    private final Map<TestDatabase, ScratchDatabase> lent = new LinkedHashMap<>();
    private final Scope scope = new Scope();
    private final Set<ScratchDatabase> asked = new HashSet<>();
    private String name = "a method";
    private boolean failed;

    Turn(Fixture fixture, boolean concurrent) {
        this.fixture = fixture;
        this.concurrent = concurrent;
    }

    /** Databases that the method itself is annotated with. */
    void add(Map<String, Setup> setups) {
        setups.forEach((name, setup) -> own.put(name, new TestDatabase(setup, fixture.test())));
    }

    private TestDatabase named(String name) {
        Map<String, TestDatabase> all = new LinkedHashMap<>(fixture.databases());
        all.putAll(own);
        return Fixture.named(all, name, fixture.test().getSimpleName());
    }

    synchronized ScratchDatabase database(String name) {
        return lent.computeIfAbsent(named(name), each -> each.lend(fixture, concurrent));
    }

    /** What the test may hold from before is set back, though the method asks for nothing. */
    void prepare() {
        fixture.databases().forEach((name, database) -> {
            if (database.hasOneOfTheClass() && !own.containsKey(name)) {
                database(name);
            }
        });
    }

    Object value(Source source, Class<?> type, AnnotatedElement asking) {
        Scratch scratch = asking.getAnnotation(Scratch.class);
        String name = scratch == null ? "" : scratch.value();
        ScratchDatabase database = database(name);
        asked.add(database);
        return scope.value(
                source, type, Source.isOfStandby(type, asking) ? named(name).replica(database) : database);
    }

    /** Those of the outer classes first. */
    void runScripts(Method method) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> each = fixture.test(); each != null; each = each.getEnclosingClass()) {
            classes.add(0, each);
        }
        for (Class<?> each : classes) {
            Annotations.SQL.inheritedBy(each).forEach(level -> run(level, each));
        }
        run(Annotations.SQL.on(method), method.getDeclaringClass());
    }

    private void run(List<Sql> annotations, Class<?> beside) {
        Locations locations = new Locations(beside);
        for (Sql each : annotations) {
            for (String script : each.value()) {
                database(each.database()).run(locations.script(script));
            }
        }
    }

    void is(Method method) {
        name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    void failed() {
        failed = true;
    }

    void end() throws Exception {
        fixture.ended(this);
        lent.keySet().forEach(TestDatabase::resume);
        try {
            scope.close();
        } finally {
            lent.forEach(this::giveBack);
            own.values().forEach(TestDatabase::close);
        }
    }

    private void giveBack(TestDatabase database, ScratchDatabase scratch) {
        if (!asked.contains(scratch)) {
            database.isNotAskedFor();
        }
        if (failed && KeptDatabase.isWanted()) {
            database.giveBackFailed(scratch, name);
        } else {
            database.giveBack(scratch, name);
        }
    }
}
