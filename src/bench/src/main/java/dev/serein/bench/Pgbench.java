package dev.serein.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's own client in C, with prepared statements: what no library can go below. It looks at no result. An order
 * with its lines is the JSON that mappers ask for. {@code pgbench-pipeline} sends what is several statements in one
 * round trip. Each run is a process of its own, of one second at least.
 */
final class Pgbench implements Contestant {
    /** Also the folders of their scripts. */
    static final List<String> NAMES = List.of("pgbench", "pgbench-pipeline");

    private static final String PROGRAM = "pgbench";
    /** In place of a digest. */
    static final String NOTHING_TOLD = "";

    private static final Pattern TRANSACTIONS = Pattern.compile("actually processed: (\\d+)");
    private static final Pattern PER_SECOND = Pattern.compile("tps = ([0-9.]+) \\(without initial");
    /** As the shell is told to write it. */
    private static final Pattern TIMES = Pattern.compile("cpu (\\d+\\.\\d+) (\\d+\\.\\d+)");

    private final String name;
    private final Path program;
    private final URI database;
    private final Path folder;
    private String processors = "";
    private long cpu;

    private Pgbench(String name, Path program, URI database, Path folder) {
        this.name = name;
        this.program = program;
        this.database = database;
        this.folder = folder;
    }

    /** On the path, or where Debian has it. */
    static Optional<Contestant> find(String name, String url, Path logs) throws IOException {
        List<Path> places = new ArrayList<>(
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(Path::of)
                        .toList());
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(debian)) {
                versions.forEach(version -> places.add(version.resolve("bin")));
            }
        }
        for (Path place : places) {
            Path program = place.resolve(PROGRAM);
            if (Files.isExecutable(program)) {
                return Optional.of(
                        new Pgbench(name, program, URI.create(url), Files.createDirectory(logs.resolve(name))));
            }
        }
        return Optional.empty();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String check(Operation operation, long turn) throws IOException {
        if (Pgbench.class.getResource(resource(operation)) == null) {
            throw new Skipped("it sends no values of its own");
        }
        return NOTHING_TOLD;
    }

    private String resource(Operation operation) {
        return "/" + name + "/" + operation.word() + ".sql";
    }

    @Override
    public Answer run(Operation operation, int concurrency, Duration time) throws IOException {
        Path script = folder.resolve(operation.word() + ".sql");
        if (!Files.exists(script)) {
            try (InputStream text = Pgbench.class.getResourceAsStream(resource(operation))) {
                Files.copy(Objects.requireNonNull(text), script);
            }
        }
        removeLogs();
        List<String> command = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='cpu %3U %3S'; time \"$@\"", PROGRAM));
        if (!processors.isEmpty()) {
            command.addAll(List.of("taskset", "-c", processors));
        }
        command.addAll(List.of(program.toString(), "-n", "-M", "prepared", "-f", script.toString()));
        command.add("--define=word=%Amberford%"); // as an argument: what is written in a script is planned for
        command.addAll(List.of("-c", Integer.toString(concurrency)));
        command.addAll(List.of("-j", Integer.toString(Math.min(concurrency, Cpu.processors()))));
        command.addAll(List.of("-T", Long.toString(Math.max(1, time.toSeconds()))));
        // one in twenty: to write them all would cost as much as to ask
        command.addAll(List.of("-l", "--log-prefix=slice", "--sampling-rate=0.05"));
        return answer(said(command));
    }

    private String said(List<String> command) throws IOException {
        String[] login = database.getUserInfo().split(":", 2);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PGHOST", database.getHost());
        builder.environment().put("PGPORT", Integer.toString(database.getPort()));
        builder.environment().put("PGUSER", login[0]);
        builder.environment().put("PGPASSWORD", login.length > 1 ? login[1] : "");
        builder.environment().put("PGDATABASE", database.getPath().substring(1));
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private Answer answer(String said) throws IOException {
        Matcher times = TIMES.matcher(said);
        Matcher transactions = TRANSACTIONS.matcher(said);
        Matcher perSecond = PER_SECOND.matcher(said);
        if (!times.find() || !transactions.find() || !perSecond.find()) {
            throw new IOException("pgbench has failed: " + said);
        }
        cpu += Math.round((Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2))) * 1e9);
        long operations = Long.parseLong(transactions.group(1));
        long nanos = Math.round(operations * 1e9 / Double.parseDouble(perSecond.group(1)));
        Latencies latencies = latencies();
        return new Answer(operations, nanos, latencies.percentile(0.5) / 1e3, latencies.percentile(0.99) / 1e3, -1);
    }

    /** A line each: client, transaction, microseconds, … */
    private Latencies latencies() throws IOException {
        Latencies latencies = new Latencies();
        for (Path log : logs()) {
            try (Stream<String> lines = Files.lines(log)) {
                lines.forEach(line -> latencies.note(Long.parseLong(line.split(" ")[2]) * 1_000));
            }
        }
        return latencies;
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("slice"))
                    .toList();
        }
    }

    private void removeLogs() throws IOException {
        for (Path log : logs()) {
            Files.delete(log);
        }
    }

    @Override
    public long cpu() {
        return cpu;
    }

    @Override
    public void moveTo(String processors) {
        this.processors = processors;
    }

    @Override
    public void close() {
        // it runs while it works
    }
}
