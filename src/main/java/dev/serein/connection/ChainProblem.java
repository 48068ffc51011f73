package dev.serein.connection;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is wrong with the certificates of a server, in our words. */
final class ChainProblem {
    private final X509Certificate[] chain;
    private final X509Certificate server;
    private final Map<String, String> facts;

    /**
     * Nothing is, yet.
     *
     * @param chain the server's certificate first
     * @param facts shown with whatever is
     */
    ChainProblem(X509Certificate[] chain, Map<String, String> facts) {
        this.chain = chain;
        this.server = chain[0];
        this.facts = facts;
    }

    TlsProblem noAuthorities() {
        return refused(
                "the JVM has no certificate authorities",
                "name a file with the server's authority: sslrootcert=FILE, or PG_CA_CERT_PATH");
    }

    /** What the JVM's refusal means; the innermost reason is the one. */
    TlsProblem of(CertificateException refusal, Authorities by) {
        for (Throwable each = refusal; each != null; each = each.getCause()) {
            if (each instanceof CertPathValidatorException found && found.getReason() instanceof BasicReason reason) {
                X509Certificate at = at(found);
                switch (reason) {
                    case EXPIRED, NOT_YET_VALID -> {
                        return outOfDate(at);
                    }
                    case REVOKED -> {
                        return refused(name(at) + " is revoked", "give the server a new one");
                    }
                    case UNDETERMINED_REVOCATION_STATUS -> {
                        return refused(
                                "no current list says whether " + name(at) + " is revoked",
                                "give sslcrl the current list of each of its authorities");
                    }
                    case ALGORITHM_CONSTRAINED -> {
                        return refused(
                                name(at) + " has a key, or a signature, that is too weak for this JVM",
                                "give the server a new one");
                    }
                    default -> {
                        // as unknown as one that nobody has signed
                    }
                }
            }
        }
        if (String.valueOf(refusal.getMessage()).contains("key usage")) {
            return refused(
                    "the server's certificate is not one for servers", "give the server one with the usage serverAuth");
        }
        return isValidNow(server) ? unknown(by) : outOfDate(server);
    }

    private TlsProblem unknown(Authorities by) {
        if (chain.length == 1 && Authorities.hasSigned(server, server)) {
            return refused(
                    "the server's certificate is self-signed, and not one that we trust",
                    "give the server one of an authority; or, if it is the right one, save it to a file and name that:"
                            + " sslrootcert=FILE, or PG_CA_CERT_PATH");
        }
        return refused(
                "the server's certificate is not signed by an authority that we trust",
                "name the file of its authority: sslrootcert=FILE, or PG_CA_CERT_PATH");
    }

    private X509Certificate at(CertPathValidatorException refusal) {
        return refusal.getCertPath() != null
                        && refusal.getIndex() >= 0
                        && refusal.getCertPath().getCertificates().get(refusal.getIndex()) instanceof X509Certificate at
                ? at
                : server;
    }

    /** The JVM leaves the dates of what it is told to trust alone; libpq does not. One that is valid is enough. */
    void checkDates(List<X509Certificate> trusted) throws TlsProblem {
        if (!trusted.isEmpty() && trusted.stream().noneMatch(ChainProblem::isValidNow)) {
            throw outOfDate(trusted.get(0));
        }
    }

    private static boolean isValidNow(X509Certificate certificate) {
        Instant now = Instant.now();
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    private TlsProblem outOfDate(X509Certificate certificate) {
        return Instant.now().isBefore(certificate.getNotBefore().toInstant())
                ? refused(
                        name(certificate) + " is not valid yet",
                        "see that the clock of this machine is right; else wait, or give the server another")
                : refused(
                        name(certificate) + " has expired",
                        certificate.equals(server)
                                ? "renew it, and reload the server"
                                : "put its new certificate where the old one came from: the server, or sslrootcert");
    }

    private String name(X509Certificate certificate) {
        return certificate.equals(server)
                ? "the server's certificate"
                : "the certificate of its authority " + CertificateText.subject(certificate);
    }

    private TlsProblem refused(String what, String fix) {
        return new TlsProblem(what, facts, fix);
    }
}
