package dev.serein.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** A server that runs as a child of this process, in a folder of its own that goes with it. */
final class EmbeddedServer implements Server {
    private static final String ROLE = "postgres";
    private static final Duration START_TIME = Duration.ofSeconds(20);
    private static final int MOST_ATTEMPTS = 3;

    private final EmbeddedPostgres server;
    private final ServerFolder folder;
    private final ServerAddress address;

    private EmbeddedServer(EmbeddedPostgres server, ServerFolder folder, ServerAddress address) {
        this.server = server;
        this.folder = folder;
        this.address = address;
    }

    static EmbeddedServer start(PostgresProvider.Embedded provider) {
        BinariesArchive binaries = EmbeddedBinaries.find(provider);
        for (int attempt = 1; ; attempt++) {
            ServerFolder folder = ServerFolder.create();
            try {
                return start(provider, binaries, folder);
            } catch (ScratchPostgresException e) {
                folder.delete();
                throw e;
            } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
                String lastWords = folder.lastWords();
                folder.delete();
                // between the choice of the port and the server's start, another program may take it
                if (attempt == MOST_ATTEMPTS || !lastWords.contains("could not create any TCP/IP sockets")) {
                    throw new ScratchPostgresException(
                            "Cannot start an embedded PostgreSQL " + provider.major() + ": " + lastWords,
                            wayOut(lastWords),
                            e);
                }
            }
        }
    }

    private static EmbeddedServer start(
            PostgresProvider.Embedded provider, BinariesArchive binaries, ServerFolder folder) throws IOException {
        String password = newPassword();
        EmbeddedPostgres.Builder builder = builder(provider, folder, password);
        EmbeddedPostgres server =
                binaries.start(folder.home(), builder, () -> new EmbeddedStart(builder, folder).await());
        return new EmbeddedServer(
                server, folder, new ServerAddress("127.0.0.1", server.getPort(), ROLE, password, "postgres", Map.of()));
    }

    private static EmbeddedPostgres.Builder builder(
            PostgresProvider.Embedded provider, ServerFolder folder, String password) throws IOException {
        Path passwordFile = folder.write("password", password);
        Redirect log = Redirect.appendTo(folder.log().toFile());
        EmbeddedPostgres.Builder builder = folder.home()
                .inPlaceOfSharedFolder(EmbeddedPostgres::builder)
                .setDataDirectory(folder.data())
                .setPGStartupWait(START_TIME)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setRegisterShutdownHook(false)
                .setConnectConfig("password", password)
                // initdb's options; on loopback nobody listens, and an encrypted handshake would cost every connection
                // 10 ms
                .setLocaleConfig("auth", "password")
                .setLocaleConfig("pwfile", passwordFile.toString())
                // a crash may lose everything: that is what a scratch server is for
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("wal_level", "minimal")
                .setServerConfig("max_wal_senders", "0")
                // a socket's files would outlive a killed server
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("log_timezone", "UTC");
        if (!isOn("windows")) {
            // in the server's folder; /dev/shm is 64 MB in a container, and a killed server's memory would stay there
            builder.setServerConfig("dynamic_shared_memory_type", "mmap");
        }
        locale(provider.major()).forEach(builder::setLocaleConfig);
        return builder;
    }

    /** The same on every machine, whatever its own locale: Unicode's letters, and the byte order of UTF-8. */
    private static Map<String, String> locale(int major) {
        if (major >= 17) {
            return Map.of("locale", "C", "locale-provider", "builtin", "builtin-locale", "C.UTF-8");
        }
        return isOn("linux") ? Map.of("locale", "C.UTF-8") : Map.of("locale", "C");
    }

    private static boolean isOn(String system) {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains(system);
    }

    private static String newPassword() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static String wayOut(String lastWords) {
        if (lastWords.contains("cannot be run as root")) {
            return "run as an ordinary user, allow user namespaces (unshare -U), or name a server in DATABASE_TEST_URL";
        }
        return "free some memory or disk space, or name a server in DATABASE_TEST_URL";
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
        try {
            server.close();
        } catch (IOException e) {
            throw new ScratchPostgresException("Cannot stop " + address, "", e);
        } finally {
            folder.delete();
        }
    }
}
