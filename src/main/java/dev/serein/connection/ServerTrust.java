package dev.serein.connection;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what one server presents, and says what is wrong with it. The JVM checks the chain; what it leaves out and
 * libpq does not is added here: whether the certificate that we trust has itself expired.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final @Nullable Authorities authorities;
    private final @Nullable ServerName name;
    private @Nullable X509Certificate presented;
    private @Nullable TlsProblem problem;

    /**
     * What is to be looked at.
     *
     * @param authorities null to take any certificate
     * @param name null to take one for any host
     */
    ServerTrust(@Nullable Authorities authorities, @Nullable ServerName name) {
        this.authorities = authorities;
        this.name = name;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        presented = chain[0];
        try {
            if (authorities != null) {
                check(authorities, chain, authType, (SSLSocket) socket);
            }
            if (name != null && !name.fits(chain[0])) {
                throw new TlsProblem(
                        "the server's certificate is for another host",
                        facts(),
                        "connect by a name that the certificate is for, or give the server one for " + name
                                + "; sslmode=verify-ca does not look at the name");
            }
        } catch (TlsProblem e) {
            problem = e;
            throw e;
        }
    }

    private void check(Authorities by, X509Certificate[] chain, String authType, SSLSocket socket) throws TlsProblem {
        ChainProblem problems = new ChainProblem(chain, facts());
        if (by.isEmpty()) {
            throw problems.noAuthorities();
        }
        try {
            by.check(chain, authType, socket);
        } catch (CertificateException e) {
            throw problems.of(e, by);
        }
        problems.checkDates(List.of(chain[0]));
        problems.checkDates(by.behind(chain));
    }

    /** What the server presented, and what we verify with. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (presented != null) {
            facts.put("presented", CertificateText.of(presented));
        }
        facts.put("trusted", authorities == null ? "any certificate" : authorities.toString());
        if (name != null) {
            facts.put("expected", name.toString());
        }
        return facts;
    }

    boolean verifies() {
        return authorities != null;
    }

    boolean hasSeenCertificate() {
        return presented != null;
    }

    /** What was found wrong. */
    @Nullable
    TlsProblem problem() {
        return problem;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("Only sockets are looked at");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
