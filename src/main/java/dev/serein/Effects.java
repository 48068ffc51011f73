package dev.serein;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done once it is known what became of a transaction. Its thread's alone. */
final class Effects {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    private final List<Effect> all = new ArrayList<>();

    /** What has to have become of the outermost transaction. */
    private enum When {
        COMMITTED,
        ROLLED_BACK,
        /** It belongs to a part that was rolled back by itself. */
        EITHER
    }

    private record Effect(When when, Runnable run) {}

    void afterCommit(Runnable effect) {
        all.add(new Effect(When.COMMITTED, effect));
    }

    void afterRollback(Runnable effect) {
        all.add(new Effect(When.ROLLED_BACK, effect));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Of a part that was kept. */
    void addKept(Effects part) {
        all.addAll(part.all);
    }

    /** Of a part that was rolled back. */
    void addRolledBack(Effects part) {
        part.all.stream()
                .filter(effect -> effect.when != When.COMMITTED)
                .forEach(effect -> all.add(new Effect(When.EITHER, effect.run)));
    }

    void committed() {
        run(When.COMMITTED);
    }

    void rolledBack() {
        run(When.ROLLED_BACK);
    }

    /** Nobody knows; of parts it is known. */
    void unknown() {
        run(When.EITHER);
    }

    private void run(When happened) {
        for (Effect effect : all) {
            if (effect.when == happened || effect.when == When.EITHER) {
                try {
                    effect.run.run();
                } catch (Throwable e) {
                    LOG.error(
                            "What was to be done after {} has failed",
                            happened == When.COMMITTED ? "a commit" : "a rollback",
                            e);
                }
            }
        }
    }
}
