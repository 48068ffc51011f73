package dev.serein.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One contender as a process of its own, which takes orders on stdin and answers each with a line on stdout, as the
 * description of the package has it.
 */
public final class Peer {
    /** Of connections, and of workers. */
    static final int POOL = 10;

    private static final Map<String, Function<String, Contender>> CONTENDERS = contenders();

    private final Contender contender;
    private final Workers workers;

    private Peer(Contender contender, Workers workers) {
        this.contender = contender;
        this.workers = workers;
    }

    /** By name, in the order in which they are shown. Each is made from the URL of the database. */
    static Map<String, Function<String, Contender>> contenders() {
        Map<String, Function<String, Contender>> all = new LinkedHashMap<>();
        all.put("jdbc", Jdbc::new);
        all.put("jdbc-join", JdbcJoin::new);
        all.put("jdbc-arrays", JdbcArrays::new);
        all.put("jdbc-two-trips", JdbcTwoTrips::new);
        all.put("jdbc-pipeline", JdbcPipeline::new);
        all.put("serein", Daos::new);
        all.put("serein-query", Queries::new);
        all.put("serein-find", Finds::new);
        all.put("serein-batch", Batches::new);
        all.put("serein-dao-batch", DaoBatches::new);
        all.put("jooq", Jooq::new);
        all.put("hibernate", Hibernate::new);
        all.put("jdbi", JdbiPeer::new);
        all.put("spring-data-jdbc", SpringDataJdbc::new);
        return all;
    }

    /**
     * Runs one until stdin ends.
     *
     * @param arguments its name
     * @throws Exception if anything goes wrong; the process then ends
     */
    public static void main(String[] arguments) throws Exception {
        String url = System.getenv("DATABASE_URL");
        Function<String, Contender> make = arguments.length == 1 ? CONTENDERS.get(arguments[0]) : null;
        if (url == null || make == null) {
            System.err.println("Say one of " + CONTENDERS.keySet() + ", and set DATABASE_URL");
            System.exit(2);
            return;
        }
        PrintStream out = System.out;
        System.setOut(System.err); // whatever a library prints is no answer
        try (Contender contender = make.apply(url);
                Workers workers = new Workers(contender, POOL)) {
            new Peer(contender, workers).answer(new BufferedReader(new InputStreamReader(System.in, UTF_8)), out);
        }
    }

    private void answer(BufferedReader orders, PrintStream out)
            throws IOException, InterruptedException, ExecutionException {
        out.println("ready");
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            out.println(answer(line.split(" ")));
        }
    }

    private String answer(String[] order) throws InterruptedException, ExecutionException {
        Operation operation = Operation.of(order[1]).orElse(null);
        if (operation == null) {
            return skip("there is no " + order[1]);
        }
        try {
            return order[0].equals("run")
                    ? workers.run(operation, Integer.parseInt(order[2]), Duration.ofMillis(Long.parseLong(order[3])))
                            .json()
                    : check(operation, Long.parseLong(order[2]));
        } catch (Skipped e) {
            return skip(e.getMessage());
        }
    }

    private String check(Operation operation, long turn) {
        Object result = operation.run(contender, operation.id(turn, 0));
        return Json.write(
                operation.writes() ? Map.of("ok", true) : Map.of("digest", Digest.of(contender.plain(result))));
    }

    private static String skip(@Nullable String reason) {
        return Json.write(Map.of("skip", String.valueOf(reason)));
    }
}
