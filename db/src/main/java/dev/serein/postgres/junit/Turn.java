package dev.serein.postgres.junit;

import dev.serein.postgres.ScratchDatabase;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of one test method, from the making of its instance on: the databases it was lent, and what was opened. */
final class Turn {
    private final Fixture fixture;
    private final boolean concurrent;
    private final Map<String, TestDatabase> own = new LinkedHashMap<>();
    private final Map<TestDatabase, ScratchDatabase> lent = new LinkedHashMap<>();
    private final Scope scope = new Scope();
    private @Nullable String failed;

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
        return lent.computeIfAbsent(named(name), each -> each.lend(concurrent));
    }

    /** What the test holds from before is set back, though the method asks for nothing. */
    void prepare() {
        fixture.databases().forEach((name, database) -> {
            if (database.isHandedOut() && !own.containsKey(name)) {
                database(name);
            }
        });
    }

    Object value(Source source, Class<?> type, AnnotatedElement asking) {
        Scratch scratch = asking.getAnnotation(Scratch.class);
        String name = scratch == null ? "" : scratch.value();
        ScratchDatabase database = database(name);
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

    void failed(Method method) {
        failed = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    void end() throws Exception {
        fixture.ended(this);
        try {
            scope.close();
        } finally {
            if (failed != null && KeptDatabase.isWanted()) {
                lent.forEach(this::keep);
            } else {
                lent.forEach(TestDatabase::giveBack);
            }
            own.values().forEach(TestDatabase::close);
        }
    }

    private void keep(TestDatabase database, ScratchDatabase kept) {
        database.letGo(kept);
        System.err.println(KeptDatabase.message(String.valueOf(failed), kept, kept.keep()));
    }
}
