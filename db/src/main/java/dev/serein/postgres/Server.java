package dev.serein.postgres;

import org.jspecify.annotations.Nullable;

/** A server that answers, however it came to run. */
sealed interface Server extends AutoCloseable permits EmbeddedServer, ContainerServer, ConnectedServer, WarmServer {

    ServerAddress address();

    /** Part of the name of every database that is made on this server, unique among all who use it at the moment. */
    String owner();

    /** Where templates outlast this process; null if they do not. */
    default @Nullable TemplateShelf shelf() {
        return null;
    }

    /** Lets this database outlast this process, if it can be. {@return until when, in words} */
    String keep(String database);

    /** Whether it runs after it is closed, and so does now: databases that are not kept must be dropped before. */
    boolean goesOn();

    /** Ends what was started, and removes what was left. */
    @Override
    void close();
}
