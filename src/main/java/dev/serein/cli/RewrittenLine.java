package dev.serein.cli;

import dev.serein.migrate.MigrationEvent;
import dev.serein.migrate.MigrationEvent.Done;
import dev.serein.migrate.MigrationEvent.GaveWay;
import dev.serein.migrate.MigrationEvent.Rebuilding;
import dev.serein.migrate.MigrationEvent.Running;
import dev.serein.migrate.MigrationEvent.Started;
import dev.serein.migrate.MigrationEvent.WaitingForTurn;
import java.io.PrintStream;
import java.time.Duration;

/** On a terminal: a line for each migration, written over while it is at work. */
final class RewrittenLine implements Progress {
    private static final String CLEAR = "\r\u001b[2K";
    /** A line that went on in the next one could not be written over: what is too long is cut. */
    private static final String CUT = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintStream err;
    private boolean open;

    RewrittenLine(PrintStream err) {
        this.err = err;
    }

    @Override
    public void accept(MigrationEvent event) {
        if (event instanceof Done done) {
            end();
            err.println(done.migration().script() + "  "
                    + Times.shown(done.migration().took()));
        } else {
            open = true;
            err.print(CLEAR + CUT + line(event) + WRAP);
        }
        err.flush();
    }

    @Override
    public void end() {
        if (open) {
            open = false;
            err.print(CLEAR);
            err.flush();
        }
    }

    private static String line(MigrationEvent event) {
        if (event instanceof WaitingForTurn waiting) {
            return "Waiting for another migrator, " + seconds(waiting.waited()) + ": "
                    + Progress.names(waiting.holders());
        }
        if (event instanceof Started started) {
            return started.script() + (started.attempt() == 1 ? "" : "  attempt " + started.attempt());
        }
        if (event instanceof Running running) {
            return running.script() + "  " + seconds(running.elapsed())
                    + (running.blockers().isEmpty() ? "" : ", waits for " + Progress.names(running.blockers()));
        }
        if (event instanceof GaveWay gave) {
            return gave.script() + "  tries again in " + Times.shown(gave.pause()) + ", lets others through; locked by "
                    + Progress.names(gave.blockers());
        }
        if (event instanceof Rebuilding rebuilding) {
            return rebuilding.script() + "  builds the index " + rebuilding.index() + " again";
        }
        return "";
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + " s";
    }
}
