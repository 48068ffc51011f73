package dev.serein.doctor;

import dev.serein.connection.ServerLink;
import dev.serein.doctor.Finding.Severity;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** How long the server's certificate is good for. Seen when the connection was made, which is minutes ago. */
final class ServerCertificate implements Check {
    /** Those who renew by themselves do it earlier. */
    private static final Duration SOON = Duration.ofDays(14);

    private static final Duration NOW = Duration.ofDays(3);

    @Override
    public String name() {
        return "tls-certificate";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        ServerLink link = visit.link();
        if (!link.isKnown() && (visit.facts().tls() != null || visit.isPooled())) {
            throw new CannotSee("the data source has made the connection, and does not tell what the server presented;"
                    + " open the database with Database.open");
        }
        Optional<SSLSession> session = link.tls();
        return session.isPresent()
                ? of(certificate(session.get()), visit.wishes().clock().instant())
                : List.of();
    }

    private static X509Certificate certificate(SSLSession session) throws CannotSee {
        try {
            return (X509Certificate) session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            throw new CannotSee("the server presented no certificate; see ssl_ciphers");
        }
    }

    private List<Finding> of(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        Duration left = Duration.between(now, end);
        if (left.compareTo(SOON) > 0) {
            return List.of();
        }
        String day = end.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        String problem = left.isNegative()
                ? "The server's certificate has expired, on " + day
                : "The server's certificate expires in " + Figures.time(left) + ", on " + day;
        return List.of(new Finding(
                name(),
                left.compareTo(NOW) <= 0 ? Severity.DANGER : Severity.WARNING,
                problem,
                List.of(Figures.shown(certificate.getSubjectX500Principal().getName())),
                "give the server a new one, and select pg_reload_conf()"));
    }
}
