package dev.serein.postgres.junit;

import dev.serein.postgres.ScratchDatabase;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the databases of one annotation come from, and where they go. For one thread at a time. */
final class Supply {
    private final Setup setup;
    private final Set<ScratchDatabase> made = new LinkedHashSet<>();
    private final Replicas replicas = new Replicas();
    private @Nullable TestServer server;

    Supply(Setup setup) {
        this.setup = setup;
    }

    ScratchDatabase create() {
        if (server == null) {
            server = TestServer.of(setup);
        }
        ScratchDatabase database = server.postgres().createDatabase(setup.template());
        made.add(database);
        return database;
    }

    ScratchDatabase replica(ScratchDatabase database) {
        return replicas.of(database);
    }

    /** For the next method. */
    void wake() {
        if (server != null) {
            server.resume();
            server.startAgain();
        }
    }

    /** A method has ended. */
    void resume() {
        if (server != null) {
            server.resume();
        }
    }

    void drop(ScratchDatabase database) {
        if (made.remove(database) && server != null) {
            server.drop(database);
        }
    }

    /** @param user whose failure it shows */
    void keep(ScratchDatabase database, String user) {
        made.remove(database);
        System.err.println(KeptDatabase.message(user, database, database.keep()));
    }

    void close() {
        if (!setup.ownServer()) {
            Set.copyOf(made).forEach(this::drop);
        }
        if (server != null) {
            server.close();
        }
    }
}
