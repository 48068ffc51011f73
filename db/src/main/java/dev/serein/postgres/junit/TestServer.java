package dev.serein.postgres.junit;

import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;

/** The server of a test: one that all share, or one of its own, which a method may have stopped, killed, or paused. */
record TestServer(ScratchPostgres postgres, boolean own) {
    static TestServer of(Setup setup) {
        return setup.ownServer()
                ? new TestServer(ScratchPostgres.start(setup.options()), true)
                : new TestServer(ScratchPostgres.shared(setup.options()), false);
    }

    private boolean hasProcess() {
        return own && postgres.options().provider() instanceof PostgresProvider.Embedded;
    }

    private boolean isDown() {
        return hasProcess() && !postgres.process().isRunning();
    }

    /** For the next method. */
    void startAgain() {
        if (isDown()) {
            postgres.process().start();
        }
    }

    /** Else whoever closes a connection to it would wait. */
    void resume() {
        if (hasProcess()) {
            postgres.process().resume();
        }
    }

    void drop(ScratchDatabase database) {
        if (!isDown()) {
            database.close(); // else it goes with the server
        }
    }

    /** One that is shared ends with the process. */
    void close() {
        if (own) {
            postgres.close();
        }
    }
}
