package dev.serein.connection;

import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** How the server has to prove itself, and we ourselves. */
final class Tls {
    /** What one attempt does. */
    enum Encryption {
        TLS,
        NONE
    }

    /** The TLS of one attempt, which remembers what the server presented. */
    interface Handshake {
        SSLSocketFactory socketFactory();

        /** Why it failed; null if the failure is not one of TLS. */
        @Nullable
        Explanation explain(Throwable failure);
    }

    private final String mode;

    private Tls(String mode) {
        this.mode = mode;
    }

    static Tls of(ConnectionSettings settings) {
        String said = settings.value(Parameter.SSLMODE);
        if (said == null) {
            return new Tls(settings.hosts().stream().allMatch(Host::isLocal) ? "prefer" : "verify-full");
        }
        return new Tls(said);
    }

    /** What to try, in this order, until one works. */
    List<Encryption> order(Host host) {
        if (host.isSocket()) {
            return List.of(Encryption.NONE);
        }
        return switch (mode) {
            case "disable" -> List.of(Encryption.NONE);
            case "allow" -> List.of(Encryption.NONE, Encryption.TLS);
            case "prefer" -> List.of(Encryption.TLS, Encryption.NONE);
            default -> List.of(Encryption.TLS);
        };
    }

    /** Whether the certificate has to be for the host's name; the driver looks at that. */
    boolean verifiesName() {
        return mode.equals("verify-full");
    }

    Handshake begin(Host host) {
        return new Handshake() {
            @Override
            public SSLSocketFactory socketFactory() {
                return (SSLSocketFactory) SSLSocketFactory.getDefault();
            }

            @Override
            public @Nullable Explanation explain(Throwable failure) {
                return failure instanceof SSLException
                        ? new Explanation(
                                "the server's certificate is refused: " + failure.getMessage(),
                                "name the file of its certificate authority in the URL, as sslrootcert=FILE;"
                                        + " sslmode=require encrypts without a look at the certificate",
                                Explanation.Then.MEND)
                        : null;
            }
        };
    }
}
