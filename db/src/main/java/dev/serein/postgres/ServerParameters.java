package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an embedded server is set to. It stands in a file, not on the command line: there it could not be changed while
 * the server runs, and everybody could read it.
 */
final class ServerParameters {
    private ServerParameters() {}

    /** What is asked for, over what suits a server to throw away. */
    static Map<String, String> of(PostgresOptions options) {
        Map<String, String> parameters = new TreeMap<>(defaults());
        parameters.putAll(options.parameters());
        if (!"minimal".equals(parameters.get("wal_level"))
                && !options.parameters().containsKey("max_wal_senders")) {
            parameters.put("max_wal_senders", "10");
        }
        if (options.tls()) {
            parameters.put("ssl", "on");
        }
        return parameters;
    }

    /**
     * A crash of the machine may lose everything: that is what a scratch server is for. A crash of the server may not:
     * commits are synchronous, which without fsync costs nothing that can be measured.
     */
    private static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>(Map.of(
                "fsync", "off",
                "full_page_writes", "off",
                "wal_level", "minimal",
                "max_wal_senders", "0",
                "max_connections", "300",
                "timezone", "UTC",
                "log_timezone", "UTC",
                "listen_addresses", EmbeddedServer.HOST,
                // a socket's files would outlive a killed server
                "unix_socket_directories", ""));
        if (!OperatingSystem.isWindows()) {
            // in the server's folder; /dev/shm is 64 MB in a container, and a killed server's memory would stay there
            defaults.put("dynamic_shared_memory_type", "mmap");
        }
        return defaults;
    }

    /** Adds them to a file of a server that does not run; of two with one name the later holds. */
    static void append(Path file, Map<String, String> parameters) throws IOException {
        StringBuilder lines = new StringBuilder("\n");
        parameters.forEach((name, value) -> lines.append(name)
                .append(" = '")
                .append(value.replace("\\", "\\\\").replace("'", "''"))
                .append("'\n"));
        Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
