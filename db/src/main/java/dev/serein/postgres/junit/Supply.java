package dev.serein.postgres.junit;

import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the databases of one annotation come from, and where they go. For one thread at a time. */
final class Supply {
    private final Setup setup;
    private final Set<ScratchDatabase> made = new LinkedHashSet<>();
    private final Replicas replicas = new Replicas();
    private @Nullable ScratchPostgres server;

    Supply(Setup setup) {
        this.setup = setup;
    }

    ScratchDatabase create() {
        if (server == null) {
            server = setup.ownServer()
                    ? ScratchPostgres.start(setup.options())
                    : ScratchPostgres.shared(setup.options());
        }
        ScratchDatabase database = server.createDatabase(setup.template());
        made.add(database);
        return database;
    }

    ScratchDatabase replica(ScratchDatabase database) {
        return replicas.of(database);
    }

    /** Lets a server of its own go on, whatever a method has done to it. */
    void wake() {
        if (setup.ownServer() && server != null && setup.options().provider() instanceof PostgresProvider.Embedded) {
            server.process().resume();
            if (!server.process().isRunning()) {
                server.process().start();
            }
        }
    }

    void drop(ScratchDatabase database) {
        if (made.remove(database)) {
            wake();
            database.close();
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
        } else if (server != null) {
            server.close(); // with all its databases
        }
    }
}
