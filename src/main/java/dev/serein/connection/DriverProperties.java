package dev.serein.connection;

import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** What the driver is told for one attempt. User and password go no other way: a URL would be printed when it fails. */
final class DriverProperties {
    private final ConnectionSettings settings;
    private final Properties properties = new Properties();

    private DriverProperties(ConnectionSettings settings) {
        this.settings = settings;
    }

    static Properties of(ConnectionSettings settings, Attempt attempt, Credentials as, SessionStart start) {
        DriverProperties driver = new DriverProperties(settings);
        driver.setDefaults();
        driver.setSaid();
        driver.setAttempt(attempt);
        driver.set(PGProperty.USER, as.user());
        driver.set(PGProperty.PASSWORD, as.password());
        driver.set(PGProperty.OPTIONS, start.options());
        driver.set(PGProperty.CURRENT_SCHEMA, start.schema());
        return driver.properties;
    }

    private void set(PGProperty property, @Nullable String value) {
        if (value != null) {
            property.set(properties, value);
        }
    }

    private void setDefaults() {
        set(PGProperty.APPLICATION_NAME, "serein");
        set(PGProperty.CANCEL_SIGNAL_TIMEOUT, "2");
        set(PGProperty.TCP_KEEP_ALIVE, "true");
        set(PGProperty.REWRITE_BATCHED_INSERTS, "true");
        // the detail of an error holds the values of the row
        set(PGProperty.LOG_SERVER_ERROR_DETAIL, "false");
        // saves a round trip to servers without Kerberos
        set(PGProperty.GSS_ENC_MODE, "disable");
        // older servers are not supported; saves the round trips that are for them
        set(PGProperty.ASSUME_MIN_SERVER_VERSION, "14");
    }

    private void setSaid() {
        set(PGProperty.APPLICATION_NAME, settings.value(Parameter.FALLBACK_APPLICATION_NAME));
        set(PGProperty.APPLICATION_NAME, settings.value(Parameter.APPLICATION_NAME));
        set(PGProperty.SSL_NEGOTIATION, settings.value(Parameter.SSLNEGOTIATION));
        set(PGProperty.CHANNEL_BINDING, settings.value(Parameter.CHANNEL_BINDING));
        set(PGProperty.GSS_ENC_MODE, settings.value(Parameter.GSSENCMODE));
        set(PGProperty.KERBEROS_SERVER_NAME, settings.value(Parameter.KRBSRVNAME));
        set(PGProperty.GSS_LIB, settings.value(Parameter.GSSLIB));
        if (!settings.keepAlive().on()) {
            set(PGProperty.TCP_KEEP_ALIVE, "false");
        }
        set(PGProperty.PREPARED_STATEMENT_CACHE_QUERIES, settings.value(Parameter.STATEMENT_CACHE_SIZE));
        if ("0".equals(settings.value(Parameter.STATEMENT_CACHE_SIZE))) {
            set(PGProperty.PREPARE_THRESHOLD, "0");
        }
        set(PGProperty.PREPARE_THRESHOLD, settings.value(Parameter.PREPARE_THRESHOLD));
    }

    private void setAttempt(Attempt attempt) {
        Duration patience = settings.connectTimeout();
        set(PGProperty.PG_DBNAME, settings.database());
        set(PGProperty.CONNECT_TIMEOUT, String.valueOf(patience.toSeconds()));
        set(PGProperty.SSL_RESPONSE_TIMEOUT, String.valueOf(patience.toMillis()));
        set(PGProperty.SOCKET_FACTORY, DriverSocketFactory.class.getName());
        set(PGProperty.SOCKET_FACTORY_ARG, attempt.key());
        set(PGProperty.REQUIRE_AUTH, attempt.allowedAuthentication());
        set(PGProperty.SSL_MODE, attempt.sslMode());
        set(PGProperty.SSL_FACTORY, DriverTlsFactory.class.getName());
        set(PGProperty.SSL_FACTORY_ARG, attempt.key());
    }
}
