package dev.serein.flyway;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where Flyway logs to: all of it at debug. Flyway makes one by its name. */
public final class QuietLog implements LogCreator {
    /** For Flyway. */
    public QuietLog() {}

    @Override
    public Log createLogger(Class<?> type) {
        return new Debug(LoggerFactory.getLogger(type));
    }

    private record Debug(Logger log) implements Log {
        @Override
        public void debug(String message) {
            log.debug(message);
        }

        @Override
        public void info(String message) {
            log.debug(message);
        }

        @Override
        public void warn(String message) {
            log.debug(message);
        }

        @Override
        public void error(String message) {
            log.debug(message);
        }

        @Override
        public void error(String message, Exception failure) {
            log.debug(message, failure);
        }

        @Override
        public void notice(String message) {
            log.debug(message);
        }
    }
}
