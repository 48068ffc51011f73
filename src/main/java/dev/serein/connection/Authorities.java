package dev.serein.connection;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whose signature we trust, and what they have taken back. */
final class Authorities {
    private final Set<X509Certificate> trusted;
    private final @Nullable TlsText file;
    private final X509ExtendedTrustManager check;

    private Authorities(Set<X509Certificate> trusted, @Nullable TlsText file, X509ExtendedTrustManager check) {
        this.trusted = trusted;
        this.file = file;
        this.check = check;
    }

    /**
     * Reads them.
     *
     * @param file null for the JVM's
     * @param revoked if not empty, then every certificate's authority has to have a list there
     */
    static Authorities of(@Nullable TlsText file, List<X509CRL> revoked) throws TlsProblem {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            Set<X509Certificate> trusted;
            if (file == null) {
                factory.init((KeyStore) null);
                X509ExtendedTrustManager jvm = only(factory);
                trusted = new LinkedHashSet<>(Arrays.asList(jvm.getAcceptedIssuers()));
                if (revoked.isEmpty() || trusted.isEmpty()) {
                    return new Authorities(trusted, null, jvm);
                }
            } else {
                trusted = new LinkedHashSet<>(CertificateFile.certificates(file, file.read()));
            }
            factory.init(new CertPathTrustManagerParameters(parameters(trusted, revoked)));
            return new Authorities(trusted, file, only(factory));
        } catch (TlsProblem e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new TlsProblem(
                    "the JVM's certificate authorities cannot be read",
                    "mend the file that -Djavax.net.ssl.trustStore names, or name one in PEM: sslrootcert=FILE");
        }
    }

    /** Changes when the JVM's may have changed. */
    static String stampOfJvm() {
        String store = System.getProperty("javax.net.ssl.trustStore");
        Path security = Path.of(System.getProperty("java.home"), "lib", "security");
        return store == null
                ? TlsText.stamp(security.resolve("jssecacerts")) + TlsText.stamp(security.resolve("cacerts"))
                : store + TlsText.stamp(Path.of(store));
    }

    private static X509ExtendedTrustManager only(TrustManagerFactory factory) {
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509ExtendedTrustManager found) {
                return found;
            }
        }
        throw new IllegalStateException("The JVM checks no certificates");
    }

    private static PKIXBuilderParameters parameters(Set<X509Certificate> trusted, List<X509CRL> revoked)
            throws GeneralSecurityException {
        Set<TrustAnchor> anchors =
                trusted.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(!revoked.isEmpty());
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(revoked)));
        return parameters;
    }

    void check(X509Certificate[] chain, String authType, SSLSocket socket) throws CertificateException {
        check.checkServerTrusted(chain, authType, socket);
    }

    boolean isEmpty() {
        return trusted.isEmpty();
    }

    /** Those by whom the chain is trusted: more than one, when an authority has renewed its certificate. */
    List<X509Certificate> behind(X509Certificate[] chain) {
        X509Certificate at = chain[0];
        for (int i = 0; i < chain.length; i++) {
            X509Certificate signed = at;
            if (trusted.contains(signed)) {
                return List.of(signed);
            }
            List<X509Certificate> signers =
                    trusted.stream().filter(each -> hasSigned(each, signed)).toList();
            if (!signers.isEmpty()) {
                return signers;
            }
            at = Arrays.stream(chain)
                    .filter(each -> !each.equals(signed) && hasSigned(each, signed))
                    .findFirst()
                    .orElse(signed);
        }
        return List.of();
    }

    static boolean hasSigned(X509Certificate authority, X509Certificate signed) {
        if (!authority.getSubjectX500Principal().equals(signed.getIssuerX500Principal())) {
            return false;
        }
        try {
            signed.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return file == null
                ? "the JVM's certificate authorities"
                : file + " ("
                        + trusted.stream()
                                .limit(3)
                                .map(CertificateText::subject)
                                .collect(Collectors.joining("; "))
                        + (trusted.size() > 3 ? " and " + (trusted.size() - 3) + " more)" : ")");
    }
}
