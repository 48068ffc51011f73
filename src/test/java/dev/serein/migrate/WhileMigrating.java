package dev.serein.migrate;

import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Does something in the middle of each of Flyway's migrations. */
record WhileMigrating(Callable<?> something) implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            something.call();
        } catch (Exception e) {
            throw new FlywayException(e);
        }
    }

    @Override
    public String getCallbackName() {
        return "WhileMigrating";
    }
}
