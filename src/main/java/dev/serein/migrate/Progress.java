package dev.serein.migrate;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener, on one thread at a time. One that fails does not fail the migrations. */
final class Progress implements Consumer<MigrationEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final Consumer<MigrationEvent> listener;
    private boolean blamed;

    Progress(Consumer<MigrationEvent> listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void accept(MigrationEvent event) {
        try {
            listener.accept(event);
        } catch (Throwable e) {
            if (blamed) {
                LOG.debug("The listener of migrations has failed again", e);
            } else {
                LOG.warn(
                        "The listener of migrations has failed; when it fails again, only the level debug shows it", e);
            }
            blamed = true;
        }
    }
}
