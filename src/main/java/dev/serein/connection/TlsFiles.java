package dev.serein.connection;

import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and keys that the settings name, or that lie in {@code ~/.postgresql}. They are read anew when a
 * file has changed: an authority may be replaced while the program runs. Thread-safe.
 *
 * <p>Two things are stricter than in libpq: a file that is named, by {@code sslcert}, {@code sslcrl} or, where TLS is
 * required, {@code sslrootcert}, has to be there. libpq goes on without it.
 */
final class TlsFiles {
    /**
     * All that was read.
     *
     * @param authorities null to take any certificate
     * @param identity null to have none
     */
    record Content(
            @Nullable Authorities authorities, @Nullable ClientIdentity identity) {}

    private final TlsMode mode;
    private final boolean said;
    private final boolean sendsNone;
    private final boolean system;
    private final @Nullable String password;
    private final TlsText root;
    private final TlsText certificate;
    private final TlsText key;
    private final TlsText revoked;
    private final @Nullable TlsText revokedFolder;
    private List<String> stamps = List.of();
    private @Nullable Content content;

    /**
     * Reads nothing yet.
     *
     * @param said whether the mode is, or else follows from where the hosts are
     */
    TlsFiles(ConnectionSettings settings, TlsMode mode, boolean said) {
        this.mode = mode;
        this.said = said;
        this.sendsNone = "disable".equals(settings.value(Parameter.SSLCERTMODE));
        this.system = "system".equals(settings.value(Parameter.SSLROOTCERT));
        this.password = settings.value(Parameter.SSLPASSWORD);
        this.root = TlsText.of(settings, Parameter.SSLROOTCERT, "root certificate file", "root.crt");
        this.certificate = TlsText.of(settings, Parameter.SSLCERT, "client certificate file", "postgresql.crt");
        this.key = TlsText.of(settings, Parameter.SSLKEY, "client key file", "postgresql.key");
        this.revoked = TlsText.of(settings, Parameter.SSLCRL, "CRL file", "root.crl");
        String folder = settings.value(Parameter.SSLCRLDIR);
        this.revokedFolder = folder == null || folder.isEmpty()
                ? null
                : new TlsText("CRL folder", Parameter.SSLCRLDIR, folder, true);
    }

    synchronized Content read() throws TlsProblem {
        List<String> now = stamps();
        Content last = content;
        if (last == null || !now.equals(stamps)) {
            last = new Content(authorities(), identity());
            stamps = now;
            content = last;
        }
        return last;
    }

    private List<String> stamps() {
        List<String> all = new ArrayList<>();
        for (TlsText each : List.of(root, certificate, key, revoked)) {
            all.add(each.stamp());
        }
        if (revokedFolder != null) {
            all.add(revokedFolder.stamp());
        }
        all.add(Authorities.stampOfJvm());
        return all;
    }

    private @Nullable Authorities authorities() throws TlsProblem {
        if (mode == TlsMode.NO_VERIFY) {
            return null;
        }
        boolean named = root.said() && mode.requiresTls();
        if (!system && (root.exists() || named || said && mode.verifies())) {
            return Authorities.of(existing(root), revocations());
        }
        return system || mode.verifies() ? Authorities.of(null, revocations()) : null;
    }

    private static TlsText existing(TlsText root) throws TlsProblem {
        if (!root.exists()) {
            throw root.problem(
                    "does not exist",
                    "name the file of the server's authority: sslrootcert=FILE, or PG_CA_CERT_PATH; or trust"
                            + " the JVM's authorities: sslrootcert=system");
        }
        return root;
    }

    private List<X509CRL> revocations() throws TlsProblem {
        List<X509CRL> lists = new ArrayList<>();
        if (revoked.said() || revokedFolder == null && revoked.exists()) {
            lists.addAll(CertificateFile.revocations(revoked));
        }
        if (revokedFolder != null) {
            lists.addAll(CertificateFile.revocationsIn(revokedFolder));
        }
        return lists;
    }

    private @Nullable ClientIdentity identity() throws TlsProblem {
        if (sendsNone || !certificate.said() && !certificate.exists()) {
            return null;
        }
        return ClientIdentity.of(certificate, key, password);
    }
}
