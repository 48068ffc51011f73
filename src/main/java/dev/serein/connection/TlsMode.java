package dev.serein.connection;

import dev.serein.connection.Tls.Encryption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What {@code sslmode} says, with libpq's meaning; and node-postgres's {@code no-verify}. */
enum TlsMode {
    DISABLE(Encryption.NONE),
    ALLOW(Encryption.NONE, Encryption.TLS),
    PREFER(Encryption.TLS, Encryption.NONE),
    /** Checks the certificate where there is a root certificate, as all modes that encrypt do. */
    REQUIRE(Encryption.TLS),
    VERIFY_CA(Encryption.TLS),
    VERIFY_FULL(Encryption.TLS),
    /** Checks nothing, even where there is a root certificate. */
    NO_VERIFY(Encryption.TLS);

    private final List<Encryption> order;

    TlsMode(Encryption... order) {
        this.order = List.of(order);
    }

    static TlsMode named(String spelling) {
        return Arrays.stream(values())
                .filter(mode -> mode.spelling().equals(spelling))
                .findFirst()
                .orElseThrow();
    }

    String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What to try, in this order, until one works. */
    List<Encryption> order() {
        return order;
    }

    /** Whether there is no connection without TLS. */
    boolean requiresTls() {
        return order.equals(List.of(Encryption.TLS));
    }

    /** Whether there is no connection without a look at the certificate. */
    boolean verifies() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }
}
