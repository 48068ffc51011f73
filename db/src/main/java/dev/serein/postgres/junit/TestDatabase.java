package dev.serein.postgres.junit;

import dev.serein.postgres.Baseline;
import dev.serein.postgres.NotRestored;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgresException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The databases that one annotation stands for: the one of the class, and those of methods that cannot share it. */
final class TestDatabase {
    private final Setup setup;
    private final String test;
    private final Supply supply;

    /** Of the class's database: when the first method of a class began, outer classes first. */
    private final Map<Fixture, Baseline> baselines = new LinkedHashMap<>();

    /** Of these, the classes that began with what the database was made with: nobody had been given it. */
    private final Set<Fixture> untouched = new HashSet<>();

    private final @Nullable TestDatabase outer;
    private final @Nullable Fixture outerClass;

    private @Nullable ScratchDatabase ofClass;
    private @Nullable String handedOut;
    private @Nullable String lastUser;
    private @Nullable String failed;
    private boolean given;
    private boolean lent;
    private boolean used;

    TestDatabase(Setup setup, Class<?> test) {
        this(setup, test, null, null);
    }

    private TestDatabase(Setup setup, Class<?> test, @Nullable TestDatabase outer, @Nullable Fixture outerClass) {
        this.setup = setup;
        this.supply = new Supply(setup);
        this.test = test.getSimpleName();
        this.outer = outer;
        this.outerClass = outerClass;
    }

    /** For a nested class that may run while the outer one does: its own, with what the outer one began with. */
    TestDatabase forNested(Fixture outerFixture, Class<?> nested) {
        return setup.isolation() == Isolation.CLASS ? new TestDatabase(setup, nested, this, outerFixture) : this;
    }

    Setup setup() {
        return setup;
    }

    private ScratchDatabase create() {
        ScratchDatabase database = supply.create();
        Baseline before = outer == null || outerClass == null ? null : outer.beginningOf(outerClass);
        if (before != null) {
            write(before, database);
        }
        return database;
    }

    /** What the first method of a class begins with; null if that is what its databases are made with. */
    private synchronized @Nullable Baseline beginningOf(Fixture fixture) {
        if (handedOut != null) {
            throw atTheSameTime();
        }
        if (ofClass != null && !baselines.containsKey(fixture)) {
            enter(fixture);
            withBaseline(fixture);
        }
        return untouched.contains(fixture) ? null : baselines.get(fixture);
    }

    private ExtensionConfigurationException atTheSameTime() {
        return new ExtensionConfigurationException("Methods of " + test + " run at the same time, and " + handedOut
                + " gives them one database\n  fix: @Execution(SAME_THREAD) on the class, or take the database as a"
                + " parameter of the methods, or let them share it: @PostgresTest(isolation = NONE)");
    }

    /** For what lives as long as a class. */
    synchronized ScratchDatabase ofClass(Fixture fixture) {
        if (setup.isolation() == Isolation.METHOD) {
            throw new ExtensionConfigurationException("The class " + test + " has no database: with isolation = METHOD"
                    + " each of its methods has one\n  fix: take it in the methods or in @BeforeEach, or choose"
                    + " @PostgresTest(isolation = CLASS)");
        }
        supply.wake();
        ScratchDatabase database = shared();
        if (setup.isolation() == Isolation.CLASS && !baselines.containsKey(fixture)) {
            database = enter(fixture);
        }
        given = true;
        return database;
    }

    private ScratchDatabase shared() {
        if (ofClass == null) {
            ofClass = create();
        }
        return ofClass;
    }

    /** A nested class begins with what the first method of the outer one began with. */
    private ScratchDatabase enter(Fixture fixture) {
        Fixture outer = fixture.outerOf(this);
        if (outer == null) {
            return shared();
        }
        enter(outer);
        return baselines.containsKey(outer) ? restored(outer) : withBaseline(outer);
    }

    private ScratchDatabase withBaseline(Fixture fixture) {
        ScratchDatabase database = shared();
        baselines.put(fixture, database.baseline());
        if (!given) {
            untouched.add(fixture);
        }
        used = false;
        return database;
    }

    /** As {@link #ofClass}, for what the test keeps from one method to the next. */
    synchronized ScratchDatabase handOut(Fixture fixture, String where) {
        ScratchDatabase database = ofClass(fixture);
        holds(where);
        return database;
    }

    private void holds(String where) {
        handedOut = handedOut == null ? where : handedOut;
    }

    /** A method that asked for nothing has perhaps what {@code @BeforeAll} was given. */
    synchronized void isNotAskedFor() {
        if (given) {
            holds("what @BeforeAll was given");
        }
    }

    synchronized boolean hasOneOfTheClass() {
        return ofClass != null;
    }

