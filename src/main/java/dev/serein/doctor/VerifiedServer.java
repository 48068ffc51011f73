package dev.serein.doctor;

import dev.serein.connection.ServerLink;
import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.List;

/** Whether the server had to prove who it is: whoever answers in its place would get the password otherwise. */
final class VerifiedServer implements Check {
    @Override
    public String name() {
        return "tls-verification";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        ServerLink link = visit.link();
        if (link.isLocal()) {
            return List.of();
        }
        if (!link.isKnown()) {
            throw new CannotSee("the data source has made the connection, and does not tell; see that it says"
                    + " sslmode=verify-full, or open the database with Database.open");
        }
        // that there is no TLS is another check's
        if (link.isVerified() || link.tls().isEmpty()) {
            return List.of();
        }
        String mode = visit.effective("sslmode").orElse("");
        return List.of(new Finding(
                name(),
                Severity.WARNING,
                "The server does not prove who it is: anybody who answers in its place gets the password",
                mode.isEmpty() ? List.of() : List.of("sslmode is " + mode),
                "connect with sslmode=verify-full, and sslrootcert=FILE or PG_CA_CERT_PATH for the provider's CA"));
    }
}
