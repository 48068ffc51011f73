package dev.serein.postgres.junit;

import dev.serein.postgres.ScratchDatabase;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** What one test class has: its databases, by name, and what was made for the class. */
final class Fixture {
    static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

    private final Class<?> test;
    private final @Nullable Fixture outer;
    private final Map<String, TestDatabase> databases = new LinkedHashMap<>();
    private final List<TestDatabase> own = new ArrayList<>();
    private final Scope scope = new Scope();
    private final Set<Turn> turns = new LinkedHashSet<>();
    private final Set<Object> filled = Collections.newSetFromMap(new IdentityHashMap<>());

    private Fixture(Class<?> test, @Nullable Fixture outer, boolean parallel) {
        this.test = test;
        this.outer = outer;
        if (outer != null) {
            outer.databases.forEach((name, database) -> {
                TestDatabase here = parallel ? database.forNested(outer, test) : database;
                databases.put(name, here == database ? here : owned(here));
            });
        }
        Setup.of(test).forEach((name, setup) -> databases.put(name, owned(new TestDatabase(setup, test))));
    }

    private TestDatabase owned(TestDatabase database) {
        own.add(database);
        return database;
    }

    /** Of the class that a context is of, or is in. */
    static Fixture of(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent() && ofClass.getParent().isPresent()) {
            ofClass = ofClass.getParent().get();
        }
        Store store = ofClass.getStore(NAMESPACE);
        synchronized (Fixture.class) {
            // the store of a nested class also gives what is in that of the outer one
            Fixture known = store.get(ofClass.getUniqueId(), Fixture.class);
            if (known == null) {
                Class<?> test = ofClass.getRequiredTestClass();
                ExtensionContext around = ofClass.getParent().orElse(null);
                while (around != null
                        && around.getTestClass().filter(test::equals).isPresent()) {
                    around = around.getParent().orElse(null);
                }
                Fixture outer = around != null && around.getTestClass().isPresent() ? of(around) : null;
                known = new Fixture(test, outer, isParallel(context));
                store.put(ofClass.getUniqueId(), known);
            }
            return known;
        }
    }

    static boolean isParallel(ExtensionContext context) {
        return context.getConfigurationParameter("junit.jupiter.execution.parallel.enabled")
                .map(Boolean::parseBoolean)
                .orElse(false);
    }

    Class<?> test() {
        return test;
    }

    Scope scope() {
        return scope;
    }

    Map<String, TestDatabase> databases() {
        return databases;
    }

    /** The class around this one, if it has the same database. */
    @Nullable
    Fixture outerOf(TestDatabase database) {
        return outer != null && outer.databases.containsValue(database) ? outer : null;
    }

    TestDatabase database(AnnotatedElement asking) {
        Scratch scratch = asking.getAnnotation(Scratch.class);
        return named(databases, scratch == null ? "" : scratch.value(), test.getSimpleName());
    }

    /** The only one may be asked for without its name. */
    static TestDatabase named(Map<String, TestDatabase> databases, String name, String where) {
        TestDatabase found = databases.get(name);
        if (found == null && name.isEmpty() && databases.size() == 1) {
            found = databases.values().iterator().next();
        }
        if (found != null) {
            return found;
        }
        if (databases.isEmpty()) {
            throw new ExtensionConfigurationException(
                    where + " has no database\n  fix: @PostgresTest on the class, or on the method");
        }
        String names = String.join(
                ", ", databases.keySet().stream().map(each -> '"' + each + '"').toList());
        throw new ExtensionConfigurationException(
                name.isEmpty()
                        ? where + " has several databases, and it is not said which: " + names
                                + "\n  fix: say it: @Scratch("
                                + databases.keySet().stream()
                                        .map(each -> '"' + each + '"')
                                        .findFirst()
                                        .orElseThrow() + ")"
                        : where + " has no database of the name \"" + name + "\", but " + names
                                + "\n  fix: name one of these, or add @PostgresTest(name = \"" + name + "\", ...)");
    }

    Object valueForClass(Source source, Class<?> type, AnnotatedElement asking, @Nullable String kept) {
        TestDatabase database = database(asking);
        ScratchDatabase scratch = kept == null ? database.ofClass(this) : database.handOut(this, kept);
        return scope.value(source, type, Source.isOfStandby(type, asking) ? database.replica(scratch) : scratch);
    }

    synchronized Turn begin(Turn turn) {
        turns.add(turn);
        return turn;
    }

    synchronized void ended(Turn turn) {
        turns.remove(turn);
    }

    /** Its fields were set when it was made: it is the one instance of the class. */
    synchronized void filled(Object instance) {
        filled.add(instance);
    }

    synchronized boolean isFilled(Object instance) {
        return filled.contains(instance) || (outer != null && outer.isFilled(instance));
    }

    /** The class itself has, such as in its {@code @BeforeAll}. */
    void failed() {
        if (KeptDatabase.isWanted()) {
            own.forEach(TestDatabase::classFailed);
        }
    }

    void close() throws Exception {
        // those of methods that never began: their instance could not be made
        for (Turn each : turnsLeft()) {
            each.end();
        }
        try {
            scope.close();
        } finally {
            databases.values().forEach(each -> each.forget(this));
            own.forEach(TestDatabase::close);
        }
    }

    private synchronized List<Turn> turnsLeft() {
        return List.copyOf(turns);
    }
}
