package dev.serein.cli;

import dev.serein.migrate.MigrationEvent;
import dev.serein.migrate.MigrationEvent.Done;
import dev.serein.migrate.MigrationEvent.GaveWay;
import dev.serein.migrate.MigrationEvent.Rebuilding;
import dev.serein.migrate.MigrationEvent.Running;
import dev.serein.migrate.MigrationEvent.WaitingForTurn;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** In a log: a line when a migration is done; one when it begins to wait, and while it does at most one in 10 s. */
final class Lines implements Progress {
    private static final long BETWEEN = TimeUnit.SECONDS.toNanos(10);

    private final PrintStream err;
    private final LongSupplier clock;
    /** When what waits was last told of, by the words that tell it. */
    private final Map<String, Long> told = new HashMap<>();

    Lines(PrintStream err, LongSupplier clock) {
        this.err = err;
        this.clock = clock;
    }

    @Override
    public void accept(MigrationEvent event) {
        if (event instanceof Done done) {
            told.clear();
            line("Applied " + done.migration().script() + " in "
                    + Times.shown(done.migration().took()));
        } else if (event instanceof Rebuilding rebuilding) {
            line(rebuilding.script() + " builds the index " + rebuilding.index()
                    + " again, which an interrupted build has left invalid");
        } else if (event instanceof WaitingForTurn waiting) {
            now("Waiting for another migrator: ", Progress.names(waiting.holders()));
        } else if (event instanceof Running running && !running.blockers().isEmpty()) {
            now(running.script() + " waits for ", Progress.names(running.blockers()));
        } else if (event instanceof GaveWay gave) {
            now(gave.script() + " lets others through, and tries again; locked by ", Progress.names(gave.blockers()));
        }
    }

    private void now(String what, String who) {
        long now = clock.getAsLong();
        Long before = told.get(what);
        if (before == null || now - before >= BETWEEN) {
            told.put(what, now);
            line(what + who);
        }
    }

    private void line(String text) {
        err.println(text);
    }
}
