package dev.serein.connection;

import dev.serein.connection.Explanation.Then;
import java.security.cert.CertificateException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TLS cannot be had, for a reason that we know ourselves. A kind of exception that a handshake lets through. */
final class TlsProblem extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final Explanation explanation;

    TlsProblem(String what, Map<String, String> facts, @Nullable String fix) {
        super(what);
        this.explanation = new Explanation(what, facts, fix, Then.MEND);
    }

    TlsProblem(String what, @Nullable String fix) {
        this(what, Map.of(), fix);
    }

    Explanation explanation() {
        return explanation;
    }
}
