package dev.serein.postgres.junit;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The databases that one annotation stands for: the one of the class, and those of methods that cannot share it. */
final class TestDatabase {
    private final Setup setup;
    private final String test;
    private final Set<ScratchDatabase> made = new LinkedHashSet<>();
    private @Nullable ScratchPostgres server;
    private final Replicas replicas = new Replicas();
    private @Nullable ScratchDatabase ofClass;
    private @Nullable String handedOut;
    private boolean lent;
    private boolean used;

    TestDatabase(Setup setup, Class<?> test) {
        this.setup = setup;
        this.test = test.getSimpleName();
    }

    Setup setup() {
        return setup;
    }

    private ScratchPostgres server() {
        if (server == null) {
            server = setup.ownServer()
                    ? ScratchPostgres.start(setup.options())
                    : ScratchPostgres.shared(setup.options());
        }
        return server;
    }

    private ScratchDatabase create() {
        ScratchDatabase database = server().createDatabase(setup.template());
        made.add(database);
        return database;
    }

    /** For what lives as long as the class. */
    synchronized ScratchDatabase ofClass() {
        if (setup.isolation() == Isolation.METHOD) {
            throw new ExtensionConfigurationException("The class " + test + " has no database: with isolation = METHOD"
                    + " each of its methods has one\n  fix: take it in the methods or in @BeforeEach, or choose"
                    + " @PostgresTest(isolation = CLASS)");
        }
        if (ofClass == null) {
            ofClass = create();
        }
        return ofClass;
    }

    /** As {@link #ofClass()}, for what the test keeps from one method to the next. */
    synchronized ScratchDatabase handOut(String where) {
        ScratchDatabase database = ofClass();
        handedOut = handedOut == null ? where : handedOut;
        return database;
    }

    synchronized boolean isHandedOut() {
        return handedOut != null;
    }

    /** For one method, which gives it back. */
    synchronized ScratchDatabase lend(boolean concurrent) {
        if (setup.isolation() == Isolation.NONE) {
            return ofClass();
        }
        if (setup.isolation() == Isolation.METHOD) {
            return create();
        }
        if (handedOut != null && concurrent) {
            throw new ExtensionConfigurationException("Methods of " + test + " run at the same time, and " + handedOut
                    + " gives them one database\n  fix: @Execution(SAME_THREAD) on the class, or take the database as a"
                    + " parameter of the methods, or let them share it: @PostgresTest(isolation = NONE)");
        }
        if (concurrent || lent) {
            return create();
        }
        if (used && ofClass != null) {
            if (handedOut != null) {
                throw new ExtensionConfigurationException("The database of " + test
                        + " cannot be another for each method: " + handedOut + " holds it"
                        + "\n  fix: take the database as a parameter of the methods, or let them share it:"
                        + " @PostgresTest(isolation = NONE)");
            }
            drop(ofClass);
            ofClass = null;
        }
        lent = true;
        used = true;
        return ofClass();
    }

    /** The same database by way of the standby. */
    synchronized ScratchDatabase replica(ScratchDatabase database) {
        if (!setup.standby()) {
            throw new ExtensionConfigurationException(
                    "The server of " + test + " has no standby\n  fix: ask for one: @PostgresTest(standby = true)");
        }
        return replicas.of(database);
    }

    synchronized void giveBack(ScratchDatabase database) {
        if (database == ofClass) {
            lent = false;
        } else {
            drop(database);
        }
    }

    /** The class does not use it any more, and it is not dropped. */
    synchronized void letGo(ScratchDatabase database) {
        made.remove(database);
        if (database == ofClass) {
            ofClass = null;
            lent = false;
            used = false;
        }
    }

    private void drop(ScratchDatabase database) {
        if (made.remove(database)) {
            database.close();
        }
    }

    synchronized void close() {
        try {
            Set.copyOf(made).forEach(this::drop);
        } finally {
            if (setup.ownServer() && server != null) {
                server.close();
            }
        }
    }
}
