package dev.serein.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How the server has to prove itself, in the driver's terms.
 *
 * @param mode the driver's sslmode
 * @param rootCert the file of certificate authorities; null for the driver's default
 * @param jvmAuthorities whether the certificate authorities of the JVM are asked instead of a file
 */
record Tls(String mode, @Nullable String rootCert, boolean jvmAuthorities) {
    private static final String VERIFY_FULL = "verify-full";

    static Tls of(ConnectionUrl url) {
        String said = url.parameters().get(Parameter.SSLMODE);
        String root = url.parameters().get(Parameter.SSLROOTCERT);
        if ("system".equals(root)) {
            return new Tls(VERIFY_FULL, null, true);
        }
        if (said == null) {
            boolean here = url.hosts().stream().allMatch(HostAndPort::isLoopback);
            return here && root == null ? new Tls("prefer", null, false) : new Tls(VERIFY_FULL, root, root == null);
        }
        // to libpq a certificate authority that was named is one to check; the driver would not look at it
        return new Tls(said.equals("require") && root != null ? "verify-ca" : said, root, false);
    }

    void applyTo(PGSimpleDataSource source) {
        source.setSslMode(mode);
        source.setSslRootCert(rootCert);
        if (jvmAuthorities) {
            source.setProperty(PGProperty.SSL_FACTORY, "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }

    static List<String> problems(Map<Parameter, String> parameters) {
        List<String> problems = new ArrayList<>();
        String mode = parameters.get(Parameter.SSLMODE);
        String root = parameters.get(Parameter.SSLROOTCERT);
        if (mode == null || root == null) {
            return problems;
        }
        if (root.equals("system") && !mode.equals(VERIFY_FULL)) {
            problems.add("sslrootcert=system needs sslmode=verify-full, not " + mode);
        } else if (mode.equals("allow") || mode.equals("prefer")) {
            problems.add("sslmode=" + mode + " does not look at sslrootcert: say require or " + VERIFY_FULL);
        }
        return problems;
    }
}
