package dev.serein.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A server that runs as a child of this process, in a folder of its own that goes with it. */
final class EmbeddedServer implements Server {
    static final String HOST = "127.0.0.1";
    private static final int MOST_ATTEMPTS = 5;

    private final ServerProcess process;
    private final ServerConfiguration configuration;
    private final ServerFolder folder;
    private final ServerAddress address;

    private EmbeddedServer(ServerProcess process, ServerFolder folder, ServerAddress address) {
        this.process = process;
        this.configuration = new ServerConfiguration(process.dataFolder(), address);
        this.folder = folder;
        this.address = address;
    }

    static EmbeddedServer start(PostgresProvider.Embedded provider, PostgresOptions options) {
        BinariesArchive binaries = EmbeddedBinaries.find(provider);
        for (int attempt = 1; ; attempt++) {
            ServerFolder folder = ServerFolder.create();
            try {
                return start(binaries.install(folder.home(), provider.major()), folder, options);
            } catch (ScratchPostgresException e) {
                folder.delete();
                throw e;
            } catch (IOException | RuntimeException e) {
                String lastWords = ServerLog.lastWords(folder.log());
                folder.delete();
                // between the choice of the port and the server's start, another program may take it
                boolean portTaken = lastWords.contains("could not create any TCP/IP sockets");
                if (portTaken && options.parameters().containsKey("port")) {
                    throw new ScratchPostgresException(
                            "Port " + options.parameters().get("port") + " is taken",
                            "name another, or none: then a free one is chosen",
                            e);
                }
                if (!portTaken || attempt == MOST_ATTEMPTS) {
                    throw cannotStart(provider, lastWords, e);
                }
            }
        }
    }

    private static ScratchPostgresException cannotStart(
            PostgresProvider.Embedded provider, String lastWords, Exception cause) {
        return new ScratchPostgresException(
                "Cannot start an embedded PostgreSQL " + provider.major() + ": "
                        + (lastWords.equals(ServerLog.NOTHING) ? cause.getMessage() : lastWords),
                wayOut(lastWords),
                cause);
    }

    private static EmbeddedServer start(Installation installation, ServerFolder folder, PostgresOptions options)
            throws IOException {
        FolderCopy.of(installation.cluster(), folder.data());
        Map<String, String> parameters = new TreeMap<>(defaults());
        parameters.putAll(options.parameters());
        if (!"minimal".equals(parameters.get("wal_level"))
                && !options.parameters().containsKey("max_wal_senders")) {
            parameters.put("max_wal_senders", "10");
        }
        int port = options.parameters().containsKey("port")
                ? port(options.parameters().get("port"))
                : freePort();
        parameters.put("port", Integer.toString(port));
        Map<String, String> connection = Map.of();
        if (options.tls()) {
            Path authority = ServerCertificate.install(folder.home(), folder.data());
            parameters.put("ssl", "on");
            connection = new TreeMap<>(Map.of("sslmode", "verify-full", "sslrootcert", authority.toString()));
        }
        return new EmbeddedServer(
                ServerProcess.start(installation, folder.data(), folder.log(), parameters),
                folder,
                new ServerAddress(HOST, port, Installation.ROLE, installation.password(), "postgres", connection));
    }

    /** A crash of the machine may lose everything: that is what a scratch server is for. */
    private static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>(Map.of(
                "fsync", "off",
                "synchronous_commit", "off",
                "full_page_writes", "off",
                "wal_level", "minimal",
                "max_wal_senders", "0",
                "max_connections", "300",
                "timezone", "UTC",
                "log_timezone", "UTC",
                "listen_addresses", HOST,
                // a socket's files would outlive a killed server
                "unix_socket_directories", ""));
        if (!OperatingSystem.isWindows()) {
            // in the server's folder; /dev/shm is 64 MB in a container, and a killed server's memory would stay there
            defaults.put("dynamic_shared_memory_type", "mmap");
        }
        return defaults;
    }

    private static int port(String asked) {
        if (!asked.matches("[1-9][0-9]{0,4}") || Integer.parseInt(asked) > 65_535) {
            throw new ScratchPostgresException("\"" + asked + "\" is not a port", "name one from 1 to 65535");
        }
        return Integer.parseInt(asked);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return free.getLocalPort();
        }
    }

    private static String wayOut(String lastWords) {
        if (lastWords.contains("cannot be run as root")) {
            return "run as an ordinary user, allow user namespaces (unshare -U), or name a server in DATABASE_TEST_URL";
        }
        if (lastWords.contains("unrecognized configuration parameter") || lastWords.contains("for parameter")) {
            return "mend the parameter: https://www.postgresql.org/docs/current/runtime-config.html";
        }
        return "free some memory or disk space, or name a server in DATABASE_TEST_URL";
    }

    ServerProcess process() {
        return process;
    }

    ServerConfiguration configuration() {
        return configuration;
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
    public void close() {
        folder.delete();
    }
}
