package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A server that runs as a child of this process, in a folder of its own that goes with it. */
final class EmbeddedServer implements Server {
    static final String HOST = "127.0.0.1";
    private static final String PORT = "port";
    private static final String PORT_TAKEN = "could not create any TCP/IP sockets";
    private static final int MOST_PORTS = 20;

    private final Installation installation;
    private final ServerFolder folder;
    private final ServerAddress address;
    private final ServerProcess process;
    private final ServerConfiguration configuration;
    private volatile boolean kept;

    private EmbeddedServer(
            Installation installation, ServerFolder folder, ServerAddress address, ServerProcess process) {
        this.installation = installation;
        this.folder = folder;
        this.address = address;
        this.process = process;
        this.configuration = new ServerConfiguration(process.dataFolder(), address);
    }

    static EmbeddedServer start(PostgresProvider.Embedded provider, PostgresOptions options) {
        BinariesArchive binaries = EmbeddedBinaries.find(provider);
        String what = "an embedded PostgreSQL " + provider.major();
        return start(ServerFolder.create(), what, options, folder -> {
            Installation installation = binaries.install(folder.home(), provider.major());
            FolderCopy.of(installation.cluster(), folder.data());
            Map<String, String> parameters = new TreeMap<>(ServerParameters.of(options));
            parameters.remove(PORT);
            ServerParameters.append(folder.data().resolve("postgresql.conf"), parameters);
            Map<String, String> connection = Map.of();
            if (options.tls()) {
                Path authority = ServerCertificate.install(folder.home(), folder.data());
                connection = new TreeMap<>(Map.of("sslmode", "verify-full", "sslrootcert", authority.toString()));
            }
            return launch(installation, folder, options, connection);
        });
    }

    /** One that follows another as its standby, known there by this name. */
    static EmbeddedServer follow(EmbeddedServer primary, PostgresOptions options, String name) {
        PostgresOptions own = new PostgresOptions(options.provider(), without(options.parameters(), PORT), false);
        return start(ServerFolder.create(), "a standby of " + primary.address, own, folder -> {
            BaseBackup.take(primary.address, primary.process.dataFolder(), folder.data(), name);
            return launch(primary.installation, folder, own, primary.address.parameters());
        });
    }

    private static Map<String, String> without(Map<String, String> all, String name) {
        Map<String, String> others = new TreeMap<>(all);
        others.remove(name);
        return others;
    }

    private interface Start {
        EmbeddedServer in(ServerFolder folder) throws IOException;
    }

    private static EmbeddedServer start(ServerFolder folder, String what, PostgresOptions options, Start start) {
        try {
            return start.in(folder);
        } catch (ScratchPostgresException e) {
            folder.delete();
            throw e;
        } catch (IOException | RuntimeException e) {
            String lastWords = ServerLog.lastWords(folder.log());
            folder.delete();
            if (Thread.currentThread().isInterrupted()) {
                throw ServerFolder.interrupted(what, e);
            }
            throw cannotStart(what, options, lastWords, e);
        }
    }

    /** Between the choice of the port and the server's start, another server may take it. */
    private static EmbeddedServer launch(
            Installation installation, ServerFolder folder, PostgresOptions options, Map<String, String> connection)
            throws IOException {
        String asked = options.parameters().get(PORT);
        for (int attempt = 1; ; attempt++) {
            int port = asked != null ? Port.parse(asked) : Port.choose();
            ServerParameters.append(
                    folder.data().resolve("postgresql.auto.conf"), Map.of(PORT, Integer.toString(port)));
            try {
                ServerProcess process = ServerProcess.start(installation, folder.data(), folder.log());
                ServerAddress address = new ServerAddress(
                        HOST, port, Installation.ROLE, installation.password(), "postgres", connection);
                return new EmbeddedServer(installation, folder, address, process);
            } catch (IOException e) {
                if (asked != null
                        || attempt == MOST_PORTS
                        || !ServerLog.lastWords(folder.log()).contains(PORT_TAKEN)) {
                    throw e;
                }
            }
        }
    }

    private static ScratchPostgresException cannotStart(
            String what, PostgresOptions options, String lastWords, Exception cause) {
        String port = options.parameters().get(PORT);
        if (port != null && lastWords.contains(PORT_TAKEN)) {
            return new ScratchPostgresException(
                    "Port " + port + " is taken", "name another, or none: then a free one is chosen", cause);
        }
        return new ScratchPostgresException(
                "Cannot start " + what + ": " + (lastWords.equals(ServerLog.NOTHING) ? cause.getMessage() : lastWords),
                ServerLog.wayOut(lastWords),
                cause);
    }

    ServerProcess process() {
        return process;
    }

    ServerConfiguration configuration() {
        return configuration;
    }

    /** Lets it go on when this process ends, for the next one that wants the same. */
    void letGo(String key, Duration idle) {
        folder.letGo(process.pid(), idle, ServerFolder.WARM, key + "\n" + address.url(address.database()));
    }

    Path folder() {
        return folder.path();
    }

    Path log() {
        return folder.log();
    }

    @Override
    public ServerAddress address() {
        return address;
    }

    @Override
    public String owner() {
        return folder.name();
    }

    @Override
    public String keep(String database) {
        kept = true;
        return "the next run of tests in this folder" + (OperatingSystem.isWindows() ? "" : ", an hour at most");
    }

    /** What is kept is there to be connected to, whatever a test has done to the server. */
    @Override
    public boolean goesOn() {
        if (kept && process.isRunning()) {
            process.resume();
        } else if (kept) {
            process.start();
        }
        return kept;
    }

    @Override
    public void close() {
        try {
            if (goesOn()) {
                folder.keep(process.pid());
                return;
            }
        } catch (RuntimeException e) {
            folder.delete();
            throw e;
        }
        folder.delete();
    }
}
