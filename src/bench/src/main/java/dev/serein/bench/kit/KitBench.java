package dev.serein.bench.kit;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Measures and prints; how, is in the description of the package. */
public final class KitBench {
    private static final int COLD = 3;
    private static final int WARM = 7;
    private static final int COPIES = 51;
    private static final int CLASSES = 500;
    private static final int CONTAINERS = 8;

    private final Path work;
    private final List<Kit> kits;

    private KitBench(Path work, List<Kit> kits) {
        this.work = work;
        this.kits = kits;
    }

    /**
     * Runs it.
     *
     * @param words none, or {@code --image} and an image of PostgreSQL, to measure Testcontainers too
     * @throws Exception if anything goes wrong
     */
    public static void main(String[] words) throws Exception {
        List<Kit> kits = new ArrayList<>(List.of(Kit.SEREIN, Kit.ZONKY));
        if (words.length == 2 && words[0].equals("--image")) {
            System.setProperty(Kit.IMAGE, words[1]);
            kits.add(Kit.TESTCONTAINERS);
        } else if (words.length > 0) {
            System.err.println("KitBench [--image IMAGE]");
            System.exit(2);
        }
        Path work = Files.createTempDirectory("serein-kit-bench");
        try {
            new KitBench(work, kits).measure();
        } finally {
            delete(work);
        }
        System.exit(0); // the library's thread that copies databases is none of a daemon
    }

    private void measure() throws Exception {
        Path five = Migrations.write(work, 5);
        Path twoHundred = Migrations.write(work, 200);
        System.out.printf("%-44s", "milliseconds, medians");
        kits.forEach(kit -> System.out.printf("%29s", kit.label()));
        System.out.println();
        row("first database of 5 migrations, cold machine", kit -> started(kit, five, COLD, true));
        row("the same, warm", kit -> started(kit, five, WARM, false));
        row("first database of 200 migrations, warm", kit -> started(kit, twoHundred, 3, false));
        Map<Kit, Kit.Databases> databases = new EnumMap<>(Kit.class);
        row("a further database of 5 migrations", kit -> copies(kit, databases, five));
        row("a further database of 200 migrations", kit -> copies(kit, databases, twoHundred));
        row("500 classes, 2 at once; per class", kit -> many(kit, five, 1));
        row("500 classes of 4 methods; per method", kit -> many(kit, five, 4));
        drops(five);
    }

    private interface Figure {
        double of(Kit kit) throws Exception;
    }

    private void row(String label, Figure figure) throws Exception {
        System.out.printf("%-44s", label);
        for (Kit kit : kits) {
            System.out.printf(Locale.ROOT, "%29.1f", figure.of(kit));
            System.out.flush();
        }
        System.out.println();
    }

    private double started(Kit kit, Path migrations, int times, boolean cold) throws Exception {
        double[] all = new double[times];
        Path temp = Files.createDirectories(work.resolve("temp-" + kit));
        if (!cold) {
            forked(temp, StartOnce.class, kit, migrations); // unpacks, if nothing has yet
        }
        for (int time = 0; time < times; time++) {
            if (cold) {
                delete(temp);
                Files.createDirectories(temp);
            }
            all[time] = forked(temp, StartOnce.class, kit, migrations);
        }
        return Clock.median(all);
    }

    /** As long as what is copied ahead of time is used up. */
    private static double copies(Kit kit, Map<Kit, Kit.Databases> all, Path migrations) throws Exception {
        Kit.Databases databases = kit.migrated(migrations);
        int times = kit == Kit.TESTCONTAINERS ? CONTAINERS : COPIES;
        double[] each = new double[times];
        databases.next().close();
        for (int time = 0; time < times; time++) {
            List<Kit.Lent> lent = new ArrayList<>();
            each[time] = Clock.millis(() -> lent.add(databases.next()));
            lent.forEach(Kit.Lent::close);
        }
        all.put(kit, databases);
        return Clock.median(each);
    }

    private double many(Kit kit, Path migrations, int methods) throws Exception {
        int classes = kit == Kit.TESTCONTAINERS ? CONTAINERS : CLASSES;
        Path temp = Files.createDirectories(work.resolve("temp-" + kit));
        return forked(
                        temp,
                        ManyClasses.class,
                        kit,
                        migrations,
                        classes,
                        methods,
                        work.resolve("classes-" + kit + "-" + methods))
                / (classes * methods);
    }

    private static void drops(Path migrations) throws Exception {
        Kit.SEREIN.migrated(migrations);
        double[] all = new double[COPIES];
        for (int time = 0; time < COPIES; time++) {
            ScratchDatabase database =
                    ScratchPostgres.shared().createDatabase(dev.serein.postgres.MigrationSet.in(migrations));
            all[time] = Clock.millis(database::close);
        }
        System.out.printf(Locale.ROOT, "%-44s%29.1f%n", "dropping one", Clock.median(all));
    }

    /** What it says that it took. */
    private static double forked(Path temp, Class<?> main, Object... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temp,
                "-D" + Kit.IMAGE + "=" + System.getProperty(Kit.IMAGE, ""),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Stream.of(words).map(String::valueOf).forEach(command::add);
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said.lines()
                        .filter(line -> line.startsWith("nanos "))
                        .mapToLong(line -> Long.parseLong(line.substring("nanos ".length())))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(main + " has failed: " + said))
                / 1e6;
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