    /** For one method, which gives it back. */
    synchronized ScratchDatabase lend(Fixture fixture, boolean concurrent) {
        supply.wake();
        if (setup.isolation() == Isolation.NONE) {
            return shared();
        }
        if (setup.isolation() == Isolation.METHOD) {
            return create();
        }
        if (handedOut != null && (concurrent || lent)) {
            throw atTheSameTime();
        }
        if (concurrent || lent) {
            return another(fixture);
        }
        ScratchDatabase database;
        if (baselines.containsKey(fixture)) {
            database = restored(fixture);
        } else {
            enter(fixture);
            database = withBaseline(fixture);
        }
        lent = true;
        used = true;
        return database;
    }

    /** With what {@code @BeforeAll} wrote. */
    private ScratchDatabase another(Fixture fixture) {
        Baseline before = beginningOf(fixture);
        ScratchDatabase database = create();
        if (before != null) {
            write(before, database);
        }
        return database;
    }

    private ScratchDatabase restored(Fixture fixture) {
        Baseline baseline = baselines.get(fixture);
        if (ofClass == null || baseline == null) {
            return renewed();
        }
        if (!used) {
            return ofClass;
        }
        keepCopy();
        try {
            baseline.restore();
            used = false;
            return ofClass;
        } catch (NotRestored e) {
            if (handedOut != null) {
                throw new ExtensionConfigurationException(
                        "The database of " + test + " cannot be set back after " + lastUser + ": "
                                + String.join(", ", e.changes()) + "; and there can be no new one, as " + handedOut
                                + " holds it\n  fix: take the database as a parameter of the methods instead; or give "
                                + lastUser
                                + " one of its own, with @PostgresTest on it, and take that as its parameter",
                        e);
            }
            supply.drop(ofClass);
            return renewed();
        }
    }

    /** A new one for the class, with what the classes wrote before their first methods. */
    private ScratchDatabase renewed() {
        ScratchDatabase database = create();
        List<Fixture> levels = new ArrayList<>(baselines.keySet());
        for (Fixture each : levels) {
            Baseline before = baselines.get(each);
            if (before != null) {
                if (!untouched.contains(each)) {
                    write(before, database);
                }
                before.close();
                baselines.put(each, database.baseline());
            }
        }
        ofClass = database;
        used = false;
        return database;
    }

    private void write(Baseline baseline, ScratchDatabase database) {
        try {
            baseline.writeTo(database);
        } catch (NotRestored e) {
            supply.drop(database);
            throw new ExtensionConfigurationException(
                    "A further database of " + test + " cannot hold what @BeforeAll did: "
                            + String.join(", ", e.changes())
                            + "\n  fix: put it into a migration, or into @PostgresTest(scripts), or do it in @BeforeEach",
                    e);
        }
    }

    /** The same database by way of the standby. */
    synchronized ScratchDatabase replica(ScratchDatabase database) {
        if (!setup.standby()) {
            throw new ExtensionConfigurationException(
                    "The server of " + test + " has no standby\n  fix: ask for one: @PostgresTest(standby = true)");
        }
        return supply.replica(database);
    }

    /** @param user the method that had it, for messages */
    synchronized void giveBack(ScratchDatabase database, @Nullable String user) {
        if (database == ofClass) {
            lent = false;
            lastUser = user;
        } else {
            supply.drop(database);
        }
    }

    /** As {@link #giveBack}, but it is to be looked at. */
    synchronized void giveBackFailed(ScratchDatabase database, String user) {
        if (setup.ownServer()) {
            giveBack(database, user); // it goes with its server
        } else if (database == ofClass && (handedOut != null || setup.isolation() == Isolation.NONE)) {
            lent = false;
            lastUser = user;
            failed = user;
        } else {
            if (database == ofClass) {
                ofClass = null;
                lent = false;
            }
            supply.keep(database, user);
        }
    }

    /** The database that the class was given is to be looked at. */
    synchronized void classFailed() {
        if (given && !setup.ownServer()) {
            failed = failed == null ? test : failed;
        }
    }

    /** The test holds the database of a failed method: what is kept is a copy. */
    private void keepCopy() {
        String user = failed;
        if (user == null || ofClass == null) {
            return;
        }
        failed = null;
        baselines.values().forEach(Baseline::close); // only what nobody is connected to can be copied
        try {
            supply.keep(ofClass.copy(), user);
        } catch (ScratchPostgresException e) {
            System.err.println(user + " failed; its database cannot be kept, as " + handedOut
                    + " holds it, and is connected\n  fix: run this method alone");
        }
    }

    /** A method has ended. */
    synchronized void resume() {
        supply.resume();
    }

    /** A nested class has ended. */
    synchronized void forget(Fixture fixture) {
        Baseline baseline = baselines.remove(fixture);
        if (baseline != null) {
            baseline.close();
        } else {
            used = true; // it may have ended in its @BeforeAll
        }
        untouched.remove(fixture);
    }

    synchronized void close() {
        try {
            if (failed != null && ofClass != null) {
                supply.keep(ofClass, failed);
            }
        } finally {
            supply.close();
        }
    }
}
