package dev.serein.connection;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * The name that a server has to prove, as libpq looks at it. The driver's own check differs: it compares the addresses
 * of IPv6 as text, and writes a log of its own when one does not fit.
 */
final class ServerName {
    private static final int DNS = 2;
    private static final int IP = 7;
    private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final String name;
    private final boolean address;

    ServerName(String host) {
        this.address = V4.matcher(host).matches() || host.indexOf(':') >= 0;
        this.name = address ? host : ascii(host);
    }

    /** Certificates hold the names of the DNS in their ASCII form. */
    private static String ascii(String host) {
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            return host;
        }
    }

    boolean isAddress() {
        return address;
    }

    @Override
    public String toString() {
        return name;
    }

    /** One of the alternative names; the common name only if there is none of them of our kind. */
    boolean fits(X509Certificate certificate) {
        boolean sameKind = false;
        for (List<?> alternative : CertificateText.alternatives(certificate)) {
            if (alternative.get(0) instanceof Integer kind && alternative.get(1) instanceof String pattern) {
                if (kind == DNS && fits(pattern) || kind == IP && address && isSameAddress(pattern)) {
                    return true;
                }
                sameKind |= kind == (address ? IP : DNS);
            }
        }
        return !sameKind && commonName(certificate).filter(this::fits).isPresent();
    }

    /** The star stands for one label, the first, and nothing less. */
    private boolean fits(String pattern) {
        if (pattern.equalsIgnoreCase(name)) {
            return true;
        }
        if (address || !pattern.startsWith("*.") || pattern.length() < 3) {
            return false;
        }
        String rest = pattern.substring(1);
        return name.length() >= pattern.length()
                && name.regionMatches(true, name.length() - rest.length(), rest, 0, rest.length())
                && name.indexOf('.') >= name.length() - rest.length();
    }

    private boolean isSameAddress(String other) {
        try {
            // both are addresses: nothing is looked up
            String bare = name.indexOf('%') < 0 ? name : name.substring(0, name.indexOf('%'));
            return InetAddress.getByName(bare).equals(InetAddress.getByName(other));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The first of them, counted from the root of the name. */
    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
            for (Rdn rdn : new LdapName(subject).getRdns()) {
                Attribute commonName = rdn.toAttributes().get("CN");
                if (commonName != null && commonName.get() instanceof String text) {
                    return Optional.of(text);
                }
            }
        } catch (NamingException e) {
            // then it has none that can be read
        }
        return Optional.empty();
    }
}
