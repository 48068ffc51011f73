package dev.serein.postgres;

/** A server that answers, however it came to run. */
sealed interface Server extends AutoCloseable permits EmbeddedServer, ContainerServer, ConnectedServer {

    ServerAddress address();

    /** Part of the name of every database that is made on this server, unique among all who use it at the moment. */
    String owner();

    /** Lets this database outlast this process, if it can be. {@return until when, in words} */
    String keep(String database);

    /** Whether it runs after it is closed: databases that are not kept must be dropped before. */
    boolean goesOn();

    /** Ends what was started, and removes what was left. */
    @Override
    void close();
}
