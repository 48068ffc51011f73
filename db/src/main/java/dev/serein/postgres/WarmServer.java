package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded server that runs from one process of this user to the next, for as long as it is used, with the templates
 * that were made on it. Several processes at once share it. What they make on it is told apart, and removed, as on any
 * server that ran before.
 */
final class WarmServer implements Server {
    private static final Logger LOG = LoggerFactory.getLogger(WarmServer.class);
    private static final String PROPERTY = "serein.postgres.reuse";
    private static final String VARIABLE = "SEREIN_POSTGRES_REUSE";
    /** Changes when what is made on a server changes: one of another form is not used. */
    private static final String FORM = "1";

    private static final Duration MOST_IDLE = Duration.ofMinutes(30);
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final int MOST_TEMPLATES = 20;

    private final ConnectedServer server;
    private final TemplateShelf shelf;

    private WarmServer(ConnectedServer server) {
        this.server = server;
        this.shelf = new TemplateShelf(server.address(), server.alive(), MOST_TEMPLATES);
    }

    static boolean isWanted(PostgresOptions options) {
        String asked = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
        if (!asked.matches("|true|false")) {
            throw new ScratchPostgresException(
                    "Cannot tell whether to reuse a server: " + PROPERTY + " is \"" + asked + "\"",
                    "say true or false, with -D" + PROPERTY + " or in " + VARIABLE);
        }
        if (!asked.equals("true")) {
            return false;
        }
        if (OperatingSystem.isWindows() || !(options.provider() instanceof PostgresProvider.Embedded)) {
            LOG.warn("{}=true does nothing: only embedded servers are reused, and not on Windows", PROPERTY);
            return false;
        }
        return true;
    }

    static WarmServer of(PostgresOptions options) {
        PostgresProvider.Embedded provider = (PostgresProvider.Embedded) options.provider();
        try {
            ServerHome home = ServerHome.ofThisUser();
            Installation installation = EmbeddedBinaries.find(provider).install(home, provider.major());
            String key = key(installation, options);
            return home.alone("warm.lock", () -> {
                WarmServer running = find(home, key);
                return running == null ? start(provider, options, key) : running;
            });
        } catch (IOException e) {
            throw new ScratchPostgresException(
                    "Cannot look for an embedded PostgreSQL to reuse: " + e, "go without -D" + PROPERTY, e);
        }
    }

    /** Binaries that were unpacked again are others: what the old ones have not yet loaded is gone. */
    private static String key(Installation installation, PostgresOptions options) throws IOException {
        return new Fingerprint()
                .add(FORM)
                .add(installation.home().toString())
                .add(Files.getLastModifiedTime(installation.home()).toString())
                .add(options.parameters().toString())
                .add(Boolean.toString(options.tls()))
                .toString();
    }

    private static @Nullable WarmServer find(ServerHome home, String key) throws IOException {
        for (Path folder : ServerFolder.markedWith(home, ServerFolder.WARM)) {
            List<String> marker = Files.readAllLines(folder.resolve(ServerFolder.WARM));
            if (marker.get(0).equals(key) && isOpen(folder)) {
                try {
                    return new WarmServer(ConnectedServer.connect(ServerAddress.parse(marker.get(1)), Map.of()));
                } catch (ScratchPostgresException doesNotAnswer) {
                    requireNotFull(doesNotAnswer);
                    LOG.info("the server to reuse is replaced: {}", doesNotAnswer.getMessage());
                    ServerFolder.remove(folder);
                }
            }
        }
        return null;
    }

    /** Others use it: it must not be replaced. */
    private static void requireNotFull(ScratchPostgresException e) {
        if (e.getCause() instanceof SQLException refusal && TOO_MANY_CONNECTIONS.equals(refusal.getSQLState())) {
            throw new ScratchPostgresException(
                    "The server to reuse has no connection left: other processes have them all",
                    "wait for them, or go without -D" + PROPERTY,
                    e);
        }
    }

    /** Its watcher closes it before it looks a last time for users, and opens it again if there are any. */
    private static boolean isOpen(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(Watcher.OPEN))) {
            return false;
        }
        use(folder);
        return Files.exists(folder.resolve(Watcher.OPEN));
    }

    private static void use(Path folder) throws IOException {
        Path users = Files.createDirectories(folder.resolve(Watcher.USERS));
        Files.writeString(users.resolve(Long.toString(ProcessHandle.current().pid())), "");
    }

    private static WarmServer start(PostgresProvider.Embedded provider, PostgresOptions options, String key)
            throws IOException {
        EmbeddedServer started = EmbeddedServer.start(provider, options);
        try {
            use(started.folder());
            Files.createFile(started.folder().resolve(Watcher.OPEN));
            WarmServer server = new WarmServer(ConnectedServer.connect(started.address(), Map.of()));
            started.letGo(key, MOST_IDLE);
            return server;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    @Override
    public ServerAddress address() {
        return server.address();
    }

    @Override
    public String owner() {
        return server.owner();
    }

    @Override
    public TemplateShelf shelf() {
        return shelf;
    }

    @Override
    public String keep(String database) {
        return server.keep(database) + ", half an hour at most";
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void close() {
        server.close();
    }
}
